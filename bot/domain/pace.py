"""Telegram's limits as spacing: when the next message may go, and what a message costs.

This is the generic cell rate algorithm (ITU-T I.371): one moment per limit, the theoretical arrival time (TAT) of
the next message. A message may go at `tat - tolerance`; it moves the TAT to `max(tat, now) + interval`. With no
tolerance messages are spaced evenly, and no window of any second holds more than its share; a leaky bucket was
measured to let through twice its limit in the worst second.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.chat import ChatKind

HEADROOM = 0.975
"""The share of a limit that is used: what is left absorbs the jitter of the network."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Messages are `interval` apart on average; `tolerance` lets some of them come early, as a burst."""

    interval: timedelta
    tolerance: timedelta = timedelta(0)

    def ready_at(self, tat: datetime) -> datetime:
        """The earliest moment for the next message."""
        return tat - self.tolerance

    def after(self, tat: datetime, at: datetime) -> datetime:
        """The TAT once a message has gone at `at`."""
        return max(tat, at) + self.interval


_PRIVATE = Limit(timedelta(seconds=1 / HEADROOM))
_SHARED = Limit(timedelta(seconds=4), tolerance=timedelta(seconds=12))
"""20 a minute: 4 at once at most, and 15 more in any minute."""


def limit_of(kind: ChatKind) -> Limit:
    """What Telegram allows in one chat: 1 message a second, in groups and channels 20 a minute."""
    return _PRIVATE if kind is ChatKind.PRIVATE else _SHARED


def spacing(messages_per_second: float) -> timedelta:
    """The distance between two messages of all chats together."""
    return timedelta(seconds=1 / (messages_per_second * HEADROOM))
