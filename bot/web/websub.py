"""The door for hubs: they ask whether we meant it, and bring news."""

from aiohttp import web

from bot.services.deps import Deps
from bot.services.ingest.hubs import PATH, confirm, take

_NOBODY = "Nobody asked for this."


def add_routes(app: web.Application, deps: Deps) -> None:
    """Take what hubs bring, if they can reach us."""
    if not deps.settings.webhook_url:
        return

    async def answer(request: web.Request) -> web.Response:
        challenge = await confirm(deps, *_named(request), request.query)
        return web.Response(text=challenge) if challenge is not None else _nobody()

    async def receive(request: web.Request) -> web.Response:
        known = await take(
            deps,
            *_named(request),
            await request.read(),
            signature=request.headers.get("X-Hub-Signature", ""),
            content_type=request.headers.get("Content-Type", ""),
        )
        return web.Response(status=202) if known else _nobody()

    place = PATH + r"/{feed:\d{1,9}}/{key:[0-9a-f]{32}}"
    app.router.add_get(place, answer)
    app.router.add_post(place, receive)


def _named(request: web.Request) -> tuple[int, str]:
    return int(request.match_info["feed"]), request.match_info["key"]


def _nobody() -> web.Response:
    return web.Response(status=404, text=_NOBODY)
