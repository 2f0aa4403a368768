"""What workers do: each a function of bytes, whose result crosses back to the event loop."""

from dataclasses import dataclass, replace

from bot.domain.article import Article
from bot.feeds.articles import articles_of
from bot.feeds.extract import Page, extract_page
from bot.feeds.model import Feed
from bot.feeds.parse import parse_feed


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A feed without its entries, and its articles instead."""

    feed: Feed
    articles: tuple[Article, ...]


def read_feed(body: bytes, *, content_type: str = "", url: str = "", source: str = "") -> FeedRead:
    """Parse a feed and clean its articles. Raises ParseError."""
    feed = parse_feed(body, content_type=content_type, url=url)
    return FeedRead(replace(feed, entries=()), articles_of(feed, source=source))


def read_page(body: bytes, *, content_type: str = "", url: str = "") -> Page:
    """Extract the article of a page. Raises ParseError."""
    return extract_page(body, url=url, content_type=content_type)


def warm() -> None:
    """Load what the first page would have to wait for."""
    words = "The port of Baku opened again after the storm, and ferries sail to Kuryk once more. "
    page = f"<html><head><title>Port</title></head><body><article><p>{words * 9}</p></article></body></html>"
    read_page(page.encode(), content_type="text/html", url="https://news.example/port")
