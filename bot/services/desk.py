"""What editors look up: the figures of the newsroom, and the health of its feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.feed import Feed, FeedHealth
from bot.domain.interest import Key
from bot.services.deps import Deps
from storage import audiences, feeds, figures
from storage.figures import Chats, Outcomes

DAYS = 14
_DAY = timedelta(days=1)
_WEEK = 7
_MOST_FOLLOWED = 5
_MEASURED = 300
"""Stories by which the delay from the publication to the chat is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What /stats shows. `by_day` are the briefs sent on each of the last days, the oldest first, today last."""

    chats: Chats
    subscriptions: int
    articles_a_day: int
    stories_a_day: int
    outcomes: Outcomes
    waiting: int
    delays: tuple[timedelta, timedelta] | None
    most_followed: tuple[tuple[Key, int], ...]
    by_day: tuple[tuple[datetime, int], ...]


@dataclass(frozen=True, slots=True)
class Ailing:
    """A feed and how many articles a day it brought in the last week."""

    feed: Feed
    articles_a_day: float


async def get_figures(deps: Deps) -> Figures:
    """The figures as they are now; those of a day are of the last 24 hours."""
    now = deps.now()
    by_day = await _count_days(deps, now)
    async with deps.database.read() as session:
        articles, stories = await figures.count_new(session, since=now - _DAY)
        return Figures(
            chats=await figures.count_chats(session),
            subscriptions=await figures.count_subscriptions(session),
            articles_a_day=articles,
            stories_a_day=stories,
            outcomes=await figures.count_outcomes(session, since=now - _DAY, until=now),
            waiting=await figures.count_waiting(session, now=now),
            delays=await _delays(session, now),
            most_followed=tuple(await audiences.list_most_followed(session, limit=_MOST_FOLLOWED)),
            by_day=by_day,
        )


async def list_feeds(deps: Deps) -> list[Ailing]:
    """All feeds, those that ail first, and of equals those that ail longest."""
    now = deps.now()
    async with deps.database.read() as session:
        found = await feeds.list_feeds(session)
        counts = await feeds.count_articles(session, since=now - _DAY * _WEEK)
    ordered = sorted(found, key=lambda feed: (_URGENCY.index(feed.health), feed.succeeded_at or now, feed.id))
    return [Ailing(feed, counts.get(feed.id, 0) / _WEEK) for feed in ordered]


_URGENCY = (
    FeedHealth.FAILING, FeedHealth.GONE, FeedHealth.SILENT, FeedHealth.NEW, FeedHealth.WELL, FeedHealth.OFF,
)  # fmt: skip


async def _count_days(deps: Deps, now: datetime) -> tuple[tuple[datetime, int], ...]:
    """Briefs sent day by day, in UTC. A day that is over is counted once, and kept."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - _DAY * back for back in range(DAYS - 1, -1, -1)]
    names = {day: day.date().isoformat() for day in days}
    async with deps.database.read() as session:
        known = await figures.read_days(session, list(names.values()))
        fresh = {
            day: (await figures.count_outcomes(session, since=day, until=day + _DAY)).sent
            for day in days
            if names[day] not in known
        }
    over = {day: count for day, count in fresh.items() if day < today}
    if over:
        async with deps.database.write() as session:
            for day, count in over.items():
                await figures.keep_day(session, names[day], count, now=now)
    return tuple((day, fresh.get(day, known.get(names[day], 0))) for day in days)


async def _delays(session: AsyncSession, now: datetime) -> tuple[timedelta, timedelta] | None:
    """From our first sight of a story to its first reader: half are quicker than the first, 95 % than the second."""
    pairs = await figures.list_first_sent(session, since=now - _DAY, limit=_MEASURED)
    delays = sorted(max(sent - seen, timedelta(0)) for seen, sent in pairs)
    if not delays:
        return None
    return _at(delays, 0.5), _at(delays, 0.95)


def _at(values: Sequence[timedelta], share: float) -> timedelta:
    return values[min(len(values) - 1, int(share * len(values)))]
