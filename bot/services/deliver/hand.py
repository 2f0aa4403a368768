"""The chats that a courier has in hand, in the order in which they may be sent to."""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.chat import ChatKind
from bot.domain.pace import limit_of
from bot.services.deliver.call import Call


@dataclass(slots=True)
class Errand:
    """A Telegram chat in hand and the calls that it still gets, one after the other. `tat`: see `bot.domain.pace`."""

    telegram_id: int
    kind: ChatKind
    tat: datetime
    calls: deque[Call]

    @property
    def ready_at(self) -> datetime:
        """The earliest moment for its next call."""
        return limit_of(self.kind).ready_at(self.tat)

    @property
    def urgency(self) -> int:
        """The lane of its next call: the lower number goes first."""
        return min(int(delivery.lane) for delivery in self.calls[0].deliveries)


class Hand:
    """Errands, those that may go now before those that must wait, and breaking news before all else."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._ready: list[tuple[int, int, Errand]] = []
        self._later: list[tuple[datetime, int, Errand]] = []
        self._order = itertools.count()
        self._held: set[int] = set()
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._ready) + len(self._later)

    def receive(self, errand: Errand) -> None:
        """Take an errand that was fetched, unless its chat is here: our lease of it ran out, and we leased it anew.

        Both errands would carry the same deliveries, and what this process set to `sending` it may send.
        """
        if errand.telegram_id not in self._held:
            self._held.add(errand.telegram_id)
            self.add(errand)

    def let_go(self, telegram_ids: Iterable[int]) -> None:
        """These chats have been given back."""
        self._held.difference_update(telegram_ids)

    def add(self, errand: Errand) -> None:
        """Take an errand into the hand, or back into it."""
        heapq.heappush(self._later, (errand.ready_at, next(self._order), errand))
        self._changed.set()

    async def take(self, most: int, *, at_most: float) -> list[Errand]:
        """Up to so many errands that may go now; waits for one for so many seconds, and then gives none."""
        until = self._now() + timedelta(seconds=at_most)
        while True:
            self._turn_ready()
            if self._ready:
                return [heapq.heappop(self._ready)[2] for _ in range(min(most, len(self._ready)))]
            if self._now() >= until:
                return []
            await self._wait(until)

    def clear(self) -> list[Errand]:
        """Everything out of the hand."""
        errands = [entry[-1] for entry in (*self._ready, *self._later)]
        self._ready.clear()
        self._later.clear()
        return errands

    def _turn_ready(self) -> None:
        now = self._now()
        while self._later and self._later[0][0] <= now:
            _, order, errand = heapq.heappop(self._later)
            heapq.heappush(self._ready, (errand.urgency, order, errand))

    async def _wait(self, until: datetime) -> None:
        self._changed.clear()
        next_at = min(until, self._later[0][0]) if self._later else until
        try:
            async with asyncio.timeout((next_at - self._now()) / timedelta(seconds=1)):
                await self._changed.wait()
        except TimeoutError:
            return
