"""What exactly one process does at a time, and which processes are alive."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.schema import LeaseRow
from storage.schema.base import insert_into

_WORKER = "worker:"


async def take_lease(session: AsyncSession, name: str, holder: str, *, now: datetime, ttl: timedelta) -> bool:
    """Take or renew a lease; False while another holder's has not run out."""
    statement = insert_into(session, LeaseRow).values(name=name, holder=holder, until_at=now + ttl)
    taken = await session.execute(
        statement.on_conflict_do_update(
            index_elements=("name",),
            set_={"holder": holder, "until_at": now + ttl},
            where=(LeaseRow.holder == holder) | (LeaseRow.until_at <= now),
        ).returning(LeaseRow.holder)
    )
    return taken.first() is not None


async def release_lease(session: AsyncSession, name: str, holder: str) -> None:
    """Give a lease back before it runs out."""
    await session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))


async def find_holder(session: AsyncSession, name: str, *, now: datetime) -> str | None:
    """Who holds a lease now."""
    return await session.scalar(select(LeaseRow.holder).where(LeaseRow.name == name, LeaseRow.until_at > now))


async def beat(session: AsyncSession, worker: str, *, now: datetime, ttl: timedelta) -> None:
    """Say that a worker is alive, for `ttl`."""
    await take_lease(session, _WORKER + worker, worker, now=now, ttl=ttl)


async def end(session: AsyncSession, worker: str) -> None:
    """Say that a worker has stopped."""
    await release_lease(session, _WORKER + worker, worker)


async def end_all(session: AsyncSession) -> None:
    """Forget all leases: for whoever has the database alone, to begin where a killed process stopped."""
    await session.execute(delete(LeaseRow))


async def list_alive(session: AsyncSession, *, now: datetime) -> list[str]:
    """The workers that are alive."""
    return list(
        await session.scalars(
            select(LeaseRow.holder).where(LeaseRow.name.startswith(_WORKER), LeaseRow.until_at > now)
        )
    )
