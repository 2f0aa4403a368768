"""The bot's world in tests: a real database, a local Telegram over real HTTP, and the dependencies of use cases."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.domain.pace import spacing
from bot.feeds.fetch import Fetcher
from bot.feeds.robots import Robots
from bot.feeds.workers import Workers
from bot.playground.phone import Phone
from bot.playground.start import Playground, local_telegram
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import LocalTelegram
from bot.services.bell import Bell
from bot.services.budget import SharedBudget
from bot.services.clock import SteadyClock, machine_time
from bot.services.deps import Deps, Reach
from bot.services.health import Health
from bot.services.metrics import Metrics
from bot.settings import Settings
from bot.telegram.pace import LocalBudget
from bot.telegram.transport import BotApi
from storage.database import Database

FAST = 1000
"""Messages a second in tests that are about something else than the pace."""


@dataclass(frozen=True)
class World:
    """What a test of use cases has: `deps` for them, `playground` and `phone` for the people's side."""

    deps: Deps
    playground: Playground

    @property
    def phone(self) -> Phone:
        return self.playground.phone

    @property
    def telegram(self) -> LocalTelegram:
        return self.playground.telegram


@asynccontextmanager
async def a_world(database: Database, *, per_second: float = FAST, **settings: Any) -> AsyncIterator[World]:
    """A world on this database. The local Telegram holds Telegram's limits if the bot is told of them."""
    limits = Limits() if per_second <= 30 else Limits(enforced=False)
    async with (
        local_telegram(Phone(LocalTelegram(limits=limits))) as playground,
        joined(database, playground, per_second=per_second, **settings) as deps,
    ):
        yield World(deps, playground)


@asynccontextmanager
async def joined(
    database: Database,
    playground: Playground,
    *,
    per_second: float = FAST,
    worker: str = "a",
    **settings: Any,
) -> AsyncIterator[Deps]:
    """The dependencies of one more process in the same world."""
    given = Settings(
        telegram_token=SecretStr(playground.token),
        telegram_api_url=playground.base_url,
        messages_per_second=per_second,
        fetch_private_addresses=True,
        **({"http_address": ""} | settings),
    )
    clock = SteadyClock(machine_time())
    distance = spacing(per_second)
    async with (
        BotApi(given.telegram_api_url, playground.token) as api,
        Fetcher(allow_private=True) as fetcher,
    ):
        yield Deps(
            settings=given,
            database=database,
            now=clock,
            worker=worker,
            api=api,
            budget=LocalBudget(distance, clock, begins_in=timedelta(seconds=0 if per_second == FAST else 1))
            if database.is_sqlite
            else SharedBudget(database, distance, clock),
            bell=Bell(),
            metrics=Metrics(),
            health=Health(clock),
            reach=Reach(fetcher, Robots(fetcher), Workers(1)),
        )


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """A world on each kind of database, at a pace that keeps nobody waiting."""
    async with a_world(database) as made:
        yield made


@asynccontextmanager
async def running(*loops: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[None]:
    """Run these loops while the block runs, then stop them as the bot does."""
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for loop in loops:
            group.create_task(_awaited(loop(stopping)))
        try:
            yield
        finally:
            stopping.set()


async def _awaited(loop: Awaitable[None]) -> None:
    await loop


def with_settings(deps: Deps, **settings: Any) -> Deps:
    """The same with other settings."""
    return replace(deps, settings=deps.settings.model_copy(update=settings))
