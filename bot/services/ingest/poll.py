"""Polling: feeds that are due are checked beside each other, shared out among all processes that ingest."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.domain.feed import Feed
from bot.feeds.failure import FailureKind
from bot.feeds.schedule import backoff
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.check import check_feed
from bot.services.ingest.hosts import Hands, host_of
from bot.services.ingest.watch import tell_editors_of
from storage import feeds

log = structlog.get_logger()

AT_ONCE = 64
"""Feeds that are checked at the same time; most of them wait for their servers."""

AT_ONE_HOST = 6

LEASE = timedelta(minutes=30)
"""Longer than any check takes; what a process that died had in hand is freed when its death is noticed."""

_OFF = timedelta(seconds=5)
_IDLE = 2.0
_SHORTEST = 0.05
_PAUSE = 2.0


class Poller:
    """Checks feeds as they become due, several beside each other."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._hands = Hands(AT_ONE_HOST)
        self._in_hand: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Check feeds until told to stop; then finish the checks in hand."""
        async with asyncio.TaskGroup() as checking:
            while not stopping.is_set():
                try:
                    found = await self._turn(checking)
                    wait = 0.0 if found else await self._until_due()
                except DBAPIError as error:
                    log.warning("the database does not answer; no feeds are checked", error=str(error.orig))
                    await asyncio.sleep(_PAUSE)
                    continue
                self._deps.health.works("feeds")
                if not found:
                    await self._deps.bell.wait(Work.FEEDS, at_most=wait)

    async def _turn(self, checking: asyncio.TaskGroup) -> bool:
        """Take in hand what is due, as far as there is room; whether anything was."""
        if len(self._in_hand) >= AT_ONCE:
            await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
        now = self._deps.now()
        room = AT_ONCE - len(self._in_hand)
        async with self._deps.database.write_behind() as session:
            due = await feeds.claim_due(session, self._deps.worker, now=now, limit=room, ttl=LEASE)
        crowded = []
        for feed in due:
            host = host_of(feed.url)
            if self._hands.is_full(host):
                crowded.append(feed.id)
                continue
            self._hands.take(host)
            task = checking.create_task(self._check(feed, host))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        if crowded:
            async with self._deps.database.write_behind() as session:
                await feeds.put_off(session, crowded, until=now + _OFF)
        return bool(due)

    async def _until_due(self) -> float:
        """Seconds until the next feed is due, as far as can be said: others may add one."""
        now = self._deps.now()
        async with self._deps.database.read() as session:
            due_at = await feeds.next_due_at(session, now=now)
        wait = _IDLE if due_at is None else (due_at - now).total_seconds()
        return min(max(wait, _SHORTEST), _IDLE)

    async def _check(self, feed: Feed, host: str) -> None:
        """Check one feed; whatever happens to it, the others go on."""
        try:
            checked = await check_feed(self._deps, feed)
            await tell_editors_of(self._deps, feed, checked)
        except DBAPIError as error:
            log.warning("the database does not answer; a check is lost", feed=feed.url, error=str(error.orig))
        except Exception:  # a fault of ours in one feed must not end the polling of all
            log.exception("a check failed in a way that we did not foresee", feed=feed.url)
            await self._give_up(feed)
        finally:
            self._hands.give_back(host)

    async def _give_up(self, feed: Feed) -> None:
        """Come back to a feed that we cannot cope with as to one that fails: later and later."""
        now, failures = self._deps.now(), feed.failures + 1
        values = {
            "failures": failures,
            "error": "could not be checked, by a fault of ours; see the log",
            "error_kind": FailureKind.OTHER,
            "error_at": now,
            "next_check_at": now + backoff(failures),
        }
        async with self._deps.database.write_behind() as session:
            await feeds.mark_checked(session, feed.id, values)


async def poll_feeds(deps: Deps, stopping: asyncio.Event) -> None:
    """Check feeds as they become due, until told to stop."""
    await Poller(deps).run(stopping)
