"""The send budget when several processes share it: kept in the database."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.telegram.pace import RECOVERY, Slots
from storage import pace
from storage.database import Database


class SharedBudget:
    """Slots out of one budget for all processes on a database. See `bot.telegram.pace.Budget`."""

    def __init__(self, database: Database, spacing: timedelta, now: Callable[[], datetime]) -> None:
        self._database = database
        self._spacing = spacing
        self._now = now

    async def reserve(self, count: int) -> Slots:
        """The next slots."""
        async with self._database.write() as session:
            first, distance = await pace.reserve(session, count, spacing=self._spacing, now=self._now())
        return Slots(first, distance, count)

    async def slow_down(self) -> None:
        """Half the rate, for all."""
        async with self._database.write() as session:
            await pace.slow_down(session, now=self._now())

    async def speed_up(self) -> float:
        """A step back towards the full rate, once the last refusal is long enough ago; the factor now in force."""
        async with self._database.write() as session:
            return await pace.speed_up(session, now=self._now(), after=RECOVERY)
