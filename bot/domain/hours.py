"""Quiet hours and digest hours, in a reader's own zone, over changes of daylight-saving time."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.chat import Preferences

_NO_DIGEST_HOURS = (18,)


def quiet_ends_at(preferences: Preferences, now: datetime) -> datetime | None:
    """The end of the quiet hours that `now` lies in, in UTC; None when it lies in none."""
    start, end = preferences.quiet_from, preferences.quiet_until
    if start is None or end is None or start == end:
        return None
    zone = ZoneInfo(preferences.zone)
    today = now.astimezone(zone).date()
    for first_day in (today - timedelta(days=1), today):
        last_day = first_day if start < end else first_day + timedelta(days=1)
        begins = _instant(first_day.toordinal(), start, zone)
        ends = _instant(last_day.toordinal(), end, zone)
        if begins <= now < ends:
            return ends
    return None


def next_digest_at(preferences: Preferences, after: datetime) -> datetime:
    """The first digest hour strictly after `after`, in UTC.

    A reader who set no digest hours has one in the evening, for what passed his daily cap.
    """
    return next(at for at in _digests(preferences, after) if at > after)


def local(zone: str, now: datetime) -> datetime:
    """A moment as the clocks of a zone show it."""
    return now.astimezone(ZoneInfo(zone))


def local_day(zone: str, now: datetime) -> int:
    """The day of a zone, as a number that grows by one at each of its midnights."""
    return now.astimezone(ZoneInfo(zone)).toordinal()


def _digests(preferences: Preferences, after: datetime) -> Iterator[datetime]:
    zone = ZoneInfo(preferences.zone)
    hours = sorted(set(preferences.digest_hours or _NO_DIGEST_HOURS))
    day = after.astimezone(zone).date().toordinal() - 1
    while True:
        yield from (_instant(day, time(hour), zone) for hour in hours)
        day += 1


def _instant(day: int, at: time, zone: ZoneInfo) -> datetime:
    """A local time as an instant; one that the clocks skip is as long after the gap as it lies within it."""
    local = datetime.combine(datetime.fromordinal(day), at, tzinfo=zone)
    return local.astimezone(UTC)
