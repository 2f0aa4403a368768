"""News sitemaps: the list of the last two days' articles that a site keeps for search engines."""

from typing import Any

from bot.errors import ParseError
from bot.feeds import xmlnames as names
from bot.feeds.clean import clean_title, plain
from bot.feeds.dates import parse_date
from bot.feeds.model import MAX_ENTRIES, MAX_FIELD, Entry, Feed


def read_sitemap(root: Any) -> Feed | None:
    """The news in a sitemap; None when this is no sitemap. Raises ParseError for one that holds no news."""
    if root.tag in names.SITEMAP_INDEXES:
        raise ParseError("a list of sitemaps: give the address of the news sitemap in it")
    if root.tag not in names.SITEMAPS:
        return None
    entries = [
        entry for one in root if one.tag in names.SITEMAP_URLS for entry in [_entry(one)] if entry.title
    ]
    if len(root) and not entries:
        raise ParseError("a sitemap, but not of news: its addresses have no titles")
    outlet = next((name for one in root for name in [_collect(one).get("name", "")] if name), "")
    return Feed(format="sitemap", title=outlet, entries=tuple(entries[:MAX_ENTRIES]))


def _entry(url: Any) -> Entry:
    found = _collect(url)
    updated = parse_date(found.get("updated", ""))
    return Entry(
        guid=found.get("url", ""),
        url=found.get("url", ""),
        title=clean_title(found.get("title", "")),
        published_at=parse_date(found.get("published", "")) or updated,
        updated_at=updated,
        categories=tuple(word for one in found.get("keywords", "").split(",") if (word := clean_title(one)))[
            :50
        ],
        image_url=found.get("image_url", ""),
        language=found.get("language", "")[:40],
    )


def _collect(url: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in url.iter():
        field = names.SITEMAP_FIELDS.get(one.tag)
        if field and one.text and one.text.strip():
            found.setdefault(field, plain(one.text.strip())[:MAX_FIELD])
    return found
