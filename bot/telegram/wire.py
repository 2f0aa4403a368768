"""HTTP/1.1 as far as the Bot API needs it: a POST with a JSON body out, an answer in, over connections that are kept.

A general client minds cookies, proxies, redirects and forms, and gives the body as a stream: aiohttp takes 200 µs of
processor time for a call, of which most is gone here; at a thousand messages a second that was a fifth of a core.
"""

import asyncio
import re
import ssl
import time
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

_KEEP_ALIVE = 15.0
"""Seconds an idle connection is kept: less than servers keep theirs, so that none is closed as we write to it."""

_ANSWER_TIMEOUT = 30.0
_CONNECT_TIMEOUT = 4.0
"""For each address of the server: where IPv6 leads nowhere, IPv4 still gets its turn."""

_LONGEST_HEAD = 65_536
_BEGIN = re.compile(rb"HTTP/1\.([01]) (\d{3})")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)[ \t]*(?:\r|$)")
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r]*chunked")
_CLOSES = re.compile(rb"\r\nconnection:[^\r]*close")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]*\r\n")
_BODILESS = frozenset({204, 304})


class NotConnected(OSError):
    """No connection came about, so that nothing was sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `keeps`: the connection may be used again."""

    status: int
    body: bytes
    keeps: bool


def read_answer(got: bytes, *, ended: bool = False) -> Answer | None:
    """The answer that these bytes begin with; None while a part of it is missing. `ended`: no more will come.

    Raises ConnectionError for what is no HTTP.
    """
    head, blank, rest = got.partition(b"\r\n\r\n")
    begin = _BEGIN.match(head)
    if begin is None and (len(head) > 12 or not b"HTTP/1.".startswith(head[:7])):
        raise ConnectionError("the answer is no HTTP/1.1")
    if begin is None or not blank:
        if len(head) > _LONGEST_HEAD:
            raise ConnectionError("the answer has no end of its head")
        return None
    status = int(begin[2])
    if status < 200:  # an interim answer; the real one follows
        return read_answer(rest, ended=ended)
    fields = head.lower()
    body = b"" if status in _BODILESS else _read_body(fields, rest, ended=ended)
    if body is None:
        return None
    return Answer(status, body, keeps=begin[1] == b"1" and not _CLOSES.search(fields) and not ended)


def _read_body(fields: bytes, rest: bytes, *, ended: bool) -> bytes | None:
    if _CHUNKED.search(fields):
        return _read_chunks(rest)
    if length := _LENGTH.search(fields):
        size = int(length[1])
        return rest[:size] if len(rest) >= size else None
    return rest if ended else None


def _read_chunks(rest: bytes) -> bytes | None:
    chunks: list[bytes] = []
    at = 0
    while (begin := _CHUNK.match(rest, at)) is not None:
        size = int(begin[1], 16)
        end = begin.end() + size
        if size == 0:
            is_whole = (
                rest.startswith(b"\r\n", end) or rest.find(b"\r\n\r\n", end) >= 0
            )  # trailers are possible
            return b"".join(chunks) if is_whole else None
        chunks.append(rest[begin.end() : end])
        at = end + 2
    if b"\r\n" in rest[at : at + 32]:
        raise ConnectionError("the answer has a chunk without a size")
    return None


class Line(asyncio.Protocol):
    """One connection: a request out, its answer in, and then the next."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._got = b""
        self.idle_since = 0.0

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes) -> Answer:
        """Send it and wait for the answer. Raises TimeoutError, or ConnectionError when the connection breaks."""
        if self._transport is None:
            raise ConnectionResetError("the connection is closed")
        loop = asyncio.get_running_loop()
        self._got = b""
        self._waiting = loop.create_future()
        self._deadline = loop.call_later(_ANSWER_TIMEOUT, self._fail, TimeoutError("no answer"))
        self._transport.write(request)
        try:
            return await self._waiting
        finally:
            self._deadline.cancel()
            self._waiting = None

    def close(self) -> None:
        """Close it at once, whatever is on its way."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but its class

    def data_received(self, data: bytes) -> None:
        if self._waiting is None:  # nobody asked anything: the server says goodbye, or does not speak HTTP
            self.close()
            return
        self._got = self._got + data if self._got else data
        self._look(ended=False)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._waiting is not None:
            self._look(ended=exc is None)
            self._fail(exc or ConnectionResetError("the connection was closed without an answer"))

    def _look(self, *, ended: bool) -> None:
        try:
            answer = read_answer(self._got, ended=ended)
        except ConnectionError as error:
            self._fail(error)
            return
        if answer is not None and self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answer)

    def _fail(self, error: Exception) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)


class Wire:
    """Connections to one server: as many as there are calls in flight, kept for the next ones."""

    def __init__(self, address: str, *, in_flight: int) -> None:
        url = urlsplit(address)
        self._host = url.hostname or ""
        self._port = url.port or (443 if url.scheme == "https" else 80)
        self._is_secure = url.scheme == "https"
        self._secure: ssl.SSLContext | None = None
        self._path = url.path.rstrip("/")
        self._head = (
            f"Host: {url.netloc.rpartition('@')[2]}\r\nContent-Type: application/json\r\nContent-Length: "
        )
        self._idle: list[Line] = []
        self._in_flight = asyncio.Semaphore(in_flight)
        self._answered = ""

    async def close(self) -> None:
        """Close what is idle; calls in flight close theirs when they end."""
        while self._idle:
            self._idle.pop().close()
        await asyncio.sleep(0)  # the loop closes them in its next turn

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """POST a JSON body; the status and the body of the answer.

        Raises NotConnected when nothing was sent, TimeoutError or ConnectionError when nobody can tell.
        """
        request = f"POST {self._path}{path} HTTP/1.1\r\n{self._head}{len(body)}\r\n\r\n".encode() + body
        async with self._in_flight:
            line = self._take_idle() or await self._connect()
            try:
                answer = await line.ask(request)
            except BaseException:  # a cancelled call too: its answer would be taken for the next one's
                line.close()
                raise
            if answer.keeps and line.is_open:
                line.idle_since = time.monotonic()
                self._idle.append(line)
            else:
                line.close()
        return answer.status, answer.body

    def _take_idle(self) -> Line | None:
        """The connection that was used last, so that those nobody needs grow old."""
        now = time.monotonic()
        while self._idle and self._idle[0].idle_since + _KEEP_ALIVE < now:
            self._idle.pop(0).close()
        while self._idle:
            if (line := self._idle.pop()).is_open:
                return line
        return None

    async def _connect(self) -> Line:
        loop = asyncio.get_running_loop()
        failure: Exception | None = None
        try:
            found = await loop.getaddrinfo(self._host, self._port, type=1)
        except OSError as error:
            raise NotConnected(f"{self._host}: {error}") from error
        addresses = dict.fromkeys(str(place[0]) for *_, place in found)
        for address in sorted(addresses, key=lambda one: one != self._answered):
            try:
                async with asyncio.timeout(_CONNECT_TIMEOUT):
                    _, line = await loop.create_connection(
                        Line,
                        address,
                        self._port,
                        ssl=self._tls(),
                        server_hostname=self._host if self._is_secure else None,
                    )
            except (OSError, TimeoutError) as error:
                failure = error
            else:
                self._answered = address
                return line
        raise NotConnected(f"{self._host}: {failure or 'no address'}") from failure

    def _tls(self) -> ssl.SSLContext | None:
        if self._is_secure and self._secure is None:
            self._secure = ssl.create_default_context()
        return self._secure
