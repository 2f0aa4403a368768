"""Bodies of calls: JSON, forms, and forms with files. HTTP itself is the servers' business."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from bot.playground.telegram.errors import ApiError, bad_request
from bot.playground.telegram.files import Upload

Body = tuple[dict[str, Any], dict[str, Upload]]

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_PARAMETER = re.compile(rb'\b(filename|name)="((?:[^"\\]|\\.)*)"')


def read_body(content_type: str, body: bytes, query: str = "") -> Body:
    """The parameters of a call and its files. Parameters in the query come first, as at Telegram.

    Raises ApiError for a body that cannot be read.
    """
    try:
        return _read(content_type, body, query)
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _read(content_type: str, body: bytes, query: str) -> Body:
    given: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return given, {}
    if kind == "application/json":
        return given | _object(body), {}
    if kind == "multipart/form-data":
        fields, uploads = _multipart(content_type, body)
        return given | fields, uploads
    if kind in {"application/x-www-form-urlencoded", ""}:
        return given | dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    raise bad_request(f"unsupported content type {kind}")


def answer_json(result: object) -> bytes:
    return json.dumps({"ok": True, "result": result}, ensure_ascii=False, separators=(",", ":")).encode()


def error_json(error: ApiError) -> bytes:
    shape: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        shape["parameters"] = dict(error.parameters)
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode()


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("can't parse request JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("can't parse request JSON object")
    return given


def _multipart(content_type: str, body: bytes) -> Body:
    found = _BOUNDARY.search(content_type)
    if not found:
        raise bad_request("boundary field not found")
    fields: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    for part in body.split(b"--" + found[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        named = {name.decode(): value.decode() for name, value in _PARAMETER.findall(head)}
        if "name" not in named:
            raise bad_request("a part of the body has no name")
        if "filename" in named:
            uploads[named["name"]] = Upload(named["filename"], content, _type_of(head))
        else:
            fields[named["name"]] = content.decode()
    return fields, uploads


def _type_of(head: bytes) -> str:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-type":
            return value.strip().decode()
    return "application/octet-stream"
