"""From the publication of an article to its brief in a reader's chat: the real bot between a newsstand and a phone.

    python benchmarks/latency.py [--interval 10] [--stories 20]

The newsstand publishes one article of each event at a random moment; feeds are polled at NEWSBOT_POLL_INTERVAL, and as
many articles again are pushed to POST /articles. Everything is real but Telegram and the publishers. An article is in
the outbox when a delivery of its story is committed: the database is asked every 5 ms.
"""

import argparse
import asyncio
import random
import tempfile
import time
from statistics import median

import aiohttp
from ingest_latency import child, free_port, meet
from sqlalchemy import select

from bot.playground.newsstand.articles import NewsArticle, load
from bot.playground.newsstand.programme import BACKLOG, PROGRAMME
from bot.playground.newsstand.server import RunningStand, serve_newsstand
from bot.playground.newsstand.stand import Stand
from bot.playground.phone import Phone
from bot.playground.start import Playground, local_telegram
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.nouns import User
from storage.database import Database, open_database
from storage.schema import ArticleRow, DeliveryRow

_PUBLISH_TOKEN = "made-up"
_PATIENCE = 60.0


def one_of_each_event() -> list[NewsArticle]:
    """Articles that open a story each: the first that the programme has of every event not told already."""
    every = load()
    first: dict[str, NewsArticle] = {}
    for slug in PROGRAMME:
        first.setdefault(every[slug].event or slug, every[slug])
    return [one for one in first.values() if one.slug not in PROGRAMME[:BACKLOG]]


async def seconds_to_chat(playground: Playground, reader: User, title: str, began: float) -> float | None:
    try:
        await playground.phone.wait_for(reader, title, within=_PATIENCE)
    except AssertionError:
        return None
    return time.perf_counter() - began


async def by_feed(
    playground: Playground, reader: User, site: RunningStand, wanted: list[NewsArticle], interval: int
) -> list[float | None]:
    found = []
    for article in wanted:
        await asyncio.sleep(random.uniform(0, interval))
        began = time.perf_counter()
        site.stand.publish(article.slug)
        found.append(await seconds_to_chat(playground, reader, article.title, began))
    return found


async def seconds_to_outbox(database: Database, address: str, began: float) -> float | None:
    owed = (
        select(DeliveryRow.id)
        .join(ArticleRow, ArticleRow.story_id == DeliveryRow.story_id)
        .where(ArticleRow.url == address)
        .limit(1)
    )
    while time.perf_counter() - began < _PATIENCE:
        async with database.read() as session:
            if await session.scalar(owed) is not None:
                return time.perf_counter() - began
        await asyncio.sleep(0.005)
    return None


async def by_push(
    playground: Playground, database: Database, reader: User, url: str, wanted: list[NewsArticle]
) -> tuple[list[float | None], list[float | None]]:
    """Seconds to the outbox, and to the chat."""
    owed, found = [], []
    headers = {"Authorization": f"Bearer {_PUBLISH_TOKEN}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for article in wanted:
            body = {
                "title": article.title,
                "text": article.text,
                "url": f"http://press.example/{article.slug}",
            }
            await asyncio.sleep(random.uniform(1.2, 2.2))  # a chat gets one message a second
            began = time.perf_counter()
            waiting = asyncio.create_task(seconds_to_outbox(database, body["url"], began))
            async with session.post(f"{url}/articles", json=body) as answer:
                assert answer.status == 201, await answer.text()
            found.append(await seconds_to_chat(playground, reader, article.title, began))
            owed.append(await waiting)
    return owed, found


async def measure(interval: int, stories: int) -> None:
    port = free_port()
    telegram = local_telegram(Phone(LocalTelegram(limits=Limits(enforced=False))), strict=False)
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/newsbot.db"
        async with (
            serve_newsstand(Stand()) as site,
            telegram as playground,
            open_database(address) as database,
        ):
            bot = child(
                "-m", "bot", "run",
                NEWSBOT_TELEGRAM_TOKEN=playground.token,
                NEWSBOT_TELEGRAM_API_URL=playground.base_url,
                NEWSBOT_DATABASE_URL=address,
                NEWSBOT_FEEDS=" ".join(site.feed_urls),
                NEWSBOT_POLL_INTERVAL=str(interval),
                NEWSBOT_FETCH_PRIVATE_ADDRESSES="true",
                NEWSBOT_HTTP_ADDRESS=f"127.0.0.1:{port}",
                NEWSBOT_PUBLISH_TOKEN=_PUBLISH_TOKEN,
                NEWSBOT_LOG_LEVEL="error",
            )  # fmt: skip
            async with bot:
                reader = await meet(playground)
                playground.phone.say(reader, "/subscribe everything")
                await playground.phone.wait_for(reader, lambda _: True, within=60)
                await site.reads.until_all()  # the first poll tells nobody
                await asyncio.sleep(interval)
                wanted = one_of_each_event()
                random.Random(1).shuffle(wanted)
                half = min(stories, len(wanted) // 2)
                url = f"http://127.0.0.1:{port}"
                owed, told = await by_push(playground, database, reader, url, wanted[:half])
                report("by push, to the outbox", owed)
                report("by push, to the chat", told)
                polled = await by_feed(playground, reader, site, wanted[half : 2 * half], interval)
                report(f"by feed, polled every {interval} s", polled)


def report(what: str, found: list[float | None]) -> None:
    took = sorted(one for one in found if one is not None)
    p95 = took[min(len(took) - 1, int(len(took) * 0.95))]
    print(
        f"{what}: {len(took)} of {len(found)} stories, p50 {median(took):.2f} s, p95 {p95:.2f} s, "
        f"longest {took[-1]:.2f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--interval", type=int, default=10)
    parser.add_argument("--stories", type=int, default=20)
    given = parser.parse_args()
    asyncio.run(measure(given.interval, given.stories))


if __name__ == "__main__":
    main()
