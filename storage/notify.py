"""Telling the other processes on a PostgreSQL database that there is work."""

import asyncio
from collections.abc import Callable

import psycopg
import structlog
from sqlalchemy import text

from storage.database import Database

log = structlog.get_logger()

_CHANNEL = "newsbot"
_PAUSE = 5.0


async def tell(database: Database, what: str) -> None:
    """Tell every process that listens."""
    async with database.write() as session:
        await session.execute(text("SELECT pg_notify(:channel, :what)"), {"channel": _CHANNEL, "what": what})


async def listen(database: Database, hear: Callable[[str], None]) -> None:
    """Hear what others tell, until cancelled. Lost connections are opened anew: nobody relies on hearing everything."""
    address = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {_CHANNEL}")
                async for notice in connection.notifies():
                    hear(notice.payload)
        except psycopg.Error as error:
            log.warning(
                "cannot listen to the other processes; looking for work now and then", error=str(error)
            )
        await asyncio.sleep(_PAUSE)
