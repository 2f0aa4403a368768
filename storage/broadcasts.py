"""Broadcasts: what editors send to many."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcast import Broadcast, BroadcastState, Change, Content, Watch, Watched, next_state
from bot.domain.chat import UserId
from bot.domain.delivery import BroadcastId
from bot.domain.interest import Key
from storage.deliveries import IS_PENDING
from storage.schema import BroadcastRow, DeliveryRow

_VERSION, _WATCHES, _IS_WATCHED = "version", "watches", "watched"
"""Of a broadcast's `draft`: how often it was changed, which messages show it, and whether there are any."""


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


async def hold(session: AsyncSession, id_: BroadcastId) -> Broadcast | None:
    """The same, and nobody else changes it before this transaction ends."""
    row = await session.get(BroadcastRow, id_, with_for_update=True)
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
    row = await _hold_draft(session, id_)
    if row is None:
        return False
    row.audience = audience
    row.draft = {**row.draft, _VERSION: version_of(row.draft) + 1}
    return True


async def rewrite(session: AsyncSession, id_: BroadcastId, content: Content) -> bool:
    """Replace what a draft says; False when it is no draft any more."""
    row = await _hold_draft(session, id_)
    if row is None:
        return False
    row.html, row.photo = content.html, content.photo
    row.draft = {**row.draft, _VERSION: version_of(row.draft) + 1}
    return True


async def set_schedule(session: AsyncSession, id_: BroadcastId, at: datetime) -> None:
    """Note when a broadcast is to go out."""
    row = await session.get_one(BroadcastRow, id_, with_for_update=True)
    row.scheduled_at = at


def version_of(draft: Mapping[str, Any]) -> int:
    """How often a draft was changed: what was previewed before is not what would be sent now."""
    return int(draft.get(_VERSION, 0))


async def _hold_draft(session: AsyncSession, id_: BroadcastId) -> BroadcastRow | None:
    row = await session.get(BroadcastRow, id_, with_for_update=True)
    return row if row is not None and row.state == BroadcastState.DRAFT else None


async def set_content(session: AsyncSession, id_: BroadcastId, content: Content, *, now: datetime) -> int:
    """Replace the words, as a correction; the number of the revision that this made."""
    row = await session.get_one(BroadcastRow, id_, with_for_update=True)
    row.html, row.photo = content.html, content.photo
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


async def add_watch(session: AsyncSession, watch: Watch) -> None:
    """Let a message show how far something has come, in place of the one that did so before."""
    row = await session.get_one(BroadcastRow, watch.broadcast, with_for_update=True)
    kept = {
        "what": watch.what, "revision": watch.revision, "planned": watch.planned,
        "chat": watch.telegram_id, "message": watch.message_id,
    }  # fmt: skip
    _keep_watches(row, [*_others(row, watch), kept])


async def end_watch(session: AsyncSession, watch: Watch) -> None:
    """What a message showed is over, and stands there for good."""
    row = await session.get_one(BroadcastRow, watch.broadcast, with_for_update=True)
    _keep_watches(row, _others(row, watch))


async def list_watches(session: AsyncSession) -> list[Watch]:
    """The messages that show what goes on, the oldest broadcast first."""
    rows = await session.scalars(
        select(BroadcastRow)
        .where(BroadcastRow.draft[_IS_WATCHED].as_boolean().is_(True))
        .order_by(BroadcastRow.id)
    )
    return [_watch_of(row, kept) for row in rows for kept in row.draft.get(_WATCHES, ())]


def _others(row: BroadcastRow, watch: Watch) -> list[dict[str, Any]]:
    this = (watch.what, watch.revision)
    return [one for one in row.draft.get(_WATCHES, ()) if (one["what"], one["revision"]) != this]


def _keep_watches(row: BroadcastRow, watches: list[dict[str, Any]]) -> None:
    row.draft = {**row.draft, _WATCHES: watches, _IS_WATCHED: bool(watches)}


def _watch_of(row: BroadcastRow, kept: Mapping[str, Any]) -> Watch:
    return Watch(
        broadcast=BroadcastId(row.id),
        what=Watched(kept["what"]),
        revision=kept["revision"],
        planned=kept["planned"],
        telegram_id=kept["chat"],
        message_id=kept["message"],
    )


async def list_running(session: AsyncSession) -> list[Broadcast]:
    """Those that are being sent, in order of their start."""
    rows = await session.scalars(
        select(BroadcastRow)
        .where(BroadcastRow.state == BroadcastState.RUNNING)
        .order_by(BroadcastRow.started_at)
    )
    return [broadcast_of(row) for row in rows]


async def list_owing(session: AsyncSession) -> list[BroadcastId]:
    """Those that may still owe somebody a copy or a change, and are not paused; the oldest first.

    One that runs is not asked: the answer may lie behind a million copies that were sent, and the claim, which knows
    its floor, finds out for less.
    """
    owes = exists().where(DeliveryRow.broadcast_id == BroadcastRow.id, IS_PENDING)
    rows = await session.scalars(
        select(BroadcastRow.id)
        .where(
            or_(
                BroadcastRow.state == BroadcastState.RUNNING,
                BroadcastRow.state.in_((BroadcastState.FINISHED, BroadcastState.CANCELLED)) & owes,
            )
        )
        .order_by(BroadcastRow.started_at)
    )
    return [BroadcastId(one) for one in rows]


async def list_changing(session: AsyncSession) -> list[BroadcastId]:
    """Those that are paused and were corrected: what was sent of them is to change all the same."""
    rows = await session.scalars(
        select(BroadcastRow.id).where(
            BroadcastRow.state == BroadcastState.PAUSED, BroadcastRow.corrected_at.is_not(None)
        )
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
        scheduled_at=row.scheduled_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        corrected_at=row.corrected_at,
        recalled_at=row.recalled_at,
        recall_reason=row.recall_reason,
    )
