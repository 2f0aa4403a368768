"""Feeds: what we poll, when next, and who is at it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import FeedId
from bot.domain.feed import Feed, FeedState, Hints, Hub, Validators
from storage.schema import ArticleRow, FeedRow
from storage.schema.base import insert_into


async def add_feed(
    session: AsyncSession, url: str, *, title: str = "", listed_as: str = "", now: datetime
) -> Feed | None:
    """Poll this address from now on; None when we do already. One that was gone or off begins anew."""
    statement = insert_into(session, FeedRow).values(
        url=url, title=title, site_url="", language="", state=FeedState.ACTIVE, added_at=now, next_check_at=now,
        etag="", last_modified="", interval=0, hints={}, failures=0, error="", error_kind="", reported="",
        listed_as=listed_as,
        hub_url="", hub_topic="", hub_secret="", leased_by="",
    )  # fmt: skip
    again = statement.on_conflict_do_update(
        index_elements=("url",),
        set_={
            "state": FeedState.ACTIVE, "added_at": now, "next_check_at": now, "succeeded_at": None, "failures": 0,
            "error": "", "error_kind": "", "reported": "", "listed_as": listed_as, "body_hash": None,
            "etag": "", "last_modified": "",
        },
        where=FeedRow.state != FeedState.ACTIVE,
    )  # fmt: skip
    row = (await session.execute(again.returning(FeedRow))).scalar_one_or_none()
    return feed_of(row) if row else None


async def turn_off(session: AsyncSession, feed: FeedId, *, listed_as: str) -> None:
    """No longer poll a feed; what it published is kept. `listed_as` stays if a list still names it."""
    await session.execute(
        update(FeedRow).where(FeedRow.id == feed).values(state=FeedState.OFF, listed_as=listed_as)
    )


async def list_feeds(session: AsyncSession) -> list[Feed]:
    """All feeds, in the order in which they were added."""
    return [feed_of(row) for row in await session.scalars(select(FeedRow).order_by(FeedRow.id))]


async def find_feed(session: AsyncSession, url: str) -> Feed | None:
    """The feed at this address."""
    row = await session.scalar(select(FeedRow).where(FeedRow.url == url))
    return feed_of(row) if row else None


async def claim_due(
    session: AsyncSession, worker: str, *, now: datetime, limit: int, ttl: timedelta
) -> list[Feed]:
    """Take feeds to check, the most overdue first; nobody else gets them before `ttl` has passed."""
    due = (
        select(FeedRow.id)
        .where(
            FeedRow.state == FeedState.ACTIVE,
            FeedRow.next_check_at <= now,
            or_(FeedRow.leased_until.is_(None), FeedRow.leased_until <= now),
        )
        .order_by(FeedRow.next_check_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(await session.scalars(due))
    if not ids:
        return []
    rows = await session.scalars(
        update(FeedRow)
        .where(FeedRow.id.in_(ids))
        .values(leased_by=worker, leased_until=now + ttl)
        .returning(FeedRow)
        .execution_options(synchronize_session=False)
    )
    return sorted((feed_of(row) for row in rows), key=lambda feed: feed.next_check_at)


async def next_due_at(session: AsyncSession, *, now: datetime) -> datetime | None:
    """When the next check is due of any feed that nobody has in hand."""
    is_free = or_(FeedRow.leased_until.is_(None), FeedRow.leased_until <= now)
    return await session.scalar(
        select(func.min(FeedRow.next_check_at)).where(FeedRow.state == FeedState.ACTIVE, is_free)
    )


async def mark_checked(session: AsyncSession, feed: FeedId, values: Mapping[str, Any]) -> None:
    """Keep what a check brought, column by column, and give the feed back."""
    await session.execute(
        update(FeedRow).where(FeedRow.id == feed).values(leased_by="", leased_until=None, **values)
    )


async def put_off(session: AsyncSession, ids: Collection[FeedId], *, until: datetime) -> None:
    """Give feeds back unchecked, to be taken at a later moment."""
    await session.execute(
        update(FeedRow)
        .where(FeedRow.id.in_(ids))
        .values(leased_by="", leased_until=None, next_check_at=until)
        .execution_options(synchronize_session=False)
    )


async def mark_due(session: AsyncSession, *, now: datetime) -> None:
    """Have every feed checked now, whatever its rhythm."""
    await session.execute(update(FeedRow).where(FeedRow.state == FeedState.ACTIVE).values(next_check_at=now))


async def set_reported(session: AsyncSession, feed: FeedId, what: str) -> None:
    """Note what the editors were last told of a feed: nothing, `failing` or `silent`."""
    await session.execute(update(FeedRow).where(FeedRow.id == feed).values(reported=what))


async def free_feeds(session: AsyncSession, alive: Collection[str]) -> None:
    """Give back feeds that workers which are no more had in hand."""
    await session.execute(
        update(FeedRow)
        .where(FeedRow.leased_until.is_not(None), FeedRow.leased_by.not_in(alive))
        .values(leased_by="", leased_until=None)
    )


async def list_arrivals(session: AsyncSession, feed: FeedId, *, limit: int = 50) -> list[datetime]:
    """When the latest new articles of a feed arrived, each moment once, the earliest first."""
    rows = await session.scalars(
        select(ArticleRow.first_seen_at)
        .where(ArticleRow.feed_id == feed)
        .distinct()
        .order_by(ArticleRow.first_seen_at.desc())
        .limit(limit)
    )
    return sorted(rows)


async def count_articles(session: AsyncSession, *, since: datetime) -> dict[FeedId, int]:
    """How many articles each feed brought since a moment."""
    rows = await session.execute(
        select(ArticleRow.feed_id, func.count())
        .where(ArticleRow.feed_id.is_not(None), ArticleRow.first_seen_at >= since)
        .group_by(ArticleRow.feed_id)
    )
    return {FeedId(feed): count for feed, count in rows if feed is not None}


async def set_offer(session: AsyncSession, feed: FeedId, hub: str, topic: str) -> None:
    """Note the hub that a feed names, and ask it soon if it is another than before."""
    await session.execute(
        update(FeedRow)
        .where(FeedRow.id == feed, or_(FeedRow.hub_url != hub, FeedRow.hub_topic != topic))
        .values(
            hub_url=hub, hub_topic=topic, hub_secret="", hub_until=None, hub_told_at=None,
            hub_ask_at=FeedRow.checked_at if hub else None,
        )
    )  # fmt: skip


async def claim_hubs(
    session: AsyncSession, *, now: datetime, limit: int, again_at: datetime, new_secret: Callable[[], str]
) -> list[Feed]:
    """Feeds whose hubs are to be asked now, each with a secret; nobody else asks them before `again_at`."""
    due = (
        select(FeedRow)
        .where(FeedRow.state == FeedState.ACTIVE, FeedRow.hub_ask_at <= now)
        .order_by(FeedRow.hub_ask_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list(await session.scalars(due))
    for row in rows:
        row.hub_ask_at = again_at
        row.hub_secret = row.hub_secret or new_secret()
    await session.flush()
    return [feed_of(row) for row in rows]


async def set_lease(session: AsyncSession, feed: FeedId, *, until: datetime, ask_at: datetime) -> None:
    """Keep until when a hub sends us news, and when to ask it again."""
    await session.execute(
        update(FeedRow).where(FeedRow.id == feed).values(hub_until=until, hub_ask_at=ask_at)
    )


async def hurry(session: AsyncSession, feed: FeedId, *, now: datetime) -> None:
    """Check a feed at once, for there is news in it."""
    await session.execute(update(FeedRow).where(FeedRow.id == feed).values(next_check_at=now))


async def set_told(session: AsyncSession, feed: FeedId, *, now: datetime) -> None:
    """Note that a hub told us of news before we found it ourselves."""
    await session.execute(update(FeedRow).where(FeedRow.id == feed).values(hub_told_at=now, changed_at=now))


async def find_feed_by_id(session: AsyncSession, id_: FeedId) -> Feed | None:
    """The feed with this number; None when there is none."""
    row = await session.get(FeedRow, id_)
    return feed_of(row) if row else None


def feed_of(row: FeedRow) -> Feed:
    """The noun for a row."""
    return Feed(
        id=FeedId(row.id),
        url=row.url,
        title=row.title,
        site_url=row.site_url,
        language=row.language,
        state=FeedState(row.state),
        added_at=row.added_at,
        validators=Validators(row.etag, row.last_modified),
        body_hash=row.body_hash or b"",
        hints=_hints(row.hints),
        interval=row.interval,
        next_check_at=row.next_check_at,
        checked_at=row.checked_at,
        succeeded_at=row.succeeded_at,
        changed_at=row.changed_at,
        failures=row.failures,
        error=row.error,
        error_kind=row.error_kind,
        error_at=row.error_at,
        reported=row.reported,
        listed_as=row.listed_as,
        hub=Hub(
            url=row.hub_url,
            topic=row.hub_topic,
            secret=row.hub_secret,
            until_at=row.hub_until,
            told_at=row.hub_told_at,
        ),
    )


def hints_to_json(hints: Hints) -> dict[str, Any]:
    """Hints as they are kept."""
    return {
        "every": hints.every.total_seconds() if hints.every else None,
        "skip_hours": sorted(hints.skip_hours),
        "skip_days": sorted(hints.skip_days),
    }


def _hints(kept: Mapping[str, Any]) -> Hints:
    every = kept.get("every")
    return Hints(
        every=None if every is None else timedelta(seconds=every),
        skip_hours=frozenset(kept.get("skip_hours", ())),
        skip_days=frozenset(kept.get("skip_days", ())),
    )
