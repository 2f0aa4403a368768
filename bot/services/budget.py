"""The send budget when several processes share it: kept in the database."""

import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.telegram.pace import LATE, RECOVERY, Gate, Slots, wait_until
from storage import pace
from storage.database import Database

_CHANCES = 3
"""How often a missed slot is given up for a later one. A machine so busy that it misses all of them still sends."""

_AT_ONCE = timedelta(milliseconds=100)


class SharedBudget:
    """Slots out of one budget for all processes on a database. See `bot.telegram.pace.Budget`."""

    def __init__(self, database: Database, spacing: timedelta, now: Callable[[], datetime]) -> None:
        self._database = database
        self._spacing = spacing
        self._distance = spacing
        self._now = now
        self._gate = Gate(now)
        self._took = timedelta(0)
        self._spare: deque[datetime] = deque()

    async def reserve(self, count: int, *, lead: timedelta = timedelta(0)) -> Slots:
        """The next slots, none of which is past before the database has answered."""
        began = time.monotonic()
        now = self._now() + max(lead, self._took)
        async with self._database.write() as session:
            first, self._distance = await pace.reserve(session, count, spacing=self._spacing, now=now)
        self._took += (timedelta(seconds=time.monotonic() - began) - self._took) / 4
        return Slots(first, self._distance, count)

    async def wait_for(self, slot: datetime) -> None:
        """Wait for a slot; one that was missed is not used late, for the next second belongs to other processes too."""
        for _ in range(_CHANCES):
            await wait_until(slot, self._now)
            if self._now() <= slot + LATE:
                break
            slot = await self._another()
        await self._gate.let_pass(slot, self._distance)

    async def _another(self) -> datetime:
        """A slot that is not past yet. Who missed one has missed those behind it too: several are reserved at once."""
        while self._spare and self._spare[0] + LATE < self._now():
            self._spare.popleft()
        if not self._spare:
            self._spare.extend(await self.reserve(max(1, _AT_ONCE // self._distance)))
        return self._spare.popleft()

    async def slow_down(self) -> None:
        """Half the rate, for all."""
        async with self._database.write() as session:
            await pace.slow_down(session, now=self._now())

    async def speed_up(self) -> float:
        """A step back towards the full rate, once the last refusal is long enough ago; the factor now in force."""
        async with self._database.write() as session:
            return await pace.speed_up(session, now=self._now(), after=RECOVERY)
