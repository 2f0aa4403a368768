"""Filling the outbox: fan-outs go on chunk by chunk, each short enough that a reader's command hardly waits for it."""

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.services.bell import Work
from bot.services.deps import Deps
from storage import fan_outs

log = structlog.get_logger()

FIRST_WIDTH = 2_000
"""Chats of the first chunk, which is filled in the transaction that makes a story known."""

_NARROWEST = 250
_WIDEST = 1_000_000
_LONGEST = timedelta(milliseconds=50)
_IDLE = 1.0
_DATABASE_PAUSE = 1.0


def next_width(width: int, took: timedelta) -> int:
    """How many chats the next chunk spans, so that it takes no longer than 50 ms."""
    if took > _LONGEST:
        return max(_NARROWEST, width // 2)
    if took < _LONGEST / 2:
        return min(_WIDEST, width * 2)
    return width


async def run_fan_outs(deps: Deps, stopping: asyncio.Event) -> None:
    """Fill the outbox until told to stop."""
    width = FIRST_WIDTH
    while not stopping.is_set():
        try:
            began = deps.now()
            found = await fill_next(deps, width=width, now=began)
        except DBAPIError as error:
            log.warning("the database does not answer; nothing new is owed", error=str(error.orig))
            await asyncio.sleep(_DATABASE_PAUSE)
            continue
        if found:
            width = next_width(width, deps.now() - began)
            await deps.bell.ring(Work.OUTBOX)
        else:
            await deps.bell.wait(Work.FAN_OUTS, at_most=_IDLE)


async def fill_next(deps: Deps, *, width: int, now: datetime) -> bool:
    """One chunk of the most urgent fan-out; False when there is none."""
    async with deps.database.write() as session:
        fan_out = await fan_outs.take_unfinished(session)
        if fan_out is None:
            return False
        await fan_outs.fill(session, fan_out, width=width, now=now)
    return True
