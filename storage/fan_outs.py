"""Fan-out: from a story or a broadcast to one delivery for each chat that it concerns, chunk by chunk.

Each chunk is one INSERT … SELECT over a range of chat numbers, in a transaction with the note of how far it came: a
process killed anywhere resumes there, and running a chunk again changes nothing.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import StoryId
from bot.domain.delivery import Action, BroadcastId, Lane
from storage import concerned
from storage.concerned import FanOut
from storage.schema import ChatRow, DeliveryRow, FanOutRow
from storage.schema.base import insert_into


async def add_fan_out(
    session: AsyncSession,
    *,
    story: StoryId | None = None,
    broadcast: BroadcastId | None = None,
    action: Action = Action.SEND,
    lane: Lane,
    revision: int = 0,
    now: datetime,
) -> FanOut:
    """Begin one; nothing is owed to anybody before `fill`."""
    row = FanOutRow(
        story_id=story,
        broadcast_id=broadcast,
        action=action,
        lane=lane,
        revision=revision,
        created_at=now,
        after_chat_id=0,
    )
    session.add(row)
    await session.flush()
    return _fan_out_of(row)


async def take_unfinished(session: AsyncSession) -> FanOut | None:
    """The oldest that is not finished, breaking ones first; held by this transaction and hidden from others."""
    row = await session.scalar(
        select(FanOutRow)
        .where(FanOutRow.finished_at.is_(None))
        .order_by(FanOutRow.lane, FanOutRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return _fan_out_of(row) if row else None


async def fill(session: AsyncSession, fan_out: FanOut, *, width: int, now: datetime) -> bool:
    """Owe it to the next `width` chats by number, as far as it concerns them; True when that was the last chunk."""
    upto = fan_out.after_chat_id + width
    query = await concerned.select_concerned(session, fan_out, upto=upto, now=now)
    statement = insert_into(session, DeliveryRow).from_select(concerned.COLUMNS, query)
    await session.execute(statement.on_conflict_do_nothing())
    row = await session.get_one(FanOutRow, fan_out.id)
    row.after_chat_id = upto
    last = await session.scalar(select(func.max(ChatRow.id))) or 0
    if upto >= last:
        row.finished_at = now
    return upto >= last


async def stop_fan_outs(
    session: AsyncSession,
    *,
    story: StoryId | None = None,
    broadcast: BroadcastId | None = None,
    now: datetime,
) -> None:
    """Owe a story or a broadcast to nobody further."""
    rows = await session.scalars(
        select(FanOutRow).where(
            FanOutRow.story_id == story, FanOutRow.broadcast_id == broadcast, FanOutRow.finished_at.is_(None)
        )
    )
    for row in rows:
        row.finished_at = now


async def count_unfinished(session: AsyncSession, *, broadcast: BroadcastId | None = None) -> int:
    """How many fan-outs are on their way, of one broadcast or in all."""
    query = select(func.count()).where(FanOutRow.finished_at.is_(None))
    if broadcast is not None:
        query = query.where(FanOutRow.broadcast_id == broadcast)
    return await session.scalar(query) or 0


def _fan_out_of(row: FanOutRow) -> FanOut:
    return FanOut(
        id=row.id,
        story_id=None if row.story_id is None else StoryId(row.story_id),
        broadcast_id=None if row.broadcast_id is None else BroadcastId(row.broadcast_id),
        action=Action(row.action),
        lane=Lane(row.lane),
        revision=row.revision,
        created_at=row.created_at,
        after_chat_id=row.after_chat_id,
    )
