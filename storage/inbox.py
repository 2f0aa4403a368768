"""The inbox: what readers sent us is a row before it is acknowledged, and gone once it is handled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Integer, and_, bindparam, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.schema import InboxRow, Instant, SeenRow
from storage.schema.base import insert_into

_UPDATE_REPEATS = timedelta(hours=24)
_PRESS_REPEATS = timedelta(seconds=150)
"""Telegram keeps updates for a day, and the press of a button for this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An update as Telegram sent it. `lane` is the chat it belongs to; `press` says which button press it is."""

    update_id: int
    lane: int
    press: str | None
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An update in hand.

    `attempts` counts the times that handling it was begun before. One that is `repeated` is a button press that was
    acted upon under another update id, and is only to be answered.
    """

    id: int
    lane: int
    payload: Mapping[str, Any]
    attempts: int
    repeated: bool


async def add_updates(session: AsyncSession, updates: Sequence[Received], *, now: datetime) -> int:
    """Keep updates until they are handled; how many were new. One that came before is not kept again."""
    added = 0
    for one in updates:  # one by one: a press may also repeat within a batch
        if not await _is_new(session, f"update {one.update_id}", now + _UPDATE_REPEATS):
            continue
        repeated = one.press is not None and not await _is_new(session, one.press, now + _PRESS_REPEATS)
        session.add(
            InboxRow(
                update_id=one.update_id,
                lane=one.lane,
                payload=dict(one.payload),
                received_at=now,
                repeated=repeated,
                attempts=0,
            )
        )
        added += 1
    await session.flush()
    return added


async def _is_new(session: AsyncSession, what: str, until: datetime) -> bool:
    key = blake2b(what.encode(), digest_size=16).digest()
    statement = insert_into(session, SeenRow).values(what=key, until_at=until)
    added = await session.execute(statement.on_conflict_do_nothing().returning(SeenRow.what))
    return added.first() is not None


async def forget_seen(session: AsyncSession, *, now: datetime) -> None:
    """Forget what is too old to come again."""
    await session.execute(delete(SeenRow).where(SeenRow.until_at < now))


_Earlier = aliased(InboxRow)
_HEADS = (
    select(InboxRow.id)
    .where(
        ~exists().where(and_(_Earlier.lane == InboxRow.lane, _Earlier.id < InboxRow.id)),
        InboxRow.leased_until.is_(None) | (InboxRow.leased_until <= bindparam("now", type_=Instant)),
    )
    .order_by(InboxRow.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
"""The first update of each chat, if it is not in hand. Made once: it is asked for again and again."""


async def claim_updates(
    session: AsyncSession, worker: str, *, limit: int, now: datetime, ttl: timedelta
) -> list[Waiting]:
    """Take updates to handle, the oldest first: at most one of each chat, and none while an earlier one is in hand."""
    ids = list(await session.scalars(_HEADS, {"now": now, "most": limit}))
    if not ids:
        return []
    rows = await session.execute(
        update(InboxRow)
        .where(InboxRow.id.in_(ids))
        .values(leased_by=worker, leased_until=now + ttl, attempts=InboxRow.attempts + 1)
        .returning(InboxRow.id, InboxRow.lane, InboxRow.payload, InboxRow.attempts, InboxRow.repeated)
        .execution_options(synchronize_session=False)
    )
    taken = [
        Waiting(id=id_, lane=lane, payload=payload, attempts=attempts - 1, repeated=repeated)
        for id_, lane, payload, attempts, repeated in rows
    ]
    return sorted(taken, key=lambda one: one.id)


async def remove_update(session: AsyncSession, id_: int) -> None:
    """It is handled: nothing of it is kept."""
    await session.execute(delete(InboxRow).where(InboxRow.id == id_))


async def return_updates(session: AsyncSession, alive: Sequence[str]) -> int:
    """Give back what workers that are no more had in hand; how many updates there were."""
    rows = await session.scalars(
        update(InboxRow)
        .where(InboxRow.leased_until.is_not(None), InboxRow.leased_by.not_in(alive))
        .values(leased_by="", leased_until=None)
        .returning(InboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(rows.all())


async def count_waiting(session: AsyncSession) -> int:
    """How many updates are here."""
    return await session.scalar(select(func.count()).select_from(InboxRow)) or 0
