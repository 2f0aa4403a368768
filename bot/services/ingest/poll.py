"""Polling: feeds that are due are checked beside each other, shared out among all processes that ingest."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.domain.feed import Feed
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.check import check_feed
from bot.services.ingest.watch import tell_editors_of
from storage import feeds

log = structlog.get_logger()

AT_ONCE = 40
"""Feeds that are checked at the same time; most of them wait for their servers."""

LEASE = timedelta(minutes=3)
_IDLE = 2.0
_PAUSE = 2.0


async def poll_feeds(deps: Deps, stopping: asyncio.Event) -> None:
    """Check feeds as they become due, until told to stop; then finish the checks in hand."""
    async with asyncio.TaskGroup() as checking:
        in_hand: set[asyncio.Task[None]] = set()
        while not stopping.is_set():
            try:
                async with deps.database.write() as session:
                    due = await feeds.claim_due(
                        session, deps.worker, now=deps.now(), limit=AT_ONCE - len(in_hand), ttl=LEASE
                    )
            except DBAPIError as error:
                log.warning("the database does not answer; no feeds are checked", error=str(error.orig))
                await asyncio.sleep(_PAUSE)
                continue
            for feed in due:
                task = checking.create_task(_check(deps, feed))
                in_hand.add(task)
                task.add_done_callback(in_hand.discard)
            if not due:
                await deps.bell.wait(Work.FEEDS, at_most=_IDLE)


async def _check(deps: Deps, feed: Feed) -> None:
    """Check one feed; whatever happens to it, the others go on."""
    try:
        checked = await check_feed(deps, feed)
        await tell_editors_of(deps, feed, checked)
    except DBAPIError as error:
        log.warning("the database does not answer; a check is lost", feed=feed.url, error=str(error.orig))
    except Exception:  # a fault of ours in one feed must not end the polling of all
        log.exception("a check failed in a way that we did not foresee", feed=feed.url)
    deps.health.works("feeds")
    await deps.bell.ring(Work.FEEDS)
