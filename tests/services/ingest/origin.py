"""A publisher's site in tests: documents that a test puts there and changes, over real HTTP, and who asked for what."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import blake2b
from xml.sax.saxutils import escape

from aiohttp import web

from bot.playground.newsstand.articles import NewsArticle, load

ARTICLES = load()
"""The newsstand's made-up articles by slug: words that read like news and belong to nobody."""


@dataclass(frozen=True)
class Document:
    body: str = ""
    content_type: str = "application/rss+xml"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


@dataclass(frozen=True, kw_only=True)
class Item:
    """An entry of a feed: by default a made-up article under an address of its own."""

    slug: str
    title: str = ""
    text: str | None = None
    url: str = ""
    guid: str = ""
    published_at: datetime | None = None

    @property
    def article(self) -> NewsArticle:
        return ARTICLES[self.slug]


class Origin:
    """`put` a document, and see `requests`. What is not there is 404; a document with an ETag is answered 304."""

    def __init__(self) -> None:
        self.base_url = ""
        self.documents: dict[str, Document] = {}
        self.requests: list[Request] = []
        self._asked = asyncio.Event()

    def put(self, path: str, document: Document) -> str:
        self.documents[path] = document
        return f"{self.base_url}{path}"

    def put_feed(
        self, *items: Item, path: str = "/feed.xml", title: str = "Caspian Post", **more: str
    ) -> str:
        """An RSS feed of these, with an ETag."""
        body = rss(items, base_url=self.base_url, title=title, **more)
        etag = f'"{blake2b(body.encode(), digest_size=8).hexdigest()}"'
        return self.put(path, Document(body, headers={"ETag": etag}))

    def put_page(self, slug: str) -> str:
        """The page of a made-up article, with its whole text."""
        article = ARTICLES[slug]
        paragraphs = "".join(f"<p>{escape(one)}</p>" for one in article.paragraphs)
        html = (
            f"<!doctype html><html lang='{'en'}'><head><title>{escape(article.title)}</title>"
            f"<meta property='og:type' content='article'><meta property='og:image' content='/{slug}.jpg'>"
            f"<meta name='author' content='Lala Aliyeva'></head>"
            f"<body><article><h1>{escape(article.title)}</h1>{paragraphs}</article></body></html>"
        )
        return self.put(f"/news/{slug}", Document(html, "text/html"))

    def asked_for(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def until(self, condition: Callable[[list[Request]], bool], *, within: float = 30) -> None:
        """Wait until what was asked for is so."""
        async with asyncio.timeout(within):
            while not condition(self.requests):
                self._asked.clear()
                await self._asked.wait()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.requests.append(Request(request.path, dict(request.headers), form))
        self._asked.set()
        found = self.documents.get(request.path)
        if found is None:
            return web.Response(status=404)
        if found.headers.get("ETag") and request.headers.get("If-None-Match") == found.headers["ETag"]:
            return web.Response(status=304, headers=found.headers)
        return web.Response(
            body=found.body.encode(),
            status=found.status,
            headers={**found.headers, "Content-Type": found.content_type},
        )


def rss(items: Iterable[Item], *, base_url: str = "", title: str = "Caspian Post", more: str = "") -> str:
    entries = "".join(_item(one, base_url) for one in items)
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><title>{escape(title)}</title><link>{base_url}/</link><language>en</language>{more}{entries}"
        "</channel></rss>"
    )


def _item(one: Item, base_url: str) -> str:
    url = one.url or f"{base_url}/news/{one.slug}"
    text = one.article.text if one.text is None else one.text
    published = f"<pubDate>{format_datetime(one.published_at)}</pubDate>" if one.published_at else ""
    html = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return (
        f"<item><title>{escape(one.title or one.article.title)}</title><link>{escape(url)}</link>"
        f"<guid isPermaLink='false'>{escape(one.guid or one.slug)}</guid>{published}"
        f"<description>{escape(html)}</description></item>"
    )


@asynccontextmanager
async def serve(origin: Origin) -> AsyncIterator[Origin]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", origin.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        origin.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield origin
    finally:
        await runner.cleanup()
