"""How often a feed says it should be asked: `ttl`, `sy:updatePeriod`, `skipHours` and `skipDays`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Hints:
    """`hours` in UTC, `days` with Monday as 0."""

    every: timedelta | None
    hours: frozenset[int]
    days: frozenset[int]


def polling_hints(
    *, ttl: str, period: str, frequency: str, hours: Iterable[str], days: Iterable[str]
) -> Hints:
    """The hints of a feed. What is no number or no day is passed over; skipping every hour is skipping none."""
    skipped_hours = frozenset(
        int(one) % 24 for one in hours if one.isascii() and one.isdigit() and int(one[:4]) <= 24
    )
    skipped_days = frozenset(_DAYS.index(one.lower()) for one in days if one.lower() in _DAYS)
    return Hints(
        _longer(_ttl(ttl), _period(period, frequency)),
        skipped_hours if len(skipped_hours) < 24 else frozenset(),
        skipped_days if len(skipped_days) < 7 else frozenset(),
    )


def _ttl(text: str) -> timedelta | None:
    """`<ttl>` is in minutes."""
    if text.isascii() and text.isdigit() and int(text[:9]) > 0:
        return timedelta(minutes=min(int(text[:9]), 60 * 24 * 30))
    return None


def _period(period: str, frequency: str) -> timedelta | None:
    seconds = _PERIODS.get(period.lower())
    if seconds is None:
        return None
    times = int(frequency[:6]) if frequency.isascii() and frequency.isdigit() and int(frequency[:6]) else 1
    return timedelta(seconds=seconds / times)


def _longer(one: timedelta | None, other: timedelta | None) -> timedelta | None:
    return max((span for span in (one, other) if span is not None), default=None)
