"""Changes to what was sent: owed to copies that were in flight while an editor corrected what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.delivery import Action, Delivery, DeliveryId, DeliveryState, Lane
from storage.schema import BroadcastRow, DeliveryRow, StoryRow
from storage.schema.base import insert_into


@dataclass(frozen=True, slots=True)
class Change:
    """The latest state of a story or a broadcast, and what is to be done with copies that are older."""

    revision: int
    action: Action
    lane: Lane


async def newest_revisions(session: AsyncSession, sent: Sequence[Delivery]) -> dict[DeliveryId, Change]:
    """For each of these deliveries, the state that its story or broadcast is in now."""
    stories = {one.story_id for one in sent if one.story_id is not None}
    casts = {one.broadcast_id for one in sent if one.broadcast_id is not None}
    of_story = {
        row.id: Change(row.revision, Action.EDIT, Lane.BREAKING if row.withdrawn_at else Lane.EDIT)
        for row in await session.execute(
            select(StoryRow.id, StoryRow.revision, StoryRow.withdrawn_at).where(StoryRow.id.in_(stories))
        )
    }
    of_broadcast = {
        row.id: Change(row.revision, Action.DELETE if row.recalled_at else Action.EDIT, Lane.BREAKING)
        for row in await session.execute(
            select(BroadcastRow.id, BroadcastRow.revision, BroadcastRow.recalled_at).where(
                BroadcastRow.id.in_(casts)
            )
        )
    }
    found = {one.id: of_story.get(one.story_id) or of_broadcast.get(one.broadcast_id) for one in sent}
    return {id_: change for id_, change in found.items() if change is not None}


async def add_change(
    session: AsyncSession, delivery: Delivery, change: Change, *, message_id: int, now: datetime
) -> None:
    """Owe a change to the copy that this delivery sent, unless it is owed already."""
    statement = insert_into(session, DeliveryRow).values(
        chat_id=delivery.chat_id,
        story_id=delivery.story_id,
        broadcast_id=delivery.broadcast_id,
        action=change.action,
        lane=int(change.lane),
        revision=change.revision,
        matched=delivery.matched,
        state=DeliveryState.PENDING,
        attempts=0,
        created_at=now,
        due_at=now,
        message_id=message_id,
        worker="",
        error="",
    )
    await session.execute(statement.on_conflict_do_nothing())
