"""Whether a call, or an answer of our own, agrees with the facts of the Bot API."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.telegram.errors import misuse, not_found
from bot.playground.telegram.facts import Facts, Field, Fields, Length
from bot.playground.telegram.files import Upload

_INTEGER = re.compile(r"-?\d{1,19}")
_SCALARS = {"Integer": int, "Boolean": bool, "String": str}


def read_call(
    facts: Facts, method: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload]
) -> dict[str, Any]:
    """The parameters of a call in their own types.

    In a form every value is text, and in JSON it may be; Telegram takes both, and so do we. Raises Misuse for what the
    specification does not allow, and Not Found for a method that does not exist.
    """
    fields = facts.methods.get(method)
    if fields is None:
        raise (
            misuse(method, "the local Telegram does not answer it")
            if method in facts.unanswered
            else not_found()
        )
    given = {name: _attached(value, uploads) for name, value in raw.items() if value is not None}
    call = {name: _decoded(value, fields[name]) if name in fields else value for name, value in given.items()}
    call |= {name: upload for name, upload in uploads.items() if name in fields}
    for problem in problems_of_fields(facts, call, fields):
        raise misuse(method, problem)
    return call


def problems_of_fields(
    facts: Facts, given: Mapping[str, Any], fields: Fields, path: str = ""
) -> Iterator[str]:
    for name, value in given.items():
        if name not in fields:
            yield f"unknown field {path}{name}"
        else:
            yield from _problems(facts, value, fields[name], path + name)
    for name, field in fields.items():
        if field.required and name not in given:
            yield f"required field {path}{name} is missing"


def problems_of_result(facts: Facts, method: str, result: object) -> list[str]:
    """What is wrong with our own answer; empty when the specification would allow it."""
    kinds = facts.results[method]
    if any(not list(_problems_of_kind(facts, result, kind, method)) for kind in kinds):
        return []
    return list(_problems_of_kind(facts, result, kinds[0], method))


def problems_of_update(facts: Facts, update: Mapping[str, Any]) -> list[str]:
    return list(_problems_of_kind(facts, update, "Update", "update"))


def _problems(facts: Facts, value: object, field: Field, path: str) -> Iterator[str]:
    tried = [list(_problems_of_kind(facts, value, kind, path)) for kind in field.kinds]
    if all(tried):
        yield min(tried, key=len)[0] if len(tried) == 1 else f"{path} is none of {', '.join(field.kinds)}"
    elif isinstance(value, str) and field.length:
        yield from _problems_of_length(value, field.length, path)


def _problems_of_kind(facts: Facts, value: object, kind: str, path: str) -> Iterator[str]:
    if kind.startswith("["):
        yield from _problems_of_array(facts, value, kind[1:-1], path)
    elif kind in _SCALARS:
        # In Python a bool is an int as well; in the specification it is not.
        if not isinstance(value, _SCALARS[kind]) or isinstance(value, bool) != (kind == "Boolean"):
            yield f"{path} is no {kind}"
    elif kind == "Float":
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            yield f"{path} is no Float"
    elif kind == "InputFile":
        if not isinstance(value, Upload):
            yield f"{path} is no file"
    else:
        yield from _problems_of_object(facts, value, kind, path)


def _problems_of_array(facts: Facts, value: object, kind: str, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{path} is no array"
        return
    for at, item in enumerate(value):
        yield from _problems_of_kind(facts, item, kind, f"{path}[{at}]")


def _problems_of_object(facts: Facts, value: object, kind: str, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path} is no {kind}"
    elif kind in facts.unions:
        tried = [list(_problems_of_kind(facts, value, member, path)) for member in facts.unions[kind]]
        if all(tried):
            yield f"{path} is no {kind}: {min(tried, key=len)[0]}"
    elif kind in facts.types:
        yield from problems_of_fields(facts, value, facts.types[kind], f"{path}.")
    else:
        yield f"{path} is a {kind}, of which the local Telegram has no facts"


def _problems_of_length(value: str, length: Length, path: str) -> Iterator[str]:
    """Only of plain strings: the methods measure parsed texts and callback data, and refuse in Telegram's words."""
    if length.unit != "c":
        return
    if not length.least <= len(value) <= length.most:
        yield f"{path} has {len(value)} characters; {length.least} to {length.most} are allowed"


def _attached(value: object, uploads: Mapping[str, Upload]) -> object:
    """A file that another part of the body carries: attach://<its name>."""
    return (
        uploads.get(value[9:], value) if isinstance(value, str) and value.startswith("attach://") else value
    )


def _decoded(value: object, field: Field) -> object:
    """A value that came as text, in the first of its types that the text can be."""
    if not isinstance(value, str):
        return value
    for kind in field.kinds:
        if kind in {"Integer", "Float"} and _INTEGER.fullmatch(value):
            return int(value)
        if kind == "Boolean" and value.lower() in {"true", "false", "yes", "no", "1", "0"}:
            return value.lower() in {"true", "yes", "1"}
        if kind not in _SCALARS and value[:1] in {"{", "["}:
            return _json(value)
    return value


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
