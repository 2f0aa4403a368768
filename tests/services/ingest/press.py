"""What the tests of ingest stand on: a bot, a publisher's site, people in a local Telegram, and a clock to turn."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Any, cast

from sqlalchemy import select

from bot.domain.article import StoredArticle
from bot.domain.chat import ChatKind, Place
from bot.domain.feed import Feed
from bot.domain.interest import EVERYTHING
from bot.feeds.fetch import Fetcher
from bot.feeds.pace import HostPace
from bot.feeds.robots import Robots
from bot.feeds.workers import Workers
from bot.services.deps import Deps, Reach
from bot.services.ingest.brief import Briefer
from bot.services.ingest.check import Checked, check_feed
from bot.services.ingest.group import Grouper
from bot.services.ingest.watch import tell_editors_of
from storage import articles, chats, feeds, subscriptions
from storage.articles import Stage, stored_of
from storage.database import Database
from storage.schema import ArticleRow, DeliveryRow
from tests.services.ingest.origin import Origin, serve
from tests.world import World, a_world

TTL = timedelta(minutes=1)


class Clock:
    """The time, which goes on only when a test says so."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


class SharedWorkers:
    """Real workers that outlive a test's event loop, for a child takes a second to start."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._workers = Workers(1, preload=("bot.feeds.jobs", "bot.services.ingest.jobs"))
        self._await(self._workers.__aenter__())

    async def run(self, job: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        running = asyncio.run_coroutine_threadsafe(self._workers.run(job, *args, **kwargs), self._loop)
        return await asyncio.wrap_future(running)

    def close(self) -> None:
        self._await(self._workers.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _await(self, coroutine: Any) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


@dataclass(frozen=True)
class Press:
    """The bot on one side, the press and its readers on the other. `clock` is the bot's only clock."""

    world: World
    deps: Deps
    origin: Origin
    clock: Clock

    async def add_feed(self, url: str) -> Feed:
        async with self.deps.database.write() as session:
            added = await feeds.add_feed(session, url, now=self.clock())
        assert added is not None
        return added

    async def feed(self, url: str) -> Feed:
        async with self.deps.database.read() as session:
            found = await feeds.find_feed(session, url)
        assert found is not None
        return found

    async def check(self, url: str) -> Checked:
        """Check a feed now, whether it is due or not, and tell the editors what there is to tell."""
        feed = await self.feed(url)
        checked = await check_feed(self.deps, feed)
        await tell_editors_of(self.deps, feed, checked)
        return checked

    async def poll(self, url: str) -> Checked:
        """Check a feed now, and take what it brought all the way to the outbox."""
        checked = await self.check(url)
        await self.finish()
        return checked

    async def finish(self) -> None:
        """Take what is stored to the outbox."""
        await self.brief_all()
        await self.group_all()

    async def brief_all(self) -> None:
        briefer = Briefer(self.deps)
        for stored in await self.claim(Stage.STORED):
            await briefer.brief(stored)

    async def group_all(self) -> None:
        grouper = Grouper(self.deps)
        for stored in await self.claim(Stage.BRIEFED):
            await grouper.group(stored)

    async def claim(self, stage: Stage) -> list[StoredArticle]:
        async with self.deps.database.write() as session:
            return await articles.claim_stage(
                session, stage, self.deps.worker, now=self.clock(), limit=100, ttl=timedelta(0)
            )

    async def reader(self, telegram_id: int = 7) -> None:
        """Somebody who has followed everything since an hour ago."""
        since = self.clock() - timedelta(hours=1)
        async with self.deps.database.write() as session:
            chat = await chats.add_chat(
                session, Place(telegram_id), ChatKind.PRIVATE, title="", language="en", now=since
            )
            await subscriptions.add_subscription(session, chat.id, EVERYTHING.key, now=since)

    async def stored(self) -> list[StoredArticle]:
        async with self.deps.database.read() as session:
            rows = await session.scalars(select(ArticleRow).order_by(ArticleRow.id))
            return [stored_of(row) for row in rows]

    async def stages(self) -> dict[str, str]:
        """How far each article came, by its title, with the reason if there is one."""
        async with self.deps.database.read() as session:
            rows = await session.scalars(select(ArticleRow).order_by(ArticleRow.id))
            return {row.title: f"{row.stage}: {row.reason}".removesuffix(": ") for row in rows}

    async def owed(self, action: str = "send") -> list[str]:
        """The titles of the stories that were owed to anybody, once for each delivery."""
        async with self.deps.database.read() as session:
            rows = await session.execute(
                select(DeliveryRow.id, ArticleRow.title)
                .join(ArticleRow, ArticleRow.story_id == DeliveryRow.story_id)
                .where(DeliveryRow.action == action)
                .order_by(DeliveryRow.id, ArticleRow.id)
            )
        return list(dict(reversed([(row[0], row[1]) for row in rows])).values())[::-1]


@asynccontextmanager
async def a_press(database: Database, workers: SharedWorkers, **settings: Any) -> AsyncIterator[Press]:
    async with (
        a_world(database, **settings) as world,
        serve(Origin()) as origin,
        Fetcher(allow_private=True, pace=HostPace(at_once=20, spacing=0)) as fetcher,
    ):
        clock = Clock(world.deps.now())
        reach = Reach(fetcher, Robots(fetcher), cast("Workers", workers))
        yield Press(world, replace(world.deps, now=clock, reach=reach), origin, clock)


async def reached(press: Press, condition: Callable[[dict[str, str]], bool], *, within: float = 60) -> None:
    """Wait until the stages of all articles are so."""
    async with asyncio.timeout(within):
        while not condition(await press.stages()):  # each look is a query, during which others run
            continue
