"""Mend the faults that make a feed ill-formed most often, so that the fast path can read it after all."""

import re
from collections.abc import Iterator
from html import entities

from bot.feeds.encoding import decode

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,300}\?>\s*")
_ENTITY = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_CLOSED = re.compile(r"\]\s*>")
_KEPT = frozenset({"lt", "gt", "amp", "quot", "apos"})
_BAD_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[1-24-9]|2\d|3[01]|11)|[xX]0*(?:[0-8bcBC]|[eE]|[fF]|1[0-9a-fA-F]));"
)


def repaired(body: bytes, content_type: str = "") -> bytes:
    """The document in UTF-8 with its loose ampersands mended.

    What precedes its first tag, forbidden characters and definitions of entities are taken out.
    """
    text = _without_definitions(decode(body, content_type))
    start = text.find("<")
    text = _ILLEGAL.sub("", _PROLOG.sub("", text[max(start, 0) :], count=1))
    return "".join(_mended(text)).encode("utf-8", "ignore")


def _mended(text: str) -> Iterator[str]:
    """The pieces of the text, mended outside CDATA sections; in time that grows with its length alone."""
    at = 0
    while at < len(text):
        start = text.find("<![CDATA[", at)
        end = text.find("]]>", start) if start >= 0 else -1
        until = start if end >= 0 else len(text)
        yield _BAD_REFERENCE.sub("", _ENTITY.sub(_character, text[at:until]))
        at = end + 3 if end >= 0 else until
        yield text[until:at]


def _without_definitions(text: str) -> str:
    """The text without what its document type defines: no feed needs entities of its own."""
    start = text.find("<!DOCTYPE")
    opened = text.find("[", start, start + 2_000)
    if start < 0 or opened < 0 or ">" in text[start:opened]:
        return text
    closed = _CLOSED.search(text, opened)
    return text[:start] + text[closed.end() :] if closed else text


def _character(match: re.Match[str]) -> str:
    """XML knows five names; HTML's others become what they name, and a loose ampersand is escaped."""
    name = match[1]
    if name in _KEPT:
        return match[0]
    meant = entities.html5.get(f"{name};") if name else None
    if meant is None:
        return f"&amp;{match[0][1:]}"
    return meant if not set(meant) & set("<>&\"'") else f"&#{ord(meant[0])};"
