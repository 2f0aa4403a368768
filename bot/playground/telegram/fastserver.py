"""HTTP/1.1 by hand for counters-only mode: what aiohttp's server would spend per request is the whole budget here.

It reads requests with a Content-Length, one after the other on each connection, and answers them in order. That is all
that clients of the Bot API send; anything else is refused.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import unquote

from bot.playground.telegram.admin import Admin, Command, same_origin
from bot.playground.telegram.bulk import Answer, Bulk
from bot.playground.telegram.errors import ApiError, bad_request
from bot.playground.telegram.local import Dropped, LocalTelegram
from bot.playground.telegram.wire import answer_json, error_json, read_body

LARGEST_HEAD = 64 * 1024
"""Bytes; a request whose head is longer is no request."""

_TARGET = re.compile(rb"(?:POST|GET) ([!-~]+) HTTP/1\.[01](?:\r\n|\Z)")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_TYPE = re.compile(rb"\r\ncontent-type:[ \t]*([^\r]+)", re.IGNORECASE)
_HOST = re.compile(rb"\r\nhost:[ \t]*([^\r]+)", re.IGNORECASE)
_ORIGIN = re.compile(rb"\r\norigin:[ \t]*([^\r]+)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection:[ \t]*close", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_REASONS = {200: "OK", 400: "Bad Request", 403: "Forbidden", 429: "Too Many Requests"}


@asynccontextmanager
async def serve_counters(
    telegram: LocalTelegram,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    latency: float = 0,
    commands: Mapping[str, Command] | None = None,
) -> AsyncIterator[str]:
    """Serve until the block ends, at the address it gives; every answer to a bulk call is `latency` seconds late."""
    shared = _Shared(telegram, latency, commands or {})
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(shared), host, port)
    try:
        yield f"http://{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await telegram.close()
        shared.close()
        await server.wait_closed()


class _Shared:
    """What all connections share."""

    def __init__(self, telegram: LocalTelegram, latency: float, commands: Mapping[str, Command]) -> None:
        self.telegram = telegram
        self.latency = latency
        self.bulk = Bulk(telegram)
        self.admin = Admin(telegram, commands)
        self.connections: set[_Connection] = set()

    def close(self) -> None:
        for connection in tuple(self.connections):
            connection.abort()


class _Connection(asyncio.Protocol):
    def __init__(self, shared: _Shared) -> None:
        self.shared = shared
        self.buffer = b""
        self.busy = False
        self.task: asyncio.Task[None] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name
        self.shared.connections.add(self)

    def connection_lost(self, _exc: Exception | None) -> None:
        self.shared.connections.discard(self)
        if self.task:
            self.task.cancel()

    def abort(self) -> None:
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        self._read()

    def _read(self) -> None:
        """Take whole requests off the buffer, one at a time."""
        while not self.busy:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                if len(self.buffer) > LARGEST_HEAD:
                    self.abort()
                return
            head = self.buffer[:end]
            found = _LENGTH.search(head)
            if _CHUNKED.search(head):
                self._write(411, b'{"ok":false,"error_code":411,"description":"Length Required"}')
                self.transport.close()
                return
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self.buffer) < whole:
                return
            body, self.buffer = self.buffer[end + 4 : whole], self.buffer[whole:]
            self._request(head, body)

    def _request(self, head: bytes, body: bytes) -> None:
        found = _TARGET.match(head)
        if found is None:
            self._write(400, error_json(bad_request("that is no HTTP")))
            self.transport.close()
            return
        path, _, query = found[1].decode().partition("?")
        place, _, name = path.lstrip("/").partition("/")
        kind = _TYPE.search(head)
        content_type = kind[1].decode() if kind else ""
        if place == "playground":
            self._later(self._admin(name, content_type, body, ours=_is_ours(head)))
            return
        token = unquote(place.removeprefix("bot"))
        try:
            given, uploads = read_body(content_type, body, query)
        except ApiError as error:
            self._write(error.code, error_json(error))
            return
        answer = None if uploads else self.shared.bulk.handle(token, name, given)
        if answer is None:
            self._later(self._full(token, name, content_type, body, query))
        elif self.shared.latency:
            self.busy = True
            asyncio.get_running_loop().call_later(self.shared.latency, self._write_late, answer)
        else:
            self._write(*answer)
        if _CLOSE.search(head):
            self.transport.close()

    def _later(self, work: Coroutine[None, None, None]) -> None:
        self.busy = True
        self.task = asyncio.create_task(work)

    def _write_late(self, answer: Answer) -> None:
        self.busy = False
        if not self.transport.is_closing():
            self._write(*answer)
            self._read()

    async def _full(self, token: str, method: str, content_type: str, body: bytes, query: str) -> None:
        """A call that takes its time: a poll, a fault, a chat that exists."""
        try:
            given, uploads = read_body(content_type, body, query)
            answer = None if uploads else await self.shared.bulk.handle_slowly(token, method, given)
            if answer is None:
                reply = await self.shared.telegram.answer(token, method, given, uploads)
                answer = reply.status, reply.body, reply.retry_after or 0
        except Dropped:
            self.abort()
            return
        self._write_late(answer)

    async def _admin(self, command: str, content_type: str, body: bytes, *, ours: bool) -> None:
        try:
            given, _ = read_body(content_type, body)
            answer = 200, answer_json(await self.shared.admin.run(command, given, ours=ours)), 0
        except ApiError as error:
            answer = error.code, error_json(error), 0
        self._write_late(answer)

    def _write(self, status: int, body: bytes, retry_after: int = 0) -> None:
        wait = f"Retry-After: {retry_after}\r\n" if retry_after else ""
        head = (
            f"HTTP/1.1 {status} {_REASONS.get(status, 'Error')}\r\nContent-Type: application/json\r\n{wait}"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.transport.write(head.encode() + body)


def _is_ours(head: bytes) -> bool:
    origin, host = _ORIGIN.search(head), _HOST.search(head)
    return same_origin(origin[1].decode() if origin else None, host[1].decode() if host else "")
