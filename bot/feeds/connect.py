"""Connections to checked addresses only: the guard, at the one place that no redirect or rebinding avoids."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import ForbiddenAddress
from bot.feeds.guard import refuse_address

LOOKUPS = 32
"""Name look-ups at once. They block a thread each, so a dead name server must not take the last one."""


class AddressRefused(OSError):
    """A connection was about to be opened to a place we must not reach."""


class CheckedResolver(AbstractResolver):
    """Looks names up afresh for each connection and refuses a name if any of its addresses is forbidden."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._threads = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="lookup")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host, port, family)
        for address in found:
            why = refuse_address(address["host"], allow_private=self._allow_private)
            if why:
                raise ForbiddenAddress(f"{host} is {address['host']}: {why}")
        return found

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    return [
        ResolveResult(
            hostname=host, host=str(address[0]), port=int(address[1]), family=kind, proto=proto,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for kind, _, proto, _, address in socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    ]  # fmt: skip


def checked_connector(
    *, allow_private: bool, limit: int, resolver: AbstractResolver | None = None
) -> aiohttp.TCPConnector:
    """A connector whose every socket goes to an address the guard allows."""

    def open_socket(address: tuple[Any, ...]) -> socket.socket:
        family, kind, proto, _, endpoint = address
        why = refuse_address(str(endpoint[0]), allow_private=allow_private)
        if why:
            raise AddressRefused(f"{endpoint[0]}: {why}")
        return socket.socket(family=family, type=kind, proto=proto)

    return aiohttp.TCPConnector(
        limit=limit,
        resolver=resolver or CheckedResolver(allow_private=allow_private),
        use_dns_cache=False,
        socket_factory=open_socket,
        keepalive_timeout=30,
    )
