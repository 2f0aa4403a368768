"""Waking those who wait for work, within the process and, on PostgreSQL, in all of them."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum


class Work(StrEnum):
    """What there is to do. For each kind one loop in a process waits: a second one would miss what wakes the first."""

    INBOX = "inbox"
    """An update waits to be handled."""
    ARTICLES = "articles"
    """An article waits for its brief."""
    BRIEFED = "briefed"
    """An article waits for its story."""
    FAN_OUTS = "fan_outs"
    """A story or broadcast is to be owed to readers."""
    OUTBOX = "outbox"
    """Something is owed."""
    FEEDS = "feeds"
    """A feed was added."""
    BROADCASTS = "broadcasts"
    """An editor did something to a broadcast, whose message is to show it."""


class Bell:
    """Rung after the commit that made the work. Nobody relies on it: all look by themselves now and then."""

    def __init__(self, tell_others: Callable[[str], Awaitable[None]] | None = None) -> None:
        self._events = {work: asyncio.Event() for work in Work}
        self._tell_others = tell_others
        self._ended = False

    async def ring(self, work: Work) -> None:
        """Wake whoever waits for this work, here and in the other processes."""
        self.hear(work)
        if self._tell_others is not None:
            await self._tell_others(work)

    def hear(self, work: Work) -> None:
        """Wake whoever waits for this work here."""
        self._events[work].set()

    def hear_name(self, name: str) -> None:
        """Wake whoever waits for the work of this name, as another process told it."""
        if name in set(Work):
            self.hear(Work(name))

    def end(self) -> None:
        """Wake all, and let nobody sleep any more: the process stops."""
        self._ended = True
        for work in Work:
            self.hear(work)

    async def wait(self, work: Work, *, at_most: float) -> None:
        """Sleep until there is such work, or for so many seconds."""
        if self._ended:
            return
        event = self._events[work]
        try:
            async with asyncio.timeout(at_most):
                await event.wait()
        except TimeoutError:
            return
        finally:
            event.clear()
