"""The local Telegram over HTTP, with aiohttp: the Bot API, its files, and the commands of the phone side."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import UserError
from bot.playground.telegram.admin import Admin, Command, same_origin
from bot.playground.telegram.errors import ApiError
from bot.playground.telegram.local import Dropped, LocalTelegram
from bot.playground.telegram.wire import answer_json, error_json, read_body

LARGEST_BODY = 60 * 1024 * 1024


@asynccontextmanager
async def serve(
    telegram: LocalTelegram,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    commands: Mapping[str, Command] | None = None,
    add_routes: Callable[[web.Application], object] | None = None,
) -> AsyncIterator[str]:
    """Serve until the block ends, at the address it gives. Raises UserError when the port is taken.

    `commands` are added to those under /playground; `add_routes` puts more on the same port, as the chat page does.
    """
    app = api_app(telegram, commands or {})
    if add_routes:
        add_routes(app)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.2, access_log=None)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await telegram.close()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise UserError(f"cannot listen on {host}:{port} ({error.strerror}); name another port") from error


def api_app(telegram: LocalTelegram, commands: Mapping[str, Command]) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_route("*", "/bot{token}/{method}", _api(telegram))
    app.router.add_get("/file/bot{token}/{path:.+}", _files(telegram))
    app.router.add_post("/playground/{command}", _admin(Admin(telegram, commands)))
    return app


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _api(telegram: LocalTelegram) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            raw, uploads = read_body(
                request.headers.get("Content-Type", ""), await request.read(), request.query_string
            )
            reply = await telegram.answer(
                request.match_info["token"], request.match_info["method"], raw, uploads
            )
        except ApiError as error:
            return web.Response(status=error.code, body=error_json(error), content_type="application/json")
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response()
        headers = {"Retry-After": str(reply.retry_after)} if reply.retry_after else {}
        return web.Response(
            status=reply.status, body=reply.body, headers=headers, content_type="application/json"
        )

    return handle


def _files(telegram: LocalTelegram) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        found = next((file for file in telegram.world.files.values() if file.path == path), None)
        if request.match_info["token"] != telegram.token or found is None:
            raise web.HTTPNotFound
        return web.Response(body=found.upload.content, content_type=found.upload.content_type)

    return handle


def _admin(admin: Admin) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            given, _ = read_body(request.content_type, await request.read())
            result = await admin.run(request.match_info["command"], given, ours=is_ours(request))
        except ApiError as error:
            return web.Response(status=error.code, body=error_json(error), content_type="application/json")
        return web.Response(body=answer_json(result), content_type="application/json")

    return handle


def is_ours(request: web.Request) -> bool:
    return same_origin(request.headers.get("Origin"), request.host)
