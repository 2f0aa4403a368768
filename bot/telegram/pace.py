"""Keeping to Telegram's budget: slots say who goes when, and a gate holds what really leaves to the same distance.

A process that stalls misses slots. Used late, they would come closer together than the limit allows, so the gate spaces
them anew; where several processes share the budget, a slot that was missed by much is given up for a later one.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

TOLERANCE = timedelta(milliseconds=4)
"""How much closer to the one before it than planned a message may leave: a part of the headroom of 20 ms a second. The
rest of it is for the network, which bunches messages too.
"""

LATE = timedelta(milliseconds=12)
"""How much later than planned a message may leave where other processes have the next slots."""

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

    async def reserve(self, count: int, *, lead: timedelta = timedelta(0)) -> Slots:
        """Take that many consecutive slots, the first no sooner than `lead` from now."""

    async def wait_for(self, slot: datetime) -> None:
        """Wait for a reserved slot, or for what takes its place if it was missed."""

    async def slow_down(self) -> None:
        """Several chats were refused at once: send at half the rate for a while."""

    async def speed_up(self) -> float:
        """Come back towards the full rate, now and then; how many times slower than that we are: 1 is all of it."""


class Gate:
    """Lets messages of one process pass no closer together than the limit allows, however late each of them is.

    This is the generic cell rate algorithm (see `bot.domain.pace`) at the moment of leaving, with little tolerance.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tat = now()

    async def let_pass(self, slot: datetime, distance: timedelta) -> None:
        """Wait for the slot, and behind those that passed before."""
        while (at := max(slot, self._tat - TOLERANCE)) > self._now():
            await wait_until(at, self._now)
        self._tat = max(self._tat, self._now()) + distance


class LocalBudget:
    """The budget of a bot that is one process: kept in memory, where a reservation costs nothing.

    It begins a second from now, unless told otherwise: what a predecessor sent in its last second is not known.
    """

    def __init__(
        self,
        spacing: timedelta,
        now: Callable[[], datetime],
        *,
        begins_in: timedelta = timedelta(seconds=1),
    ) -> None:
        self._spacing = spacing
        self._now = now
        self._next_at = now() + begins_in
        self._slowdown = 1.0
        self._slowed_at = now()
        self._gate = Gate(now)

    async def reserve(self, count: int, *, lead: timedelta = timedelta(0)) -> Slots:
        """The next slots."""
        distance = self._spacing * self._slowdown
        first = max(self._next_at, self._now() + lead)
        self._next_at = first + distance * count
        return Slots(first, distance, count)

    async def wait_for(self, slot: datetime) -> None:
        """Wait for a slot; with nobody else to mind, one that was missed is used as soon as the gate allows."""
        await self._gate.let_pass(slot, self._spacing * self._slowdown)

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


async def take_slot(budget: Budget) -> None:
    """Wait for the next free slot."""
    await budget.wait_for((await budget.reserve(1)).first)


async def wait_until(moment: datetime, now: Callable[[], datetime]) -> None:
    """Sleep until a moment of our clock, which may be set forward meanwhile."""
    while (left := (moment - now()).total_seconds()) > 0:  # noqa: ASYNC110  # a clock has no event to wait for
        await asyncio.sleep(min(left, _LONGEST_NAP))
