"""The copies of a broadcast that went out, and what became of a change to them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcast import Copies
from bot.domain.chat import ChatState
from bot.domain.delivery import Action, BroadcastId, DeliveryState
from storage.concerned import DELETABLE
from storage.deliveries import IS_PENDING
from storage.schema import ChatRow, DeliveryRow

_LOST = (DeliveryState.FAILED, DeliveryState.DROPPED)


async def count_copies(
    session: AsyncSession, broadcast: BroadcastId, *actions: Action, revision: int | None = None
) -> Copies:
    """What became of the copies, or of the change that bears this number."""
    which = [DeliveryRow.broadcast_id == broadcast, DeliveryRow.action.in_(actions)]
    if revision is not None:
        which.append(DeliveryRow.revision == revision)
    tried = func.sum(case((DeliveryRow.attempts > 0, 1), else_=0))
    rows = await session.execute(
        select(DeliveryRow.state, func.count(), tried).where(*which).group_by(DeliveryRow.state)
    )
    counts = {DeliveryState(state): (count, int(retried)) for state, count, retried in rows}
    numbers = {state: counts.get(state, (0, 0))[0] for state in DeliveryState}
    lost = await _count_blocked(session, which) if any(numbers[state] for state in _LOST) else {}
    blocked = {state: lost.get(state, 0) for state in _LOST}
    return Copies(
        waiting=numbers[DeliveryState.PENDING] + numbers[DeliveryState.SENDING],
        retrying=counts.get(DeliveryState.PENDING, (0, 0))[1],
        delivered=numbers[DeliveryState.SENT],
        blocked=sum(blocked.values()),
        failed=numbers[DeliveryState.FAILED] - blocked[DeliveryState.FAILED],
        unknown=numbers[DeliveryState.UNKNOWN],
        dropped=numbers[DeliveryState.DROPPED] - blocked[DeliveryState.DROPPED],
    )


async def _count_blocked(
    session: AsyncSession, which: Collection[ColumnElement[bool]]
) -> dict[DeliveryState, int]:
    """How many of the copies that did not arrive were for chats that are closed to us."""
    is_gone = exists().where(ChatRow.id == DeliveryRow.chat_id, ChatRow.state == ChatState.GONE)
    rows = await session.execute(
        select(DeliveryRow.state, func.count())
        .where(*which, DeliveryRow.state.in_(_LOST), is_gone)
        .group_by(DeliveryRow.state)
    )
    return {DeliveryState(state): count for state, count in rows}


async def count_reachable(session: AsyncSession, broadcast: BroadcastId, *, now: datetime) -> tuple[int, int]:
    """How many copies that were delivered Telegram still deletes, and how many are too old for that."""
    young = func.sum(case((DeliveryRow.sent_at > now - DELETABLE, 1), else_=0))
    row = (
        await session.execute(
            select(func.count(), young).where(
                DeliveryRow.broadcast_id == broadcast,
                DeliveryRow.action == Action.SEND,
                DeliveryRow.state == DeliveryState.SENT,
                DeliveryRow.message_id.is_not(None),
            )
        )
    ).one()
    deletable = int(row[1] or 0)
    return deletable, row[0] - deletable


async def edit_undeletable(
    session: AsyncSession, broadcast: BroadcastId, *, revision: int, now: datetime
) -> int:
    """Owe an edit to the copies that were to be deleted and could not be; how many there were.

    A recall of many copies takes hours, in which some of them grow too old to be deleted.
    """
    turned = await session.scalars(
        update(DeliveryRow)
        .where(
            DeliveryRow.broadcast_id == broadcast,
            DeliveryRow.action == Action.DELETE,
            DeliveryRow.revision == revision,
            DeliveryRow.state == DeliveryState.FAILED,
            DeliveryRow.error.contains("can't be deleted"),
        )
        .values(action=Action.EDIT, state=DeliveryState.PENDING, attempts=0, due_at=now, worker="")
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(turned.all())


async def drop_stopped(session: AsyncSession, broadcast: BroadcastId) -> None:
    """No longer owe copies that were in flight when an editor stopped the broadcast, and came back unsent."""
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.broadcast_id == broadcast, IS_PENDING, DeliveryRow.action == Action.SEND)
        .values(state=DeliveryState.DROPPED, error="an editor stopped it")
        .execution_options(synchronize_session=False)
    )


async def list_outcomes(
    session: AsyncSession, broadcast: BroadcastId
) -> list[tuple[str, int, str, str, int]]:
    """For a report: action, revision, state and reason, and how many deliveries that holds for."""
    columns = (DeliveryRow.action, DeliveryRow.revision, DeliveryRow.state, DeliveryRow.error)
    rows = await session.execute(
        select(*columns, func.count())
        .where(DeliveryRow.broadcast_id == broadcast)
        .group_by(*columns)
        .order_by(DeliveryRow.revision, DeliveryRow.action, func.count().desc())
    )
    return [(action, revision, state, error, count) for action, revision, state, error, count in rows]
