"""A host is asked by few connections at once, and never in a burst, however many of its feeds we follow."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

REMEMBERED = 5000
"""Hosts whose last request is remembered; the longest idle are forgotten first."""


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    next_at: float = 0.0
    users: int = 0


@dataclass(slots=True)
class HostPace:
    """At most `at_once` requests to a host, their starts `spacing` seconds apart.

    `clock` and `sleep` are arguments so that tests need not wait.
    """

    at_once: int = 2
    spacing: float = 1.0
    clock: Callable[[], float] = field(default_factory=lambda: asyncio.get_running_loop().time)
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    _hosts: OrderedDict[str, _Host] = field(default_factory=OrderedDict)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for this host's turn, and hold it. Waiting for one host holds up no other."""
        entry = self._enter(host)
        try:
            async with entry.slots:
                now = self.clock()
                start = max(now, entry.next_at)
                entry.next_at = start + self.spacing
                if start > now:
                    await self.sleep(start - now)
                yield
        finally:
            entry.users -= 1

    def _enter(self, host: str) -> _Host:
        entry = self._hosts.pop(host, None) or _Host(asyncio.Semaphore(self.at_once))
        entry.users += 1
        self._hosts[host] = entry
        if len(self._hosts) > REMEMBERED:
            self._forget_idle()
        return entry

    def _forget_idle(self) -> None:
        now = self.clock()
        idle = [name for name, one in self._hosts.items() if not one.users and one.next_at <= now]
        for name in idle[: len(self._hosts) - REMEMBERED]:
            del self._hosts[name]
