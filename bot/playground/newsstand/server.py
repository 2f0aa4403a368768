"""The newsstand over HTTP, with validators: a feed that has not changed is answered 304."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from aiohttp import web

from bot.playground.newsstand.feeds import content_type, feed_of, modified_at
from bot.playground.newsstand.outlets import OUTLETS, Outlet
from bot.playground.newsstand.pages import article_page, front_page, outlet_page
from bot.playground.newsstand.programme import PROGRAMME
from bot.playground.newsstand.stand import Stand
from bot.playground.pictures import landscape


class Reads:
    """Which feeds were asked for, and how often."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._changed = asyncio.Event()

    def note(self, outlet: Outlet) -> None:
        self._times[outlet.slug] += 1
        self._changed.set()

    async def until_all(self, times: int = 1) -> None:
        """Wait until every feed was asked for so often."""
        while any(self._times[slug] < times for slug in OUTLETS):
            self._changed.clear()
            await self._changed.wait()


@dataclass(frozen=True, slots=True)
class RunningStand:
    """`sites` are the outlets' own addresses, so that politeness to one need not wait for another. All serve all."""

    stand: Stand
    base_url: str
    sites: Mapping[str, str]
    reads: Reads

    @property
    def feed_urls(self) -> list[str]:
        return [f"{self.sites[outlet.slug]}{outlet.feed_path}" for outlet in OUTLETS.values()]


@asynccontextmanager
async def serve_newsstand(
    stand: Stand, *, host: str = "127.0.0.1", port: int = 0, every: float | None = None
) -> AsyncIterator[RunningStand]:
    """Serve until the block ends; with `every`, publish the next article each so many seconds."""
    app = web.Application()
    routes = _Routes(stand)
    reads = Reads()
    app.router.add_get("/", routes.front)
    for outlet in OUTLETS.values():
        app.router.add_get(outlet.feed_path, _FeedRoute(stand, outlet, reads).answer)
    app.router.add_get("/{outlet}", routes.outlet)
    app.router.add_get("/{outlet}/images/{name}", routes.picture)
    app.router.add_get("/{outlet}/{section}/{slug}", routes.article)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    publisher = asyncio.create_task(_publish(stand, every)) if every else None
    try:
        for one in (port, *(0 for _ in OUTLETS)):
            await web.TCPSite(runner, host, one).start()
        base_url, *sites = (f"http://{host}:{address[1]}" for address in runner.addresses)
        yield RunningStand(stand, base_url, dict(zip(OUTLETS, sites, strict=True)), reads)
    finally:
        if publisher:
            publisher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await publisher
        await runner.cleanup()


async def _publish(stand: Stand, every: float) -> None:
    for _ in PROGRAMME:
        await asyncio.sleep(every)
        stand.publish_next()


class _Routes:
    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    async def front(self, _: web.Request) -> web.Response:
        return web.Response(text=front_page(), content_type="text/html")

    async def outlet(self, request: web.Request) -> web.Response:
        outlet = OUTLETS.get(request.match_info["outlet"])
        if outlet is None:
            raise web.HTTPNotFound
        return web.Response(text=outlet_page(outlet, self._stand.newest(outlet)), content_type="text/html")

    async def article(self, request: web.Request) -> web.Response:
        item = self._stand.find(request.path)
        if item is None:
            raise web.HTTPNotFound
        page = article_page(item, list(self._stand.others(item)), _base_url(request))
        return web.Response(text=page, content_type="text/html")

    async def picture(self, request: web.Request) -> web.Response:
        return web.Response(body=landscape(request.match_info["name"]), content_type="image/png")


class _FeedRoute:
    """One outlet's feed."""

    def __init__(self, stand: Stand, outlet: Outlet, reads: Reads) -> None:
        self._stand = stand
        self._outlet = outlet
        self._reads = reads

    async def answer(self, request: web.Request) -> web.Response:
        self._reads.note(self._outlet)
        items = self._stand.newest(self._outlet)
        body = feed_of(self._outlet, items, _base_url(request)).encode()
        modified = modified_at(items)
        etag = blake2b(body, digest_size=12).hexdigest()
        reply = web.Response(body=body, content_type=content_type(self._outlet), charset="utf-8")
        reply.etag = etag
        reply.last_modified = modified
        reply.headers["Cache-Control"] = "max-age=1"
        if _is_known(request, etag, modified):
            return web.Response(status=304, headers=reply.headers)
        return reply


def _is_known(request: web.Request, etag: str, modified: datetime) -> bool:
    """Whether the client has this already; its ETag counts more than its date."""
    if request.if_none_match:
        return any(known.value in {etag, "*"} for known in request.if_none_match)
    since = request.if_modified_since
    return since is not None and modified <= since.astimezone(UTC)


def _base_url(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}"
