"""A server on this machine that does to its visitors what the worst of the web does."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache

import brotli

Writer = asyncio.StreamWriter
Attack = Callable[[Writer], Awaitable[None]]

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Herald</title>
<link>http://herald.example/</link>
<item><title>Ferry returns</title><link>http://herald.example/ferry</link><guid>1</guid>
<description>It is back.</description></item>
</channel></rss>"""


@cache
def bomb(megabytes: int = 64) -> bytes:
    """Zeros, a thousand times smaller as gzip."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    block = bytes(1024 * 1024)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


@cache
def brotli_bomb(megabytes: int = 64) -> bytes:
    packer = brotli.Compressor(quality=1)
    block = bytes(1024 * 1024)
    return bytes(b"".join(packer.process(block) for _ in range(megabytes)) + packer.finish())


@cache
def deflate_bomb(megabytes: int = 64) -> bytes:
    packer = zlib.compressobj(6)
    block = bytes(1024 * 1024)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def answer(status: str, *headers: str, body: bytes = b"") -> Attack:
    """A plain answer, complete and at once."""

    async def attack(writer: Writer) -> None:
        head = [f"HTTP/1.1 {status}", *headers, "Connection: close"]
        if not any(one.lower().startswith("content-length") for one in headers):
            head.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body)

    return attack


def raw(*pieces: bytes) -> Attack:
    async def attack(writer: Writer) -> None:
        for piece in pieces:
            writer.write(piece)

    return attack


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Attack:
    """A beginning and then the same piece for ever."""

    async def attack(writer: Writer) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return attack


async def silence(writer: Writer) -> None:
    """Take the request and say nothing."""
    await asyncio.Event().wait()


async def reset(writer: Writer) -> None:
    """Break off in the middle of a body."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<rss>")
    await writer.drain()
    writer.transport.abort()


def redirects_to(location: str, status: int = 302) -> Attack:
    return answer(f"{status} Moved", f"Location: {location}")


_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"

ATTACKS: dict[str, Attack] = {
    "gzip bomb": answer("200 OK", "Content-Encoding: gzip", body=bomb()),
    "brotli bomb": answer("200 OK", "Content-Encoding: br", body=brotli_bomb()),
    "deflate bomb": answer("200 OK", "Content-Encoding: deflate", body=deflate_bomb()),
    "bomb named as nothing": answer("200 OK", body=bomb()),
    "gzip inside gzip": answer("200 OK", "Content-Encoding: gzip, gzip", body=gzip.compress(bomb())),
    "unknown encoding": answer("200 OK", "Content-Encoding: x-custom", body=b"abc"),
    "cut gzip": answer("200 OK", "Content-Encoding: gzip", body=gzip.compress(RSS)[:-30]),
    "cut brotli": answer("200 OK", "Content-Encoding: br", body=brotli.compress(RSS)[:-30]),
    "broken gzip": answer("200 OK", "Content-Encoding: gzip", body=b"\x1f\x8b\x08\x00" + b"\xff" * 500),
    "broken brotli": answer("200 OK", "Content-Encoding: br", body=b"\xff" * 500),
    "endless body": endless(_OK + b"\r\n", b"<item/>" * 10_000),
    "endless chunks": endless(_OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
    "a byte at a time": endless(_OK + b"Content-Length: 100000\r\n\r\n", b"x", 0.05),
    "header a byte at a time": endless(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x", 0.05),
    "endless headers": endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 100),
    "one endless header": endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 65536),
    "endless status line": endless(b"HTTP/1.1 200 ", b"O" * 65536),
    "endless 100 Continue": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.001),
    "silence": silence,
    "reset": reset,
    "short body": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n<rss>"),
    "no HTTP": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "binary": raw(bytes(range(256)) * 64),
    "bad chunks": raw(_OK + b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\nabc\r\n"),
    "two lengths": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nabcde"),
    "negative length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcde"),
    "unasked 304": answer("304 Not Modified"),
    "status 999": answer("999 Request Denied"),
    "no content": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "redirect to itself": redirects_to("/redirect%20to%20itself"),
    "redirect to a file": redirects_to("file:///etc/passwd"),
    "redirect to metadata": redirects_to("http://169.254.169.254/latest/meta-data/"),
    "redirect to metadata by NAT64": redirects_to("http://[64:ff9b::a9fe:a9fe]/latest/"),
    "redirect with a password": redirects_to("http://user:secret@127.0.0.1/"),
    "redirect to nowhere": redirects_to("http://[::bad"),
    "redirect without end": redirects_to("/" + "a" * 5000),
}  # fmt: skip


@dataclass(slots=True)
class Visits:
    """What a server was asked: the head of each request, in order."""

    url: str
    heads: list[str] = field(default_factory=list)

    def asked(self, path: str) -> int:
        return sum(head.split(" ", 2)[1] == path for head in self.heads)


@asynccontextmanager
async def serving(attacks: dict[str, Attack]) -> AsyncIterator[Visits]:
    """A server on a free port of the loopback; `attacks` are keyed by path, without its slash."""
    visits = Visits("")

    async def visit(reader: asyncio.StreamReader, writer: Writer) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, TimeoutError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            visits.heads.append(head)
            name = head.split(" ", 2)[1].partition("?")[0].removeprefix("/").replace("%20", " ")
            await attacks.get(name, answer("404 Not Found"))(writer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(visit, "127.0.0.1", 0, limit=1024 * 1024)
    visits.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield visits
    finally:
        server.close()
