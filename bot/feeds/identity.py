"""Which article this is: the names it is known by, so that none is news twice.

An article is known when any of its keys is known. Publishers change guids, move addresses between
sections, fix headlines and issue everything again, but seldom all at once and seldom the first words:

- its guid, within its feed;
- its address in canonical form, unless many items share it (a live page) or it is a home page;
- the number or digest a publisher's system gave it, where the address shows one;
- its first words and a word of its headline, on its site, within about a day: for a change of guid,
  address and headline together.
  The day keeps daily columns apart, whose title and standfirst never change.

An article whose headline, first words, guid and address all changed is told apart by nobody; it is the
same story all the same, and grouping holds it back (`bot.briefs`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from bot.domain.article import Article
from bot.feeds.urls import canonical_url, site_of

KEY_BYTES = 16
LEAD_WORDS = 40
"""Words from the start of a text that stand for it: what follows is edited more often."""

TELLING_WORDS = 15
"""A text of fewer words may be a standing line ("All you need to know today") and needs its title beside it."""

TITLE_WORDS = 3
"""The longest words of a title, one of which an edited title still holds: without any in common, one text
under two titles is a publisher's mistake, and both articles are news."""

SHARED_BY = 3
"""Items with guids of their own at one address: from here on the address is a page, not an article."""

_WORD = re.compile(r"[^\W_]+")
_DIGEST = re.compile(r"/([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$", re.IGNORECASE)
_NUMBERED = re.compile(r"/(\d{6,12})/([^/?.]*?[^\W\d_][^/?.]*)(?:\.\w+)?$")
_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?")
_DAY = timedelta(days=1)


def article_keys(
    article: Article, feed_id: int, *, seen_at: datetime, shared: frozenset[str] = frozenset()
) -> tuple[bytes, ...]:
    """The keys of an article, 16 bytes each, in order of certainty; at least one.

    `seen_at` stands in for a publication time that is missing. `shared` are canonical addresses that
    name no single article: see `shared_addresses`.
    """
    place = site_of(article.url) or f"feed {feed_id}"
    return tuple(dict.fromkeys(
        blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
        for parts in (
            *_by_guid(article, feed_id),
            *_by_address(article, shared),
            *_by_first_words(article, place, _moment(article.published_at, seen_at)),
        )
    ))  # fmt: skip


def shared_addresses(articles: Iterable[Article], *, site_url: str = "") -> frozenset[str]:
    """The canonical addresses in one document that are no article's own: its site's, and a live page's."""
    guids: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        guids[canonical_url(article.url)].add(article.guid)
    shared = {address for address, named in guids.items() if len(named) >= SHARED_BY}
    return frozenset(shared | {canonical_url(site_url)})


def _by_guid(article: Article, feed_id: int) -> Iterator[tuple[str, ...]]:
    if article.guid:
        yield "guid", str(feed_id), article.guid


def _by_address(article: Article, shared: frozenset[str]) -> Iterator[tuple[str, ...]]:
    address = canonical_url(article.url)
    site, slash, path = address.partition("/")
    if address in shared or not (slash or "?" in address):
        return
    yield "address", address
    if match := _DIGEST.search(f"/{path}"):
        yield "digest", site, match[1].lower()
    match = _NUMBERED.search(f"/{path}")
    if match and not _DATE.fullmatch(match[1]):
        yield "number", site, match[1], *_WORD.findall(match[2].lower())[:2]


def _by_first_words(article: Article, place: str, at: datetime) -> Iterator[tuple[str, ...]]:
    title, lead = _words(article.title), _words(article.text)[:LEAD_WORDS]
    anchors = sorted(set(title), key=lambda word: (-len(word), word))[:TITLE_WORDS] or [""]
    if len(lead) < TELLING_WORDS:
        anchors = [" ".join(title)]
    for name, start in (
        ("day", at),
        ("noon", at + _DAY / 2),
    ):  # two calendars, so that midnight parts nothing
        for anchor in anchors:
            yield name, place, start.astimezone(UTC).date().isoformat(), anchor, " ".join(lead)


def _moment(published_at: datetime | None, seen_at: datetime) -> datetime:
    """The publisher's time, if it is one that a calendar has room around."""
    return published_at if published_at and 1970 <= published_at.year < 9000 else seen_at


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:2_000].casefold())
