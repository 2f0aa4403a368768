"""When to ask a feed again, and when its silence is worth a word to its editor.

Pure rules. A feed is asked as often as it publishes, between a floor (NEWSBOT_POLL_INTERVAL) and a
ceiling, and never before its server allows: what the server asks for wins over every other rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from bot.feeds.fetch import Fetched
from bot.feeds.model import Feed

FLOOR = timedelta(minutes=5)
CEILING = timedelta(hours=4)
LONGEST_BACKOFF = timedelta(hours=24)
LONGEST_HINT = timedelta(hours=24)
"""What `ttl`, `sy:` and cache headers may ask for. Retry-After is not theirs to bound: it is obeyed in full."""

JITTER = 0.1
"""Checks are spread over this share of the interval, always later, so that feeds added together part ways."""

_RATE_LIMITED = frozenset({429, 503})
_ZERO = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the server and the feed asked for, the last time they said anything."""

    fresh_for: timedelta = _ZERO
    retry_after: timedelta | None = None
    every: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


NOTHING_ASKED = Asked()


def asked_by(found: Fetched, feed: Feed | None = None) -> Asked:
    """What an answer asks for, and the feed in it; after "not modified", the feed as it was read last."""
    return Asked(
        fresh_for=found.fresh_for,
        retry_after=found.retry_after,
        every=feed.every if feed else None,
        skip_hours=feed.skip_hours if feed else frozenset(),
        skip_days=feed.skip_days if feed else frozenset(),
    )


def next_check(
    now: datetime,
    *,
    interval: timedelta,
    asked: Asked = NOTHING_ASKED,
    failures: int = 0,
    pushed: bool = False,
    floor: timedelta = FLOOR,
    ceiling: timedelta = CEILING,
    chance: float = 0.0,
) -> datetime:
    """When to check a feed next.

    `interval` is what was learnt of its rhythm (`learnt_interval`), `failures` how many checks failed in
    a row, `pushed` whether a hub tells us of news (WebSub), `chance` a number in [0, 1) from the caller's
    random source. Never sooner than the server or the feed asked.
    """
    wish = min(max(interval, floor), max(floor, ceiling))
    if failures:
        wish = max(wish, backoff(failures, floor=floor))
    elif pushed:
        wish = max(wish, ceiling)  # polling is the safety net under the hub
    hints = min(max(asked.fresh_for, asked.every or _ZERO), LONGEST_HINT)
    wait = max(wish, hints)
    wait += wait * JITTER * chance
    at = now + max(wait, asked.retry_after or _ZERO)
    return _outside_skipped(at, asked)


def backoff(failures: int, *, floor: timedelta = FLOOR) -> timedelta:
    """The wait after this many failures in a row: doubling, up to a day. No feed is ever given up by itself."""
    doubled: timedelta = floor * 2 ** min(failures, 20)
    return min(doubled, LONGEST_BACKOFF)


def _outside_skipped(at: datetime, asked: Asked) -> datetime:
    """The first full hour from `at` on that the feed does not ask to be left alone in; at most a week ahead."""
    for _ in range(24 * 7):
        if at.hour not in asked.skip_hours and at.weekday() not in asked.skip_days:
            return at
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at


def learnt_interval(
    arrivals: Sequence[datetime], now: datetime, *, floor: timedelta = FLOOR, ceiling: timedelta = CEILING
) -> timedelta:
    """How often to check a feed that had new articles at these times (ours, of `first_seen_at`).

    Half the median gap between arrivals, so that on average half a gap is the longest an article waits;
    the silence since the last one counts as a gap once it is the longer. Unknown rhythms get the floor.
    """
    moments = sorted(set(arrivals))[-50:]
    if len(moments) < 3:
        silence = now - moments[-1] if moments else _ZERO
        return min(max(silence / 8, floor), ceiling)
    gap = max(_median_gap(moments), (now - moments[-1]) / 4)
    return min(max(gap / 2, floor), ceiling)


USUAL_AT_LEAST = timedelta(hours=12)
"""A gap that is usual for any feed; twice as long is the shortest silence that is worth a word."""


def is_silent(arrivals: Sequence[datetime], now: datetime, *, least: timedelta = USUAL_AT_LEAST) -> bool:
    """Whether a feed has been quiet for far longer than ever before: four times its longest gap of late.

    `arrivals` are the times of its last new articles. A feed with fewer than five has no rhythm to break.
    """
    moments = sorted(set(arrivals))[-50:]
    if len(moments) < 5:
        return False
    longest = max(later - earlier for earlier, later in pairwise(moments))
    usual = max(min(longest, 8 * _median_gap(moments)), least)
    return now - moments[-1] > max(4 * _median_gap(moments), 2 * usual)


def _median_gap(moments: Sequence[datetime]) -> timedelta:
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    return timedelta(seconds=median(gaps))


def is_rate_limit(status: int) -> bool:
    """Whether a status asks for patience rather than telling of a fault."""
    return status in _RATE_LIMITED


def is_gone(status: int) -> bool:
    """Whether a server says that a feed will not come back: it is no longer asked, and its editor told."""
    return status == 410
