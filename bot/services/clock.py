"""The one clock: it never runs backwards, and does not jump when somebody sets the machine's.

Time goes on by the monotonic clock; now and then it is compared with a reference (the machine's clock, or the database
server's when several processes share one). A reference that is ahead is followed at once; one that is behind is waited
for, for a moment that repeats would send what is due a second time into the past.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def machine_time() -> datetime:
    """What the machine takes for the time."""
    return datetime.now(UTC)


class SteadyClock:
    """Call it for the time; call `compare` now and then."""

    def __init__(self, reference: datetime, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._base = reference
        self._since = monotonic()

    def __call__(self) -> datetime:
        return self._base + timedelta(seconds=self._monotonic() - self._since)

    def compare(self, reference: datetime) -> timedelta:
        """Follow a reference that is ahead; how far it is ahead (below zero: behind)."""
        drift = reference - self()
        if drift > timedelta(0):
            self._base += drift
        return drift
