"""The figures of the newsroom: how many read, how much came in and went out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import ChatKind, ChatState
from bot.domain.delivery import Action, DeliveryState
from storage.deliveries import IS_PENDING
from storage.schema import ArticleRow, DeliveryRow, FactRow, StoryRow, SubscriptionRow
from storage.schema import ChatRow as _Chat
from storage.schema.base import upsert

TELLING = timedelta(days=3)
"""How long after its opening a story may still go out: as news, in a digest, after quiet hours."""

_DAY = "sent:"


@dataclass(frozen=True, slots=True)
class Chats:
    """Chats that are active, by kind, and the others by state."""

    readers: int = 0
    groups: int = 0
    channels: int = 0
    paused: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the briefs in a span of time."""

    sent: int = 0
    failed: int = 0
    unknown: int = 0


async def count_chats(session: AsyncSession) -> Chats:
    """Who reads."""
    rows = await session.execute(
        select(_Chat.kind, _Chat.state, func.count()).group_by(_Chat.kind, _Chat.state)
    )
    counts = {(ChatKind(kind), ChatState(state)): count for kind, state, count in rows}
    active = {kind: counts.get((kind, ChatState.ACTIVE), 0) for kind in ChatKind}
    states = {state: sum(count for (_, one), count in counts.items() if one is state) for state in ChatState}
    return Chats(
        readers=active[ChatKind.PRIVATE],
        groups=active[ChatKind.GROUP],
        channels=active[ChatKind.CHANNEL],
        paused=states[ChatState.PAUSED],
        gone=states[ChatState.GONE],
    )


async def count_subscriptions(session: AsyncSession) -> int:
    """How many subscriptions there are."""
    return await session.scalar(select(func.count()).select_from(SubscriptionRow)) or 0


async def count_new(session: AsyncSession, *, since: datetime) -> tuple[int, int]:
    """How many articles and how many stories came since a moment."""
    articles = await session.scalar(
        select(func.count()).select_from(ArticleRow).where(ArticleRow.first_seen_at >= since)
    )
    stories = await session.scalar(
        select(func.count()).select_from(StoryRow).where(StoryRow.created_at >= since)
    )
    return articles or 0, stories or 0


async def count_waiting(session: AsyncSession, *, now: datetime) -> int:
    """How many deliveries are due and not sent yet; digests whose hour has not come are not waiting."""
    query = select(func.count()).select_from(DeliveryRow).where(IS_PENDING, DeliveryRow.due_at <= now)
    return await session.scalar(query) or 0


async def count_outcomes(session: AsyncSession, *, since: datetime, until: datetime) -> Outcomes:
    """What became of the briefs that went out in a span of time.

    It looks only at stories young enough to have gone out then: there is no index over all deliveries by time.
    """
    young = select(StoryRow.id).where(StoryRow.created_at >= since - TELLING, StoryRow.created_at < until)
    at = func.coalesce(DeliveryRow.sent_at, DeliveryRow.due_at)
    rows = await session.execute(
        select(DeliveryRow.state, func.count())
        .where(
            DeliveryRow.story_id.in_(young),
            DeliveryRow.action == Action.SEND,
            DeliveryRow.state.in_((DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN)),
            at >= since,
            at < until,
        )
        .group_by(DeliveryRow.state)
    )
    counts = {DeliveryState(state): count for state, count in rows}
    return Outcomes(
        sent=counts.get(DeliveryState.SENT, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
    )


async def list_first_sent(
    session: AsyncSession, *, since: datetime, limit: int
) -> list[tuple[datetime, datetime]]:
    """For the latest stories that went out: when we first saw them, and when the first reader had them."""
    latest = (
        select(StoryRow.id, StoryRow.created_at)
        .where(StoryRow.created_at >= since, StoryRow.pushed)
        .order_by(StoryRow.id.desc())
        .limit(limit)
        .subquery()
    )
    is_sent = case((DeliveryRow.state == DeliveryState.SENT, DeliveryRow.sent_at))
    first = (
        select(func.min(is_sent))
        .where(DeliveryRow.story_id == latest.c.id, DeliveryRow.action == Action.SEND)
        .scalar_subquery()
    )
    rows = await session.execute(select(latest.c.created_at, first))
    return [(seen, sent) for seen, sent in rows if sent is not None]


async def read_days(session: AsyncSession, days: Collection[str]) -> dict[str, int]:
    """What was counted before: the briefs sent on these days."""
    rows = await session.execute(
        select(FactRow.name, FactRow.value).where(FactRow.name.in_([_DAY + day for day in days]))
    )
    return {name.removeprefix(_DAY): int(value["sent"]) for name, value in rows}


async def keep_day(session: AsyncSession, day: str, sent: int, *, now: datetime) -> None:
    """Keep the number of briefs of a day that is over."""
    values = {"name": _DAY + day, "value": {"sent": sent}, "updated_at": now}
    await session.execute(upsert(session, FactRow, values, key=("name",), change=("value", "updated_at")))
