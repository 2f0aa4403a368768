"""Keeping to Telegram's budget: a slot for each message, and nothing sent before its slot or long after it.

A slot that was missed, because the process stalled, is not used late: two messages would come closer together than
the limit allows. It is given up, and the next one taken.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

LATE = timedelta(milliseconds=12)
"""How late a message may leave: a third of the distance between two at 30 a second."""

_LONGEST_NAP = 1.0

SLOWEST = 16.0
RECOVERY = timedelta(seconds=10)
"""How far several refusals at once slow the bot down, and how long it waits before each step back."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Consecutive moments to send at."""

    first: datetime
    distance: timedelta
    count: int

    def __iter__(self) -> Iterator[datetime]:
        return (self.first + self.distance * number for number in range(self.count))


class Budget(Protocol):
    """The send budget of all processes together."""

    async def reserve(self, count: int) -> Slots:
        """Take that many consecutive slots."""

    async def slow_down(self) -> None:
        """Several chats were refused at once: send at half the rate for a while."""

    async def speed_up(self) -> float:
        """Come back towards the full rate, now and then; how many times slower than that we are: 1 is all of it."""


class LocalBudget:
    """The budget of a bot that is one process: kept in memory, where a reservation costs nothing.

    It begins a second from now: what a predecessor sent in its last second is not known.
    """

    def __init__(self, spacing: timedelta, now: Callable[[], datetime]) -> None:
        self._spacing = spacing
        self._now = now
        self._next_at = now() + timedelta(seconds=1)
        self._slowdown = 1.0
        self._slowed_at = now()

    async def reserve(self, count: int) -> Slots:
        """The next slots."""
        distance = self._spacing * self._slowdown
        first = max(self._next_at, self._now())
        self._next_at = first + distance * count
        return Slots(first, distance, count)

    async def slow_down(self) -> None:
        """Half the rate, down to a sixteenth."""
        self._slowdown = min(self._slowdown * 2, SLOWEST)
        self._slowed_at = self._now()

    async def speed_up(self) -> float:
        """A fifth less distance for each ten seconds without a refusal; the factor now in force."""
        if self._slowdown > 1 and self._now() >= self._slowed_at + RECOVERY:
            self._slowdown = max(1.0, self._slowdown * 0.8)
            self._slowed_at = self._now()
        return self._slowdown


async def take_slot(budget: Budget, now: Callable[[], datetime]) -> None:
    """Wait for a slot of the budget; returns in time to use it."""
    await keep_slot((await budget.reserve(1)).first, budget, now)


async def keep_slot(slot: datetime, budget: Budget, now: Callable[[], datetime]) -> None:
    """Wait for a reserved slot or, where that was missed, for later ones; returns in time to use it."""
    await wait_until(slot, now)
    while now() > slot + LATE:
        slot = (await budget.reserve(1)).first
        await wait_until(slot, now)


async def wait_until(moment: datetime, now: Callable[[], datetime]) -> None:
    """Sleep until a moment of our clock, which may be set forward meanwhile."""
    while (left := (moment - now()).total_seconds()) > 0:  # noqa: ASYNC110  # a clock has no event to wait for
        await asyncio.sleep(min(left, _LONGEST_NAP))
