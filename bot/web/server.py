"""The web server: what it answers, and on which address."""

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import SettingsError
from bot.services.deps import Deps
from bot.services.health import check_ready
from bot.settings import read_host_and_port
from bot.web import articles, webhook, websub
from bot.web.limits import LARGEST, within_limits

DEPS = web.AppKey("deps", Deps)


def make_app(deps: Deps) -> web.Application:
    """The application; publisher push and webhook are there only when their settings are."""
    app = web.Application(client_max_size=LARGEST, middlewares=[within_limits])
    app[DEPS] = deps
    app.router.add_get("/healthz", _is_alive)
    app.router.add_get("/readyz", _is_ready)
    app.router.add_get("/metrics", _metrics)
    articles.add_routes(app, deps)
    webhook.add_routes(app, deps)
    websub.add_routes(app, deps)
    return app


@asynccontextmanager
async def serving(deps: Deps) -> AsyncIterator[str]:
    """Serve on the address of the settings while the block runs; the URL, empty when it is turned off.

    Raises SettingsError when the address is taken or is none of this machine's.
    """
    if not deps.settings.http_address:
        yield ""
        return
    host, port = read_host_and_port(deps.settings.http_address)
    runner = web.AppRunner(
        make_app(deps),
        access_log=None,
        keepalive_timeout=75,
        lingering_time=1,  # for the rest of a body that was refused
        shutdown_timeout=2,  # a load balancer may keep its connections, and is not waited for
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise SettingsError(
                f"NEWSBOT_HTTP_ADDRESS: cannot listen on {deps.settings.http_address}: {_reason(error)}. Name another "
                "address for this process, or leave it empty."
            ) from error
        yield f"http://{':'.join(str(part) for part in runner.addresses[0][:2])}"
    finally:
        await runner.cleanup()


def _reason(error: OSError) -> str:
    return "another program listens there" if error.errno == errno.EADDRINUSE else str(error.strerror)


async def _is_alive(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _is_ready(request: web.Request) -> web.Response:
    deps = request.app[DEPS]
    complaints = await check_ready(deps.database, deps.health)
    status = {"status": "ready"} if not complaints else {"status": "not ready", "because": complaints}
    return web.json_response(status, status=200 if not complaints else 503)


async def _metrics(request: web.Request) -> web.Response:
    text = generate_latest(request.app[DEPS].metrics.registry)
    return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})
