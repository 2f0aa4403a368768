"""The chat page's place in a web server: its files, its live connection, pictures in and out."""

import asyncio
import contextlib
import json
from importlib import resources

from aiohttp import WSMsgType, web

from bot.playground.page.live import Live, Setting
from bot.playground.phone import Phone
from bot.playground.telegram.errors import ApiError
from bot.playground.telegram.server import is_ours

_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
}


def add_page(app: web.Application, phone: Phone, setting: Setting | None = None) -> Live:
    """Put the page at / of this server. Everything else it needs is under /page."""
    live = Live(phone, setting or Setting())
    routes = _Routes(live)
    app.router.add_get("/", routes.index)
    app.router.add_get("/page/live", routes.live)
    app.router.add_get("/page/pictures/{file_id}", routes.picture)
    app.router.add_post("/page/photo", routes.photo)
    app.router.add_get("/page/{name}", routes.file)
    return live


class _Routes:
    def __init__(self, live: Live) -> None:
        self._live = live
        folder = resources.files(__package__).joinpath("static")
        self._files = {entry.name: entry.read_bytes() for entry in folder.iterdir()}

    async def index(self, _: web.Request) -> web.StreamResponse:
        return self._static("index.html")

    async def file(self, request: web.Request) -> web.StreamResponse:
        return self._static(request.match_info["name"])

    async def picture(self, request: web.Request) -> web.StreamResponse:
        stored = self._live.phone.world.files.get(request.match_info["file_id"])
        if stored is None or not stored.upload.content_type.startswith("image/"):
            raise web.HTTPNotFound
        return web.Response(
            body=stored.upload.content, content_type=stored.upload.content_type, headers=_HEADERS
        )

    async def photo(self, request: web.Request) -> web.StreamResponse:
        """A picture that a person sends from the page."""
        if not is_ours(request):
            raise web.HTTPForbidden
        form = await request.post()
        picture = form["photo"]
        phone = self._live.phone
        if not isinstance(picture, web.FileField):
            raise web.HTTPBadRequest
        try:
            chat = phone.world.chat(int(str(form["chat_id"])))
            user = phone.world.users[int(str(form["user_id"]))]
            phone.send_photo(user, picture.file.read(), str(form.get("caption", "")), chat=chat)
        except (ApiError, KeyError, ValueError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        return web.json_response({"ok": True})

    async def live(self, request: web.Request) -> web.StreamResponse:
        if not is_ours(request):
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=1 << 20)
        await socket.prepare(request)
        page = self._live.open()
        writer = asyncio.create_task(self._write(socket, page))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._live.do(json.loads(message.data))
        finally:
            self._live.close(page)
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
        return socket

    async def _write(self, socket: web.WebSocketResponse, page: asyncio.Queue[dict[str, object]]) -> None:
        with contextlib.suppress(ConnectionResetError):
            while self._live.is_open(page) or not page.empty():
                await socket.send_json(await page.get())
        await socket.close()

    def _static(self, name: str) -> web.Response:
        content = self._files.get(name)
        if content is None:
            raise web.HTTPNotFound
        kind = _TYPES[name.rpartition(".")[2]]
        return web.Response(body=content, content_type=kind, charset="utf-8", headers=_HEADERS)
