"""Whom a broadcast would reach if it were sent now."""

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import ChatState
from bot.domain.interest import EVERYTHING, Key, audience_keys
from storage.schema import ChatRow, SubscriptionRow

QuietWindow = tuple[str, str, str]
"""A zone and two times of the day there: from, until."""


async def count_audience(session: AsyncSession, audience: Key | None) -> int:
    """How many chats get what is sent to the followers of a key, or to everybody."""
    query = select(func.count()).select_from(ChatRow).where(*_is_in(audience))
    return await session.scalar(query) or 0


async def count_quiet_windows(session: AsyncSession, audience: Key | None) -> dict[QuietWindow, int]:
    """How many of them keep which quiet hours, and do not let breaking news ring in them."""
    windows = (ChatRow.zone, ChatRow.quiet_from, ChatRow.quiet_until)
    rows = await session.execute(
        select(*windows, func.count())
        .where(ChatRow.quiet_from != "", ~ChatRow.breaking_in_quiet, *_is_in(audience))
        .group_by(*windows)
    )
    return {(zone, start, end): count for zone, start, end, count in rows}


async def list_most_followed(session: AsyncSession, *, limit: int) -> list[tuple[Key, int]]:
    """The keys that most chats follow and how many do, without single stories and without everything."""
    followers = func.count()
    rows = await session.execute(
        select(SubscriptionRow.key, followers)
        .where(SubscriptionRow.key != EVERYTHING.key, ~SubscriptionRow.key.startswith("story/"))
        .group_by(SubscriptionRow.key)
        .order_by(followers.desc(), SubscriptionRow.key)
        .limit(limit)
    )
    return [(Key(key), count) for key, count in rows]


def _is_in(audience: Key | None) -> list[ColumnElement[bool]]:
    active = ChatRow.state == ChatState.ACTIVE
    if audience is None:
        return [active]
    keys = sorted(audience_keys(audience))
    return [
        active,
        exists().where(SubscriptionRow.chat_id == ChatRow.id, SubscriptionRow.key.in_(keys)),
    ]
