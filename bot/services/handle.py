"""Handling what is in the inbox: chats beside each other, the updates of one chat in their order."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from bot.services.bell import Work
from bot.services.deps import Deps
from storage import inbox
from storage.inbox import Waiting

log = structlog.get_logger()

Handle = Callable[[Mapping[str, Any], bool], Awaitable[None]]
"""Does what an update asks for. The flag says that it is a press which was acted upon before: answer it, no more."""

_AT_ONCE = 64
_LEASE = timedelta(seconds=60)
_IDLE = 0.5
_PAUSE = 1.0
_MAX_ATTEMPTS = 3


async def keep_handling(deps: Deps, stopping: asyncio.Event, handle: Handle) -> None:
    """Handle updates until told to stop, and finish those in hand."""
    async with asyncio.TaskGroup() as handling:
        in_hand = 0

        def done(_: object) -> None:
            nonlocal in_hand
            in_hand -= 1

        while not stopping.is_set():
            try:
                waiting = await _claim(deps, _AT_ONCE - in_hand)
            except DBAPIError as error:
                log.warning("the database does not answer; updates wait", error=str(error.orig))
                await asyncio.sleep(_PAUSE)
                continue
            deps.health.works("inbox")
            for one in waiting:
                in_hand += 1
                handling.create_task(_handle(deps, one, handle)).add_done_callback(done)
            if not waiting:
                await deps.bell.wait(Work.INBOX, at_most=_IDLE)


async def _claim(deps: Deps, room: int) -> list[Waiting]:
    if room <= 0:
        return []
    async with deps.database.write() as session:
        return await inbox.claim_updates(session, deps.worker, limit=room, now=deps.now(), ttl=_LEASE)


async def _handle(deps: Deps, waiting: Waiting, handle: Handle) -> None:
    """Handle one update and forget it; one that fails with the database stays, to be tried again."""
    began = deps.now()
    outcome = "handled"
    try:
        if waiting.attempts >= _MAX_ATTEMPTS:
            outcome = "given_up"
            log.error("gave an update up that ended the process, or failed, several times", lane=waiting.lane)
        else:
            with deps.database.hurrying():
                await handle(waiting.payload, waiting.repeated)
        async with deps.database.write() as session:
            await inbox.remove_update(session, waiting.id)
    except DBAPIError as error:
        outcome = "put_off"
        log.warning("the database does not answer; an update waits", error=str(error.orig))
    deps.metrics.updates.labels(outcome).inc()
    deps.metrics.reply_seconds.observe((deps.now() - began).total_seconds())
    await deps.bell.ring(Work.INBOX)  # the next update of this chat may go now
