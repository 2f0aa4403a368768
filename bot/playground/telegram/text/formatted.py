"""A text with its entities, as a message carries it, and the limits it must keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.telegram.errors import bad_request, misuse
from bot.playground.telegram.text.clean import cleaned, trimmed
from bot.playground.telegram.text.entities import Entity, fixed, kept, merged, utf16_length
from bot.playground.telegram.text.find import found_in
from bot.playground.telegram.text.html import parse_html
from bot.playground.telegram.text.links import LinkError, check_link, user_of_link
from bot.playground.telegram.text.times import check_moment

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
"""In characters (code points) after the parsing of entities, as TDLib counts; entities count in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str = ""
    entities: tuple[Entity, ...] = ()


EMPTY = Formatted()


def from_call(
    method: str, call: Mapping[str, Any], *, text: str, entities: str = "entities", now: float
) -> Formatted:
    """The formatted text of a call, from its fields `parse_mode` and those that `text` and `entities` name."""
    mode = str(call.get("parse_mode") or "")
    if mode.lower() not in {"", "html"}:
        raise misuse(method, f"the local Telegram knows no parse mode but HTML, not {mode}")
    if mode:
        return formatted(*parse_html(call[text]), now=now)
    return formatted(call[text], [_given(entity) for entity in call.get(entities) or ()], now=now)


def formatted(text: str, entities: Sequence[Entity] = (), *, now: float) -> Formatted:
    """What is left after Telegram has cleaned, trimmed and limited it, and found addresses and names of its own."""
    _check_encoding(text)
    _check_places(text, entities)
    for entity in entities:
        check_moment(entity, now)
    clean, moved = cleaned(text, fixed(entities))
    if not clean.strip(" \n"):
        return EMPTY
    plain, placed = trimmed(clean, fixed(moved))
    return Formatted(plain, tuple(merged(kept(fixed(placed)), found_in(plain))))


def found_by_telegram(text: str) -> tuple[Entity, ...]:
    """The entities of a text that a person typed."""
    return tuple(fixed(found_in(text)))


def check_text(body: Formatted, *, too_long: str = "message is too long") -> None:
    if not body.text:
        raise bad_request("text must be non-empty")
    if len(body.text) > LONGEST_TEXT:
        raise bad_request(too_long)


def check_caption(body: Formatted) -> None:
    if len(body.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")


def required_link(url: str) -> str:
    try:
        return check_link(url)
    except LinkError as error:
        raise bad_request(f"URL '{url}' is invalid: {error}") from None


def _given(entity: Mapping[str, Any]) -> Entity:
    """An entity of the `entities` field; those that Telegram finds by itself are found again."""
    url = entity.get("url", "")
    if entity["type"] == "text_link" and not user_of_link(url):
        url = required_link(url)
    return Entity(
        type=entity["type"],
        offset=entity["offset"],
        length=entity["length"],
        url=url,
        user_id=entity.get("user", {}).get("id", 0),
        language=entity.get("language", ""),
        custom_emoji_id=entity.get("custom_emoji_id", ""),
        unix_time=entity.get("unix_time", 0),
        date_time_format=entity.get("date_time_format", ""),
    )


def _check_encoding(text: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise bad_request("strings must be encoded in UTF-8")


def _check_places(text: str, entities: Sequence[Entity]) -> None:
    """Entities must lie in the text, on the borders of characters."""
    if not entities:
        return
    edges, at = {0}, 0
    for char in text:
        at += utf16_length(char)
        edges.add(at)
    for entity in entities:
        if not 0 <= entity.offset <= at:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
        if entity.offset not in edges:
            raise bad_request("entity begins in a middle of a UTF-16 symbol at byte offset")
        if entity.end > at:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text at UTF-16 offset "
                f"{entity.end}"
            )
        if entity.end not in edges:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity.offset} ends in a middle of a UTF-16 symbol at byte offset"
            )
