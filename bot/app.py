"""The one place where everything is wired together: settings → dependencies → roles."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_hex

import aiohttp
import structlog

from bot.chat import newsroom
from bot.chat.application import OpenChats, open_chats
from bot.chat.keyboards import brief_keyboard
from bot.domain.pace import spacing
from bot.errors import SettingsError
from bot.feeds.fetch import Fetcher
from bot.feeds.pace import HostPace
from bot.feeds.robots import Robots
from bot.feeds.workers import Workers
from bot.services import timekeeping
from bot.services.bell import Bell, Work
from bot.services.budget import SharedBudget
from bot.services.clock import SteadyClock
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.deps import Deps, Reach
from bot.services.fan_out import run_fan_outs
from bot.services.health import Health
from bot.services.ingest.brief import make_briefs
from bot.services.ingest.group import group_articles
from bot.services.ingest.poll import poll_feeds
from bot.services.keep_house import beat, keep_house
from bot.services.metrics import Metrics
from bot.services.receive import keep_polling
from bot.services.retain import retain
from bot.settings import Settings
from bot.telegram.pace import Budget, LocalBudget
from bot.telegram.transport import BotApi, open_session
from storage.database import Database, check_reachable, open_database
from storage.exclusive import held_alone
from storage.migrate import Migrated, migrate
from storage.notify import listen, tell

log = structlog.get_logger()

_LAST_CALLS = 15.0
"""Seconds that a stop waits for what is in flight, before it is given up."""

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
    """A database that is ready, and what every use case needs."""

    deps: Deps
    migrated: Migrated
    clock: SteadyClock
    session: aiohttp.ClientSession


@asynccontextmanager
async def opened(settings: Settings, role: Role = Role.ALL) -> AsyncIterator[Opened]:
    """Everything that a role needs, opened in order and closed in reverse.

    Raises DatabaseError and SettingsError, with the next step for whoever runs the bot.
    """
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.database_url.get_secret_value()))
        await check_reachable(database)
        if role is not Role.ALL and database.is_sqlite:
            raise SettingsError(
                "SQLite serves one process that does everything: leave --role out, or set NEWSBOT_DATABASE_URL to a "
                "PostgreSQL database"
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
            api=BotApi(session, settings.telegram_api_url, settings.telegram_token.get_secret_value()),
            budget=_budget(settings, database, clock),
            bell=Bell(None if database.is_sqlite else lambda work: tell(database, work)),
            metrics=Metrics(),
            health=Health(clock),
            reach=await _open_reach(stack, settings, role, clock),
        )
        yield Opened(deps, migrated, clock, session)


async def run(ready: Opened, role: Role, stopping: asyncio.Event) -> None:
    """Run a role until told to stop; what is in flight then arrives, and what is in hand is given back."""
    deps = ready.deps
    async with AsyncExitStack() as stack:
        loops = [*_everywhere(deps)]
        if role.chats:
            chats = await stack.enter_async_context(open_chats(deps, ready.session))
            loops += _of_chat(deps, chats)
        loops += _of_ingest(deps) if role.ingests else []
        loops += _of_delivery(deps) if role.delivers else []
        await _run_all(ready, loops, stopping)


def stop_on_signals(stopping: asyncio.Event) -> None:
    """SIGTERM and Ctrl-C ask to stop; a second one ends the process at once."""

    def ask(number: signal.Signals) -> None:
        if stopping.is_set():
            os._exit(128 + number)
        log.info("stopping; once more ends it at once", signal=number.name)
        stopping.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ask, number)


async def _run_all(ready: Opened, loops: Sequence[Loop], stopping: asyncio.Event) -> None:
    deps = ready.deps
    async with asyncio.TaskGroup() as group:
        beside = [group.create_task(timekeeping.compare(deps.database, ready.clock))]
        if not deps.database.is_sqlite:
            beside.append(group.create_task(listen(deps.database, deps.bell.hear_name)))
        working = [group.create_task(_awaited(loop(stopping))) for loop in loops]
        await stopping.wait()
        for work in Work:
            deps.bell.hear(work)  # so that nobody sleeps on
        _, late = await asyncio.wait(working, timeout=_LAST_CALLS)
        for task in (*late, *beside):
            task.cancel()


async def _awaited(loop: Awaitable[None]) -> None:
    await loop


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
        preload=("bot.feeds.jobs", "bot.services.ingest.jobs"),
    )
    if role.ingests:
        await stack.enter_async_context(workers)
    return Reach(fetcher, Robots(fetcher), workers)


def _budget(settings: Settings, database: Database, clock: SteadyClock) -> Budget:
    distance = spacing(settings.messages_per_second)
    return LocalBudget(distance, clock) if database.is_sqlite else SharedBudget(database, distance, clock)
