"""The feeds of a site, from any of its addresses: what its pages announce, then where feeds usually are."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from bot.errors import FetchError, ParseError
from bot.feeds.clean import clean_title
from bot.feeds.encoding import decode
from bot.feeds.fetch import FEED, Fetched, Fetcher
from bot.feeds.jobs import read_feed
from bot.feeds.workers import Workers

MAX_FOUND = 20
_TYPES = re.compile(
    r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml", re.IGNORECASE
)
_LOOKS = re.compile(
    r"(?:/(?:rss|feeds?|atom)(?:[/.?]|$)|\.(?:rss|atom|rdf)$|/index\.xml$|[?&]feed=rss2?)", re.IGNORECASE
)
_USUAL = (
    "/feed/",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/rss/",
    "/feeds/posts/default",
    "/feed.json",
)
_COMMENTS = re.compile(r"comment|коммент|şərh|yorum", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that a page announces or links to."""

    url: str
    title: str = ""


def candidates(body: bytes, *, url: str, content_type: str = "") -> tuple[Candidate, ...]:
    """The feeds a page names: announced ones first, then links that look like feeds; none of comments."""
    try:
        tree = lxml_html.document_fromstring(
            decode(body, content_type).encode("utf-8", "ignore"), parser=_parser()
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return ()
    base = urljoin(url, next(iter(tree.xpath("//base/@href")), ""))
    announced = [
        (link.get("href", ""), link.get("title", ""))
        for link in tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and _TYPES.match((link.get("type") or "").strip())
    ]
    linked = [
        (link.get("href", ""), link.text_content())
        for link in tree.iter("a")
        if _LOOKS.search(link.get("href") or "")
    ]
    return _distinct([*announced, *linked], base)


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)


def _distinct(links: list[tuple[str, str]], base: str) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    for href, title in links:
        try:
            address = urljoin(base, href.strip())
        except ValueError:
            continue
        if address.startswith(("http://", "https://")) and not _COMMENTS.search(f"{address} {title}"):
            found.setdefault(address, Candidate(address, clean_title(title)[:200]))
    return tuple(found.values())[:MAX_FOUND]


def usual_places(url: str) -> tuple[str, ...]:
    """Where a site's feed is when nothing announces it: below the address itself, then below its host."""
    parts = urlsplit(url)
    host = f"{parts.scheme}://{parts.netloc}"
    below = parts.path.rstrip("/")
    nearby = [f"{host}{below}{end}" for end in _USUAL[:2] if below]
    return tuple(dict.fromkeys([*nearby, *(host + end for end in _USUAL)]))


async def discover(fetcher: Fetcher, workers: Workers, url: str) -> tuple[Candidate, ...]:
    """The feeds at or behind an address, each fetched and read once. Raises FetchError for the address itself."""
    at_hand = await fetcher.fetch(url, terms=FEED)
    if (feed := await _read(workers, at_hand)) is not None:
        return (feed,)
    announced = await workers.run(
        candidates, at_hand.body, url=at_hand.url, content_type=at_hand.content_type
    )
    found = [feed for one in announced[:5] if (feed := await _try(fetcher, workers, one.url))]
    if found:
        return tuple({one.url: one for one in found}.values())
    for place in usual_places(at_hand.url):
        if feed := await _try(fetcher, workers, place):
            return (feed,)
    return ()


async def _try(fetcher: Fetcher, workers: Workers, url: str) -> Candidate | None:
    try:
        return await _read(workers, await fetcher.fetch(url, terms=FEED))
    except FetchError:
        return None


async def _read(workers: Workers, found: Fetched) -> Candidate | None:
    try:
        read = await workers.run(read_feed, found.body, content_type=found.content_type, url=found.url)
    except ParseError:
        return None
    return Candidate(found.permanent_url or found.url, read.feed.title)
