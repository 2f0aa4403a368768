"""What needs doing now and then: who is alive, what the dead left behind, whose digest hour has come."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.domain.chat import ChatState
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.disk import DiskWatch
from storage import articles, chats, claims, counts, deliveries, feeds, inbox, leases

log = structlog.get_logger()

ALIVE = timedelta(seconds=12)
"""How long a process counts as alive after it last said so."""

_BEAT = 3.0
_EVERY = 5.0
_MEASURE_EVERY = 15.0
_COUNT_EVERY = 120.0
_DISK_EVERY = 600.0
_DIGESTS_AT_ONCE = 1_000


async def beat(deps: Deps, stopping: asyncio.Event) -> None:
    """Say that this process is alive until told to stop, and then that it is not."""
    await _every(_BEAT, stopping, lambda: _beat_once(deps))
    async with deps.database.write() as session:
        await leases.end(session, deps.worker)


async def _beat_once(deps: Deps) -> None:
    try:
        async with deps.database.write() as session:
            await leases.beat(session, deps.worker, now=deps.now(), ttl=ALIVE)
    except DBAPIError as error:
        deps.health.fails("database", f"cannot be written: {error.orig}")
        raise
    deps.health.works("database")


async def keep_house(deps: Deps, stopping: asyncio.Event) -> None:
    """Do all of it, every few seconds, until told to stop."""
    disk = DiskWatch(deps)
    async with asyncio.TaskGroup() as loops:
        loops.create_task(_every(_EVERY, stopping, lambda: _keep_house_once(deps)))
        loops.create_task(_every(_MEASURE_EVERY, stopping, lambda: measure(deps)))
        loops.create_task(_every(_COUNT_EVERY, stopping, lambda: count(deps)))
        loops.create_task(_every(_DISK_EVERY, stopping, disk.look))


async def _keep_house_once(deps: Deps) -> None:
    await rescue(deps)
    await turn_digests(deps)
    deps.metrics.slowdown.set(await deps.budget.speed_up())
    async with deps.database.write() as session:
        await inbox.forget_seen(session, now=deps.now())


async def rescue(deps: Deps) -> None:
    """Take over what processes that are no more had in hand."""
    now = deps.now()
    async with deps.database.write() as session:
        alive = await leases.list_alive(session, now=now)
        if deps.worker not in alive:
            return  # a process that has not said it lives must not declare others dead, or itself
        unknown, freed = await claims.rescue(session, alive, now=now)
        updates = await inbox.return_updates(session, alive)
        await feeds.free_feeds(session, alive)
        await articles.free_articles(session, alive)
    if unknown or freed or updates:
        log.warning("took over from a process that ended", chats=freed, updates=updates, unknown=unknown)
        await deps.bell.ring(Work.OUTBOX)
        await deps.bell.ring(Work.INBOX)


async def turn_digests(deps: Deps) -> None:
    """Set the next digest hour of chats whose hour has come."""
    turned = _DIGESTS_AT_ONCE
    while turned == _DIGESTS_AT_ONCE:
        async with deps.database.write() as session:
            turned = await chats.turn_digests(session, now=deps.now(), limit=_DIGESTS_AT_ONCE)


async def measure(deps: Deps) -> None:
    """Bring the gauges of the outbox up to date."""
    async with deps.database.read() as session:
        due, since = await deliveries.count_pending(session, now=deps.now())
    deps.metrics.outbox_due.set(due)
    deps.metrics.outbox_age.set((deps.now() - since).total_seconds() if since else 0)


async def count(deps: Deps) -> None:
    """Bring the gauges of chats and feeds up to date; with a million chats that is no small matter."""
    async with deps.database.read() as session:
        in_state = await chats.count_chats(session)
        of_health = await counts.count_feeds(session)
    for state in ChatState:
        deps.metrics.chats.labels(state).set(in_state.get(state, 0))
    for health, number in of_health.items():
        deps.metrics.feeds.labels(health).set(number)


async def _every(seconds: float, stopping: asyncio.Event, act: Callable[[], Awaitable[None]]) -> None:
    while not stopping.is_set():
        try:
            await act()
        except DBAPIError as error:
            log.warning("the database does not answer", error=str(error.orig))
        try:
            async with asyncio.timeout(seconds):
                await stopping.wait()
        except TimeoutError:
            continue
