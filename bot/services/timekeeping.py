"""The time that all processes on a database share, and how our clock keeps to it."""

import asyncio
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError

from bot.services.clock import SteadyClock, machine_time
from storage.database import Database, database_time

log = structlog.get_logger()

_EVERY = 30.0
_WORTH_A_WORD = 2.0


async def reference(database: Database) -> datetime:
    """The database server's time or, on SQLite, the machine's."""
    return machine_time() if database.is_sqlite else await database_time(database)


async def compare(database: Database, clock: SteadyClock) -> None:
    """Keep a clock to the shared time until cancelled."""
    while True:
        await asyncio.sleep(_EVERY)
        try:
            drift = clock.compare(await reference(database)).total_seconds()
        except DBAPIError:
            continue  # whoever needs the database says so
        if abs(drift) > _WORTH_A_WORD:
            log.warning("the clock was set; ours goes on steadily", seconds=round(drift, 1))
