"""The send budget that all processes share."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.schema import PaceRow
from storage.schema.base import insert_into

_BUDGET = "telegram"
_SLOWEST = 16.0


async def reserve(
    session: AsyncSession, count: int, *, spacing: timedelta, now: datetime
) -> tuple[datetime, timedelta]:
    """Reserve the next `count` slots: the moment of the first, and the distance between them.

    `spacing` is the distance when Telegram has nothing to complain of; it grows while `slow_down` is in force.
    """
    row = await _held(session, now)
    first = max(row.next_at, now)
    distance = spacing * row.slowdown
    row.next_at = first + distance * count
    return first, distance


async def slow_down(session: AsyncSession, *, now: datetime) -> float:
    """Send at half the rate, as several chats were refused at once; the factor now in force."""
    row = await _held(session, now)
    row.slowdown = min(row.slowdown * 2, _SLOWEST)
    row.slowed_at = now
    return row.slowdown


async def speed_up(session: AsyncSession, *, now: datetime, after: timedelta, step: float = 0.8) -> float:
    """Come back towards the full rate, one step for each `after` without a refusal; the factor now in force."""
    row = (
        await session.execute(select(PaceRow).where(PaceRow.name == _BUDGET).with_for_update())
    ).scalar_one_or_none()
    if row is None or row.slowdown <= 1 or row.slowed_at is None or now < row.slowed_at + after:
        return row.slowdown if row else 1.0
    row.slowdown = max(1.0, row.slowdown * step)
    row.slowed_at = now
    return row.slowdown


async def _held(session: AsyncSession, now: datetime) -> PaceRow:
    """The row, held by this transaction, and made when it is asked for the first time."""
    query = select(PaceRow).where(PaceRow.name == _BUDGET).with_for_update()
    row = await session.scalar(query)
    if row is None:
        statement = insert_into(session, PaceRow).values(name=_BUDGET, next_at=now, slowdown=1.0)
        await session.execute(statement.on_conflict_do_nothing())
        row = (await session.execute(query)).scalar_one()
    return row
