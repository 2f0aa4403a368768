"""Filling the outbox: fan-outs go on chunk by chunk, each short enough that a reader's command hardly waits for it."""

import asyncio
import time
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.services.bell import Work
from bot.services.deps import Deps
from storage import fan_outs

log = structlog.get_logger()

FIRST_WIDTH = 5_000
"""Chats of the first chunk, which is filled in the transaction that makes a story known."""

_NARROWEST = 2_000
_WIDEST = 1_000_000
_ALONE = timedelta(milliseconds=55)
_SHARED = timedelta(milliseconds=300)
"""How long a chunk should take: on SQLite nobody else writes meanwhile, on PostgreSQL nobody waits for it."""

_IDLE = 1.0
_DATABASE_PAUSE = 1.0


def next_width(width: int, took: timedelta, aim: timedelta) -> int:
    """How many chats the next chunk spans, so that it takes about as long as it should; at most twice as many."""
    wanted = width * min(2.0, aim / max(took, timedelta(milliseconds=1)))
    return min(_WIDEST, max(_NARROWEST, round(wanted)))


async def run_fan_outs(deps: Deps, stopping: asyncio.Event) -> None:
    """Fill the outbox until told to stop."""
    width = FIRST_WIDTH
    aim = _ALONE if deps.database.is_sqlite else _SHARED
    while not stopping.is_set():
        try:
            took = await fill_next(deps, width=width, now=deps.now())
        except DBAPIError as error:
            log.warning("the database does not answer; nothing new is owed", error=str(error.orig))
            await asyncio.sleep(_DATABASE_PAUSE)
            continue
        if took is not None:
            width = next_width(width, took, aim)
            await deps.bell.ring(Work.OUTBOX)
        else:
            await deps.bell.wait(Work.FAN_OUTS, at_most=_IDLE)


async def fill_next(deps: Deps, *, width: int, now: datetime) -> timedelta | None:
    """One chunk of the most urgent fan-out, and how long it kept the database; None when there is none."""
    async with deps.database.write() as session:
        began = time.monotonic()  # by now nobody else writes: time that we waited for that does not count
        fan_out = await fan_outs.take_unfinished(session)
        if fan_out is None:
            return None
        await fan_outs.fill(session, fan_out, width=width, now=now)
    return timedelta(seconds=time.monotonic() - began)
