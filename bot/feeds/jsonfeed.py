"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

import json
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import urljoin

from bot.errors import ParseError
from bot.feeds.clean import clean_title, plain
from bot.feeds.dates import parse_date
from bot.feeds.model import MAX_BODY, MAX_CATEGORIES, MAX_CONTENT, MAX_ENTRIES, MAX_FIELD, Entry, Feed


def read_json(text: str, *, url: str = "") -> Feed:
    """The feed in this text. Raises ParseError."""
    try:
        record = json.loads(text, parse_constant=str, parse_int=_short, parse_float=_short)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"neither XML nor JSON: {error}"[:200]) from error
    if not isinstance(record, dict) or not isinstance(record.get("items"), list):
        raise ParseError("JSON, but no JSON Feed: it has no list of `items`")
    language = _text(record, "language")
    hubs = [one for one in _list(record, "hubs") if isinstance(one, dict)]
    return Feed(
        format="json",
        title=clean_title(_text(record, "title")),
        site_url=_link(record, "home_page_url", url),
        language=language[:40],
        entries=_entries(record["items"], url, language, _author(record)),
        hub_url=next((_link(one, "url", url) for one in hubs if _text(one, "type").lower() == "websub"), ""),
        self_url=_link(record, "feed_url", url),
        next_url=_link(record, "next_url", url),
    )


def _short(number: str) -> str:
    """A number as it is written: an id of a million digits must cost its own entry alone."""
    return number[:100]


def _entries(items: Iterable[Any], url: str, language: str, author: str) -> tuple[Entry, ...]:
    entries, content = [], 0
    for item in items:
        if not isinstance(item, dict):
            continue
        entry = _entry(item, url, language, author, room=MAX_CONTENT - content)
        content += len(entry.content) + len(entry.summary)
        entries.append(entry)
        if len(entries) == MAX_ENTRIES:
            break
    return tuple(entries)


def _entry(item: dict[str, Any], url: str, language: str, author: str, *, room: int) -> Entry:
    content = _text(item, "content_html") or escape(_text(item, "content_text"), quote=False)
    updated = parse_date(_text(item, "date_modified"))
    tags = (clean_title(one)[:200] for one in _list(item, "tags")[:MAX_CATEGORIES] if isinstance(one, str))
    return Entry(
        guid=plain(_text(item, "id"))[:MAX_FIELD],
        url=_link(item, "url", url) or _link(item, "external_url", url),
        title=clean_title(_text(item, "title"))[:MAX_FIELD],
        published_at=parse_date(_text(item, "date_published")) or updated,
        updated_at=updated,
        author=_author(item) or author,
        summary=escape(_text(item, "summary"), quote=False)[: max(0, min(room, MAX_BODY))],
        content=content[: max(0, min(room, MAX_BODY))],
        categories=tuple(dict.fromkeys(tag for tag in tags if tag)),
        image_url=_link(item, "image", url) or _link(item, "banner_image", url),
        language=(_text(item, "language") or language)[:40],
    )


def _text(record: dict[str, Any], field: str) -> str:
    value = record.get(field)
    return value.strip()[:MAX_BODY] if isinstance(value, str) else ""


def _list(record: dict[str, Any], field: str) -> list[Any]:
    value = record.get(field)
    return value if isinstance(value, list) else []


def _link(record: dict[str, Any], field: str, base: str) -> str:
    link = plain(_text(record, field))
    try:
        found = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return found[:MAX_FIELD] if found.startswith(("http://", "https://")) else ""


def _author(record: dict[str, Any]) -> str:
    single = record.get("author")
    people = _list(record, "authors") or ([single] if single else [])
    named = [clean_title(_text(one, "name")) for one in people if isinstance(one, dict)]
    return ", ".join(name for name in named if name)[:200]
