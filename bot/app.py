"""The one place where everything is wired together: settings → dependencies → roles."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_hex

import aiohttp
import structlog
from sqlalchemy.exc import DBAPIError

from bot.briefs.summarizers.methods import METHODS
from bot.chat import newsroom
from bot.chat.application import OpenChats, open_chats
from bot.chat.keyboards import brief_keyboard
from bot.domain.pace import spacing
from bot.errors import DatabaseError, SettingsError
from bot.feeds.fetch import Fetcher
from bot.feeds.pace import HostPace
from bot.feeds.robots import Robots
from bot.feeds.workers import Workers
from bot.services import timekeeping
from bot.services.bell import Bell
from bot.services.budget import SharedBudget
from bot.services.clock import SteadyClock
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.deps import Deps, Reach
from bot.services.fan_out import run_fan_outs
from bot.services.feed_list import Synced, read_listed, sync_listed
from bot.services.health import Health
from bot.services.ingest.brief import make_briefs
from bot.services.ingest.group import group_articles
from bot.services.ingest.hubs import keep_subscriptions
from bot.services.ingest.poll import poll_feeds
from bot.services.keep_house import ALIVE, beat, keep_house
from bot.services.metrics import Metrics
from bot.services.receive import keep_polling
from bot.services.retain import retain
from bot.settings import Settings
from bot.telegram.pace import Budget, LocalBudget
from bot.telegram.transport import BotApi, open_session
from storage import leases
from storage.database import Database, check_reachable, open_database
from storage.exclusive import held_alone
from storage.migrate import Migrated, migrate
from storage.notify import listen, tell

log = structlog.get_logger()

_LAST_CALLS = 15.0
"""Seconds that a stop waits for what is in flight, before it is given up."""

PRELOADED = ("bot.feeds.jobs", "bot.services.ingest.jobs")
"""What every worker loads when it starts."""

Loop = Callable[[asyncio.Event], Awaitable[None]]


class Role(StrEnum):
    """What a process does: all of it, or a part, beside others on the same PostgreSQL."""

    ALL = "all"
    CHAT = "chat"
    INGEST = "ingest"
    DELIVER = "deliver"

    @property
    def chats(self) -> bool:
        return self in {Role.ALL, Role.CHAT}

    @property
    def ingests(self) -> bool:
        return self in {Role.ALL, Role.INGEST}

    @property
    def delivers(self) -> bool:
        return self in {Role.ALL, Role.DELIVER}


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that is ready, and what every use case needs. `listed` is what became of the list of feeds.

    `refused` are the addresses in that list that we do not poll, with the reason.
    """

    deps: Deps
    migrated: Migrated
    clock: SteadyClock
    session: aiohttp.ClientSession
    listed: Synced | None = None
    refused: tuple[tuple[str, str], ...] = ()


@asynccontextmanager
async def opened(settings: Settings, role: Role = Role.ALL) -> AsyncIterator[Opened]:
    """Everything that a role needs, opened in order and closed in reverse.

    Raises DatabaseError and SettingsError, with the next step for whoever runs the bot.
    """
    async with AsyncExitStack() as stack:
        try:
            ready = await _open(stack, settings, role)
        except DBAPIError as error:
            raise DatabaseError(f"the database refuses its work: {str(error.orig).strip()}") from error
        yield ready


async def _open(stack: AsyncExitStack, settings: Settings, role: Role) -> Opened:
    database = await stack.enter_async_context(open_database(settings.database_url.get_secret_value()))
    await check_reachable(database)
    if role is not Role.ALL and database.is_sqlite:
        raise SettingsError(
            "SQLite serves one process that does everything: leave --role out, or set NEWSBOT_DATABASE_URL to a "
            "PostgreSQL database"
        )
    if settings.summarizer not in METHODS:
        raise SettingsError(
            f"NEWSBOT_SUMMARIZER: must be one of {', '.join(METHODS)}, not {settings.summarizer!r}"
        )
    stack.enter_context(held_alone(database))
    migrated = await migrate(database)
    clock = SteadyClock(await timekeeping.reference(database))
    session = await stack.enter_async_context(open_session())
    deps = Deps(
        settings=settings,
        database=database,
        now=clock,
        worker=f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}",
        api=await stack.enter_async_context(
            BotApi(settings.telegram_api_url, settings.telegram_token.get_secret_value())
        ),
        budget=_budget(settings, database, clock),
        bell=Bell(None if database.is_sqlite else lambda work: tell(database, work)),
        metrics=Metrics(),
        health=Health(clock),
        reach=await _open_reach(stack, settings, role, clock),
    )
    if not role.ingests:
        return Opened(deps, migrated, clock, session)
    listed = await asyncio.to_thread(read_listed, settings)
    synced = await sync_listed(database, listed.feeds, now=clock())
    return Opened(deps, migrated, clock, session, synced, listed.refused)


