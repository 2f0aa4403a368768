"""Claiming what is due, and giving it back.

A worker leases Telegram chats, not rows: so one chat is served by one process at a time, in order, and all that is due
for it can be gathered. The step from `pending` to `sending` is one UPDATE that only one worker can win, which is why
nothing is sent twice even when a lease was lost in between.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Select,
    and_,
    delete,
    exists,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import Chat
from bot.domain.delivery import Action, BroadcastId, Delivery, DeliveryState, Lane
from bot.domain.hours import local_day
from storage.chats import chat_of
from storage.deliveries import IS_PENDING, IS_SENDING, delivery_of
from storage.schema import BroadcastRow, ChatLeaseRow, ChatRow, DeliveryRow
from storage.schema.base import insert_into

_NEWEST = 1_000
"""Rows of a paused broadcast that are looked at for changes to it."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Where the last claim ended: what lies before it is done, so the next one need not look there.

    Without it every claim walks over the dead entries of all that was sent before, which PostgreSQL cannot remove
    while any transaction holds an old snapshot (measured: claims eight times slower).
    """

    due_at: datetime
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChat:
    """A chat in hand and all that is due for it, in order of lane and time. `tat` belongs to `bot.domain.pace`."""

    chat: Chat
    tat: datetime
    sent_today: int
    deliveries: tuple[Delivery, ...]


async def claim_briefs(
    session: AsyncSession,
    worker: str,
    lane: Lane,
    *,
    floor: Floor | None,
    now: datetime,
    limit: int,
    ttl: timedelta,
) -> tuple[list[int], Floor | None]:
    """Lease up to `limit` chats to which stories are due in this lane: their Telegram ids, and the new floor."""
    due = _due(now, floor).where(
        IS_PENDING, DeliveryRow.broadcast_id.is_(None), DeliveryRow.lane == literal_column(str(int(lane)))
    )
    return await _claim(session, worker, due, floor, now=now, limit=limit, ttl=ttl)


async def claim_broadcast(
    session: AsyncSession,
    worker: str,
    broadcast: BroadcastId,
    *,
    floor: Floor | None,
    now: datetime,
    limit: int,
    ttl: timedelta,
) -> tuple[list[int], Floor | None]:
    """Lease up to `limit` chats to which this broadcast is due."""
    due = _due(now, floor).where(IS_PENDING, DeliveryRow.broadcast_id == broadcast)
    return await _claim(session, worker, due, floor, now=now, limit=limit, ttl=ttl)


async def claim_changes(
    session: AsyncSession,
    worker: str,
    broadcast: BroadcastId,
    *,
    now: datetime,
    limit: int,
    ttl: timedelta,
) -> list[int]:
    """Lease up to `limit` chats to which changes of a paused broadcast are due.

    They are newer than the copies that wait for it to go on, of which there may be a million: so only the newest
    rows are looked at.
    """
    newest = (
        select(DeliveryRow.id)
        .where(IS_PENDING, DeliveryRow.broadcast_id == broadcast, DeliveryRow.due_at <= now)
        .order_by(DeliveryRow.due_at.desc(), DeliveryRow.id.desc())
        .limit(_NEWEST)
    )
    due = _due(now, None).where(
        IS_PENDING, DeliveryRow.id.in_(newest.scalar_subquery()), DeliveryRow.action != Action.SEND
    )
    leased, _ = await _claim(session, worker, due, None, now=now, limit=limit, ttl=ttl)
    return leased


def _due(now: datetime, floor: Floor | None) -> Select[datetime, int, int]:
    leased = exists().where(ChatLeaseRow.telegram_id == ChatRow.telegram_id, ChatLeaseRow.until_at > now)
    query = (
        select(DeliveryRow.due_at, DeliveryRow.id, ChatRow.telegram_id)
        .join(ChatRow, ChatRow.id == DeliveryRow.chat_id)
        .where(DeliveryRow.due_at <= now, ~leased)
        .order_by(DeliveryRow.due_at, DeliveryRow.id)
    )
    if floor is not None:
        query = query.where(tuple_(DeliveryRow.due_at, DeliveryRow.id) > (floor.due_at, floor.id))
    return query


async def _claim(
    session: AsyncSession,
    worker: str,
    due: Select[datetime, int, int],
    floor: Floor | None,
    *,
    now: datetime,
    limit: int,
    ttl: timedelta,
) -> tuple[list[int], Floor | None]:
    rows = (await session.execute(due.limit(limit).with_for_update(skip_locked=True, of=DeliveryRow))).all()
    if not rows:
        return [], floor
    wanted = sorted({row.telegram_id for row in rows})  # sorted: two workers must not wait for each other
    statement = insert_into(session, ChatLeaseRow)
    connection = await session.connection()
    leased = await connection.scalars(
        statement.on_conflict_do_update(
            index_elements=("telegram_id",),
            set_={"worker": statement.excluded.worker, "until_at": statement.excluded.until_at},
            where=ChatLeaseRow.until_at <= now,
        ).returning(ChatLeaseRow.telegram_id),
        # Beside the statement, not in it: so it is compiled once, and not for every claim.
        [{"telegram_id": chat, "worker": worker, "until_at": now + ttl} for chat in wanted],
    )
    return list(leased), Floor(rows[-1].due_at, rows[-1].id)


async def list_due(session: AsyncSession, telegram_ids: Collection[int], *, now: datetime) -> list[DueChat]:
    """What is due for these Telegram chats, thread by thread.

    Of broadcasts that are paused or stopped no further copies, but changes to those that were sent.
    """
    running = select(BroadcastRow.id).where(BroadcastRow.state.in_(("running", "finished")))
    sendable = or_(
        DeliveryRow.broadcast_id.is_(None),
        DeliveryRow.action != Action.SEND,
        DeliveryRow.broadcast_id.in_(running),
    )
    rows = await session.execute(  # columns, not objects: those took twice the time, and nobody changes them here
        select(*DeliveryRow.__table__.c)
        .join(ChatRow, and_(DeliveryRow.chat_id == ChatRow.id, IS_PENDING))
        .where(ChatRow.telegram_id.in_(telegram_ids), DeliveryRow.due_at <= now, sendable)
        .order_by(DeliveryRow.chat_id, DeliveryRow.lane, DeliveryRow.due_at, DeliveryRow.id)
    )
    owed: dict[int, list[Delivery]] = {}
    for row in rows:
        owed.setdefault(row.chat_id, []).append(delivery_of(row))
    chats = (await session.execute(select(*ChatRow.__table__.c).where(ChatRow.id.in_(owed)))).all()
    return [
        DueChat(
            chat=chat_of(chat),
            tat=chat.free_at,
            sent_today=chat.sent_today if chat.sent_day == local_day(chat.zone, now) else 0,
            deliveries=tuple(owed[chat.id]),
        )
        for chat in sorted(chats, key=lambda chat: chat.id)
    ]


async def release(
    session: AsyncSession, worker: str, telegram_ids: Collection[int], *, now: datetime
) -> None:
    """Give chats back. What is left for them becomes due anew, so that it lies beyond everybody's floor."""
    threads = select(ChatRow.id).where(ChatRow.telegram_id.in_(telegram_ids))
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.chat_id.in_(threads), IS_PENDING, DeliveryRow.due_at < now)
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        delete(ChatLeaseRow).where(ChatLeaseRow.telegram_id.in_(telegram_ids), ChatLeaseRow.worker == worker)
    )


async def rescue(session: AsyncSession, alive: Collection[str], *, now: datetime) -> tuple[int, int]:
    """Take over from workers that are no more: how many deliveries became unknown, how many chats were freed."""
    dead = await session.scalars(
        select(ChatLeaseRow.worker).where(ChatLeaseRow.worker.not_in(alive)).distinct()
    )
    freed = 0
    for worker in dead.all():
        chats = await session.scalars(select(ChatLeaseRow.telegram_id).where(ChatLeaseRow.worker == worker))
        ids = list(chats)
        freed += len(ids)
        await release(session, worker, ids, now=now)
    unknown = await session.scalars(
        update(DeliveryRow)
        .where(IS_SENDING, DeliveryRow.worker.not_in(alive))
        .values(state=DeliveryState.UNKNOWN, error="the process ended while it was being sent")
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(unknown.all()), freed
