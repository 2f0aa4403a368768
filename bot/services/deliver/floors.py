"""Where claims go on: beyond what the last one took, and now and then from the beginning."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.delivery import BroadcastId, Lane
from storage.claims import Floor

SOONEST = timedelta(seconds=1)
LATEST = timedelta(minutes=5)
SHARE = 200
"""A claim that looks from the beginning is followed by this many times what it took without another.

It finds what came to lie below the floor: a fan-out says when its rows are due before it commits them, and others may
be claimed meanwhile. Mostly it costs nothing, and then comes once a second. Where an old snapshot keeps PostgreSQL
from removing what was sent, it walks over all of that, and must stay one claim of many.
"""


@dataclass(slots=True)
class Floors:
    """The floor of each lane and of each broadcast."""

    lanes: dict[Lane, Floor | None] = field(default_factory=dict)
    broadcasts: dict[BroadcastId, Floor | None] = field(default_factory=dict)
    _sweep_at: datetime | None = None

    def sweep(self, now: datetime) -> bool:
        """Whether the next claim is to look from the beginning; it counts as made once `swept` is told."""
        if self._sweep_at is not None and now < self._sweep_at:
            return False
        self.lanes.clear()
        self.broadcasts.clear()
        return True

    def swept(self, now: datetime, took: timedelta) -> None:
        """The claim that began at `now` looked from the beginning, and took so long."""
        self._sweep_at = now + min(LATEST, max(SOONEST, took * SHARE))
