"""feedparser, for the feeds that the fast path cannot read: broken, odd or old."""

import io
from calendar import timegm
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import feedparser

from bot.errors import ParseError
from bot.feeds.clean import clean_title, plain
from bot.feeds.model import MAX_BODY, MAX_CATEGORIES, MAX_CONTENT, MAX_ENTRIES, MAX_FIELD, Entry, Feed
from bot.feeds.rhythm import polling_hints

MAX_BYTES = 600_000
"""Bytes of a broken document that are read, its first: feedparser takes a second for them."""


def read_any(body: bytes, *, content_type: str = "", url: str = "", max_bytes: int = MAX_BYTES) -> Feed:
    """The feed in the first of these bytes, however broken. Raises ParseError when there is none."""
    found = _parsed(_head(body, max_bytes), {"content-type": content_type, "content-location": url})
    if not found.version and not found.entries:
        raise ParseError("no feed: neither RSS, Atom, RDF nor JSON Feed")
    hints = polling_hints(
        ttl=str(found.feed.get("ttl", "")), period=str(found.feed.get("sy_updateperiod", "")),
        frequency=str(found.feed.get("sy_updatefrequency", "")), hours=(), days=(),
    )  # fmt: skip
    links = found.feed.get("links", [])
    return Feed(
        format=found.version or "unknown",
        title=clean_title(str(found.feed.get("title", "")))[:MAX_FIELD],
        site_url=str(found.feed.get("link", ""))[:MAX_FIELD],
        language=str(found.feed.get("language", ""))[:40],
        entries=_entries(found),
        every=hints.every,
        hub_url=_link(links, "hub"),
        self_url=_link(links, "self"),
        next_url=_link(links, "next"),
        bozo=bool(found.bozo),
    )


def _parsed(body: bytes, headers: dict[str, str]) -> Any:
    try:
        return feedparser.parse(
            io.BytesIO(body),  # a file: text that looks like an address or a path would be opened
            response_headers={name: value for name, value in headers.items() if value},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # broken input makes it raise ValueError, KeyError, AssertionError and more
        raise ParseError(f"no feed: {type(error).__name__}: {error}"[:200]) from error


def _head(body: bytes, max_bytes: int) -> bytes:
    """The document up to its last complete item within the limit."""
    if len(body) <= max_bytes:
        return body
    head = body[:max_bytes]
    ends = [head.rfind(end) + len(end) for end in (b"</item>", b"</entry>") if end in head]
    return head[: max(ends, default=max_bytes)]


def _entries(found: Any) -> tuple[Entry, ...]:
    entries, content = [], 0
    for one in found.entries[:MAX_ENTRIES]:
        with suppress(ValueError, TypeError, AttributeError, KeyError, OverflowError):
            entry = _entry(one, found.feed, room=MAX_CONTENT - content)
            content += len(entry.content) + len(entry.summary)
            entries.append(entry)
    return tuple(entries)


def _entry(one: Any, feed: Any, *, room: int) -> Entry:
    room = max(0, min(room, MAX_BODY))
    contents = [str(part.get("value", "")) for part in one.get("content", [])]
    updated = _time(one.get("updated_parsed") if "updated" in one else None)
    published = _time(one.get("published_parsed"))
    tags = (clean_title(str(tag.get("label") or tag.get("term") or ""))[:200] for tag in one.get("tags", []))
    detail = one.get("title_detail") or {}
    return Entry(
        guid=plain(str(one.get("id", "")))[:MAX_FIELD],
        url=plain(str(one.get("feedburner_origlink") or one.get("link", "")))[:MAX_FIELD],
        title=clean_title(str(one.get("title", ""))[: MAX_FIELD * 2])[:MAX_FIELD],
        published_at=published or _time(one.get("created_parsed")) or updated,
        updated_at=updated,
        author=clean_title(str((one.get("author_detail") or {}).get("name") or one.get("author", "")))[:200],
        summary=str(one.get("summary", ""))[:room],
        content=next((text for text in contents if text), "")[:room],
        categories=tuple(dict.fromkeys(tag for tag in tags if tag))[:MAX_CATEGORIES],
        image_url=_image(one),
        language=str(detail.get("language") or feed.get("language", ""))[:40],
    )


def _time(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _link(links: Any, relation: str) -> str:
    return next((str(one.get("href", ""))[:MAX_FIELD] for one in links if one.get("rel") == relation), "")


def _image(one: Any) -> str:
    media = [*one.get("media_content", []), *one.get("enclosures", [])]
    pictures = [
        part
        for part in media
        if part.get("medium") == "image" or str(part.get("type", "")).startswith("image/")
    ]
    for part in (*pictures, *one.get("media_thumbnail", [])):
        address = str(part.get("url") or part.get("href") or "")
        if address:
            return plain(address)[:MAX_FIELD]
    with suppress(AttributeError):
        return plain(str(one.get("image", {}).get("href", "")))[:MAX_FIELD]
    return ""
