"""What an element of a feed holds: its text, its mark-up, its time, its links."""

import re
from base64 import b64decode
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from bot.feeds import xmlnames as names
from bot.feeds.clean import clean_title, plain
from bot.feeds.dates import parse_date
from bot.feeds.encoding import undoubled
from bot.feeds.model import MAX_BODY, MAX_FIELD

Element = Any  # lxml has no types
Fields = dict[str, Any]

_SEVERAL = frozenset(
    {"atom_link", "category", "media", "media_group", "summary", "content", "person", "author2"}
)
_TIMES = frozenset({"published", "updated", "created"})
_NAMES = frozenset({"link", "guid", "title"})
_HTML_LIKE = re.compile(r"</\w+>|<br|<p>|<img|&#?\w+;", re.IGNORECASE)


def fields_of(parent: Element, table: dict[str, str]) -> Fields:
    """The children of an element by the name of what they hold; `name*` has all of several.

    Of several the first counts, of times the last: publishers append what they change.
    """
    found: Fields = {}
    for child in parent:
        field = table.get(child.tag)
        if field is None:
            continue
        found.setdefault(field, child)
        if field in _SEVERAL:
            found.setdefault(f"{field}*", []).append(child)
        elif child.text and (field in _TIMES or (field in _NAMES and not found[field].text)):
            found[field] = child
    return found


def text_of(element: Element) -> str:
    if element is None:
        return ""
    text = element.text or ""
    if len(element):
        text = "".join(element.itertext())
    return undoubled(text.strip()[:MAX_BODY])


def values_of(element: Element) -> tuple[str, ...]:
    return tuple((one.text or "").strip() for one in element) if element is not None else ()


def title_of(found: Fields) -> str:
    element = found.get("title")
    raw = (markup_of(element) if element is not None else "") or text_of(found.get("title2"))
    return clean_title(raw[: MAX_FIELD * 2])[:MAX_FIELD]


def date_of(found: Fields, *fields: str) -> datetime | None:
    for field in fields:
        if field in found and (at := parse_date(text_of(found[field]))):
            return at
    return None


def links_of(links: Iterable[Element]) -> dict[str, str]:
    """The address by relation; of several alternates the first that is a page."""
    found: dict[str, str] = {}
    page = False
    for link in links:
        relation, kind, href = (
            link.get("rel", "alternate"),
            link.get("type", "text/html"),
            link.get("href", ""),
        )
        if relation == "alternate" and not page and "html" in kind and href:
            found[relation], page = href, True
        elif href:
            found.setdefault(relation, href)
    return found


def resolved(link: str, element: Element, base: str) -> str:
    link = link.strip()
    if not link or link.startswith(("http://", "https://")):
        return plain(link).replace(" ", "%20")[:MAX_FIELD]
    if link.startswith(("javascript:", "data:", "vbscript:")):
        return ""
    try:
        return plain(urljoin(urljoin(base, element.base or ""), link))[:MAX_FIELD]
    except ValueError:
        return ""


def lang_of(element: Element) -> str:
    return str(element.get(f"{names.XML}lang", ""))


def markup_of(element: Element) -> str:
    """What an element holds, as HTML: escaped, inline, base64 or plain."""
    kind, mode = element.get("type", ""), element.get("mode", "")
    if len(element):
        inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
        return (escape(element.text, quote=False) if element.text else "") + inner
    text: str = element.text or ""
    if not text:
        return ""
    if mode == "base64" or (
        kind and "/" in kind and not kind.startswith("text/") and not kind.endswith("xml")
    ):
        with suppress(ValueError):
            text = b64decode(text).decode("utf-8", "replace")
    if (
        "<" in text
        and (kind in {"text", "text/plain"} or _is_atom_text(element, kind))
        and not _HTML_LIKE.search(text)
    ):
        return escape(text, quote=False)
    return undoubled(text.strip())


def _is_atom_text(element: Element, kind: str) -> bool:
    return not kind and "/Atom" in str(element.tag)
