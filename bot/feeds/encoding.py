"""Bytes to text, when a document lies about its encoding or keeps silent."""

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_WIDE = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"), (b"<\x00r\x00", "utf-16-le"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_SAMPLE = 20_000


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a document: by its byte order mark, its declaration, its header, as UTF-8, or by its looks."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    for start, name in _WIDE:
        if body.startswith(start):
            return body.decode(name, "replace")
    for name in (*_named(body, content_type), "utf-8"):
        text = _strict(body, name)
        if text is not None:
            return text
    return _guessed(body)


def undoubled(text: str) -> str:
    """Text whose UTF-8 was taken for Latin-1 and encoded once more ("Ã¼"), as it was meant."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _named(body: bytes, content_type: str) -> list[str]:
    head = body[:2000]
    declared = _DECLARED.search(head) or _META.search(head)
    header = _CHARSET.search(content_type)
    names = [declared[1].decode("ascii").lower()] if declared else []
    return names + ([header[1].lower()] if header else [])


def _strict(body: bytes, name: str) -> str | None:
    name = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "utf-8",
            "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-9": "windows-1254"}.get(name, name)  # fmt: skip
    try:
        if codecs.lookup(name).name in _NOT_TEXT or not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001  # the only way to tell
            return None
        return body.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None


_NOT_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"})


def _guessed(body: bytes) -> str:
    """By its looks; where one byte in a thousand is wrong, UTF-8 with marks for the lost ones."""
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") * 1000 < len(text):
        return text
    best = from_bytes(body[:_SAMPLE]).best()
    return body.decode(best.encoding if best else "windows-1252", "replace")
