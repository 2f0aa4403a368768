"""Broadcasts: what editors send to many."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcast import Broadcast, BroadcastState, Change, Content, next_state
from bot.domain.chat import UserId
from bot.domain.delivery import BroadcastId
from bot.domain.interest import Key
from storage.deliveries import IS_PENDING
from storage.schema import BroadcastRow, DeliveryRow


async def add_draft(session: AsyncSession, author: UserId, content: Content, *, now: datetime) -> Broadcast:
    """Keep what an editor wrote, addressed to everybody until he says otherwise."""
    row = BroadcastRow(
        author=author, state=BroadcastState.DRAFT, html=content.html, photo=content.photo, created_at=now
    )
    session.add(row)
    await session.flush()
    return broadcast_of(row)


async def find_broadcast(session: AsyncSession, id_: BroadcastId) -> Broadcast | None:
    """The broadcast with this number."""
    row = await session.get(BroadcastRow, id_)
    return broadcast_of(row) if row else None


async def change_state(
    session: AsyncSession, id_: BroadcastId, change: Change, *, now: datetime
) -> Broadcast | None:
    """Take a step; None when the step has no meaning in the present state (a button pressed twice)."""
    row = await session.get(BroadcastRow, id_, with_for_update=True)
    if row is None or (state := next_state(BroadcastState(row.state), change)) is None:
        return None
    row.state = state
    if state is BroadcastState.RUNNING and row.started_at is None:
        row.started_at = now
    if state in {BroadcastState.FINISHED, BroadcastState.CANCELLED}:
        row.finished_at = now
    return broadcast_of(row)


async def set_audience(session: AsyncSession, id_: BroadcastId, audience: Key | None) -> bool:
    """Address a draft; False when it is no draft any more."""
    changed = await session.execute(
        update(BroadcastRow)
        .where(BroadcastRow.id == id_, BroadcastRow.state == BroadcastState.DRAFT)
        .values(audience=audience)
        .returning(BroadcastRow.id)
    )
    return changed.first() is not None


async def set_content(session: AsyncSession, id_: BroadcastId, content: Content, *, now: datetime) -> int:
    """Replace the words, as a correction; the number of the revision that this made."""
    row = await session.get_one(BroadcastRow, id_, with_for_update=True)
    row.html, row.photo = content.html, content.photo or row.photo
    row.revision += 1
    row.corrected_at = now
    return row.revision


async def set_recalled(session: AsyncSession, id_: BroadcastId, *, reason: str, now: datetime) -> int | None:
    """Take it back; the number of the revision that this made, None when it was taken back before."""
    row = await session.get_one(BroadcastRow, id_, with_for_update=True)
    if row.recalled_at is not None:
        return None
    row.recalled_at, row.recall_reason = now, reason
    row.revision += 1
    return row.revision


async def set_draft(session: AsyncSession, id_: BroadcastId, draft: Mapping[str, Any]) -> None:
    """Keep what the editor is being asked for, or where his progress message stands."""
    row = await session.get_one(BroadcastRow, id_, with_for_update=True)
    row.draft = {**row.draft, **draft}


async def get_draft(session: AsyncSession, id_: BroadcastId) -> dict[str, Any]:
    """What `set_draft` kept."""
    return dict((await session.get_one(BroadcastRow, id_)).draft)


async def list_running(session: AsyncSession) -> list[Broadcast]:
    """Those that are being sent, in order of their start."""
    rows = await session.scalars(
        select(BroadcastRow)
        .where(BroadcastRow.state == BroadcastState.RUNNING)
        .order_by(BroadcastRow.started_at)
    )
    return [broadcast_of(row) for row in rows]


async def list_owing(session: AsyncSession) -> list[BroadcastId]:
    """Those that still owe somebody a copy or a change, and are not paused; the oldest first."""
    owes = exists().where(DeliveryRow.broadcast_id == BroadcastRow.id, IS_PENDING)
    rows = await session.scalars(
        select(BroadcastRow.id)
        .where(
            or_(
                BroadcastRow.state == BroadcastState.RUNNING,
                BroadcastRow.state == BroadcastState.FINISHED,
                BroadcastRow.state == BroadcastState.CANCELLED,
            ),
            owes,
        )
        .order_by(BroadcastRow.started_at)
    )
    return [BroadcastId(one) for one in rows]


async def list_recent(session: AsyncSession, *, limit: int) -> list[Broadcast]:
    """The latest ones, newest first."""
    rows = await session.scalars(select(BroadcastRow).order_by(BroadcastRow.id.desc()).limit(limit))
    return [broadcast_of(row) for row in rows]


async def list_scheduled(session: AsyncSession, *, now: datetime) -> list[BroadcastId]:
    """Those whose hour has come."""
    rows = await session.scalars(
        select(BroadcastRow.id).where(
            BroadcastRow.state == BroadcastState.SCHEDULED, BroadcastRow.scheduled_at <= now
        )
    )
    return [BroadcastId(one) for one in rows]


def broadcast_of(row: BroadcastRow) -> Broadcast:
    """The noun for a row."""
    return Broadcast(
        id=BroadcastId(row.id),
        author=UserId(row.author),
        state=BroadcastState(row.state),
        content=Content(html=row.html, photo=row.photo),
        audience=None if row.audience is None else Key(row.audience),
        revision=row.revision,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        corrected_at=row.corrected_at,
        recalled_at=row.recalled_at,
        recall_reason=row.recall_reason,
    )
