"""What an editor was asked and has not answered yet. It outlives a restart, and nothing else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import Place, UserId
from storage.schema import FactRow
from storage.schema.base import upsert

_PREFIX = "question:"


async def set_question(
    session: AsyncSession, place: Place, user: UserId, question: Mapping[str, Any], *, now: datetime
) -> None:
    """Ask somebody something, in place of what he was asked before."""
    values = {"name": _name(place, user), "value": dict(question), "updated_at": now}
    await session.execute(upsert(session, FactRow, values, key=("name",), change=("value", "updated_at")))


async def find_question(
    session: AsyncSession, place: Place, user: UserId, *, since: datetime
) -> dict[str, Any] | None:
    """What somebody was asked in this place since a moment, and has not answered."""
    value = await session.scalar(
        select(FactRow.value).where(FactRow.name == _name(place, user), FactRow.updated_at >= since)
    )
    return None if value is None else dict(value)


async def remove_question(session: AsyncSession, place: Place, user: UserId) -> None:
    """It is answered, or asked no more."""
    await session.execute(delete(FactRow).where(FactRow.name == _name(place, user)))


async def remove_old(session: AsyncSession, *, before: datetime) -> None:
    """Forget questions that nobody answered."""
    await session.execute(
        delete(FactRow).where(FactRow.name.startswith(_PREFIX), FactRow.updated_at < before)
    )


def _name(place: Place, user: UserId) -> str:
    return f"{_PREFIX}{place.telegram_id}:{place.thread_id}:{user}"
