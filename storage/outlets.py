"""What outlets repeat under their articles; what the bytes mean is the business of `bot.briefs.outlet_lines`."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.schema import OutletRow
from storage.schema.base import upsert


async def find_lines(session: AsyncSession, outlet: str) -> bytes:
    """What is kept of an outlet; empty when nothing is."""
    return await session.scalar(select(OutletRow.lines).where(OutletRow.name == outlet)) or b""


async def set_lines(session: AsyncSession, outlet: str, lines: bytes, *, now: datetime) -> None:
    """Keep what was learnt of an outlet."""
    values = {"name": outlet, "lines": lines, "learnt_at": now}
    await session.execute(upsert(session, OutletRow, values, key=("name",), change=("lines", "learnt_at")))