async def run(ready: Opened, role: Role, stopping: asyncio.Event) -> None:
    """Run a role until told to stop; what is in flight then arrives, and what is in hand is given back."""
    deps = ready.deps
    await _begin(deps)
    async with AsyncExitStack() as stack:
        loops = [*_everywhere(deps)]
        if role.chats:
            chats = await stack.enter_async_context(open_chats(deps, ready.session))
            loops += _of_chat(deps, chats)
        loops += _of_ingest(deps) if role.ingests else []
        loops += _of_delivery(deps) if role.delivers else []
        await _run_all(ready, loops, stopping)


async def _begin(deps: Deps) -> None:
    """Say that we live before we take anything in hand. On SQLite nobody else can: what the dead held is free."""
    async with deps.database.write() as session:
        if deps.database.is_sqlite:
            await leases.end_all(session)
        await leases.beat(session, deps.worker, now=deps.now(), ttl=ALIVE)


async def _run_all(ready: Opened, loops: Sequence[Loop], stopping: asyncio.Event) -> None:
    deps = ready.deps
    async with asyncio.TaskGroup() as group:
        beside = [group.create_task(timekeeping.compare(deps.database, ready.clock))]
        if not deps.database.is_sqlite:
            beside.append(group.create_task(listen(deps.database, deps.bell.hear_name)))
        working = [group.create_task(_loop(loop, stopping)) for loop in loops]
        await stopping.wait()
        deps.bell.end()
        _, late = await asyncio.wait(working, timeout=_LAST_CALLS)
        for task in (*late, *beside):
            task.cancel()


async def _loop(loop: Loop, stopping: asyncio.Event) -> None:
    try:
        await loop(stopping)
    except DBAPIError as error:
        if not stopping.is_set():
            raise
        log.warning(
            "the database is away as we stop; what we hold falls free by itself", error=str(error.orig)
        )


def _everywhere(deps: Deps) -> list[Loop]:
    return [lambda stop: beat(deps, stop), lambda stop: keep_house(deps, stop)]


def _of_chat(deps: Deps, chats: OpenChats) -> list[Loop]:
    loops: list[Loop] = [lambda stop: chats.keep_handling(deps, stop)]
    if not deps.settings.webhook_url:
        loops.append(lambda stop: keep_polling(deps, stop))
    return loops


def _of_ingest(deps: Deps) -> list[Loop]:
    return [
        lambda stop: poll_feeds(deps, stop),
        lambda stop: make_briefs(deps, stop),
        lambda stop: group_articles(deps, stop),
        lambda stop: keep_subscriptions(deps, stop),
        lambda stop: retain(deps, stop),
    ]


def _of_delivery(deps: Deps) -> list[Loop]:
    return [
        lambda stop: run_fan_outs(deps, stop),
        lambda stop: Courier(deps, Composer(deps, brief_keyboard)).run(stop),
        lambda stop: newsroom.watch(deps, stop),
    ]


async def _open_reach(stack: AsyncExitStack, settings: Settings, role: Role, clock: SteadyClock) -> Reach:
    fetcher = await stack.enter_async_context(
        Fetcher(allow_private=settings.fetch_private_addresses, pace=HostPace(), now=clock)
    )
    workers = Workers(
        settings.workers or max(1, (os.cpu_count() or 2) - 1),
        preload=PRELOADED,
    )
    if role.ingests:
        await stack.enter_async_context(workers)
    return Reach(fetcher, Robots(fetcher), workers)


def _budget(settings: Settings, database: Database, clock: SteadyClock) -> Budget:
    distance = spacing(settings.messages_per_second)
    return LocalBudget(distance, clock) if database.is_sqlite else SharedBudget(database, distance, clock)
