"""What ingest costs, and whether readers notice: the bot as a process of its own, between publishers and a reader.

    python benchmarks/ingest_latency.py flood  [--feeds 150] [--entries 20] [--quiet 45]
    python benchmarks/ingest_latency.py steady [--feeds 6000] [--interval 600] [--seconds 120]
    python benchmarks/ingest_latency.py memory [--articles 10000]

`flood`: feeds are polled for the first time, all at once, until all their articles have stories; meanwhile readers ask
for /latest again and again, as they did for `--quiet` seconds before. `steady`: feeds that have been polled before come
due one after another over the interval; a twentieth of the polls brings an article, a tenth the same articles in other
bytes, the rest 304. `memory`: so many articles are pushed to POST /articles, as fast as they get stories; the memory
of the bot and of its workers is told ten times on the way; a worker is replaced after 2,000 jobs.

Everything is real but Telegram (`bot.playground`, with the readers, in this process) and the publishers
(`ingest_origin`, in another). Processor time, from /proc, is told for each of them. `loop`: GET /healthz, which does
nothing, waits for no more than the bot's event loop.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median

import aiohttp
import ingest_origin
from sqlalchemy import func, select, update

from bot.domain.article import FeedId
from bot.feeds.identity import article_keys
from bot.feeds.jobs import read_feed
from bot.playground.phone import Phone
from bot.playground.start import Playground, local_telegram
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.nouns import User
from storage import articles, feeds
from storage.database import Database, open_database
from storage.migrate import migrate
from storage.schema import ArticleRow, FeedRow

_TICK = os.sysconf("SC_CLK_TCK")
_READERS = 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def child(*command: str, **environment: str) -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(sys.executable, *command, env=os.environ | environment)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def family(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *map(int, children)]


def cpu_seconds(pids: list[int]) -> dict[int, float]:
    found = {}
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        found[pid] = (int(fields[11]) + int(fields[12])) / _TICK
    return found


def megabytes(pids: list[int]) -> list[float]:
    """Proportional memory of each: pages that several processes share are counted once in all."""
    found = []
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        found.append(sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024)
    return found


async def add_feeds(database: Database, count: int, port: int) -> None:
    now = datetime.now(UTC)
    async with database.write() as session:
        for number in range(count):
            url = f"http://{ingest_origin.host_of(number)}:{port}/{number}"
            await feeds.add_feed(session, url, now=now)


async def spread(database: Database, count: int, over: timedelta) -> None:
    """Have the feeds come due one after another from now on."""
    now = datetime.now(UTC)
    async with database.write() as session:
        for number in range(count):
            due = now + over * number / count
            await session.execute(update(FeedRow).where(FeedRow.id == number + 1).values(next_check_at=due))


async def pretend_polled(database: Database, count: int, port: int, entries: int, interval: int) -> None:
    """As after days of polling: validators are known, and the articles of feeds that are not answered 304."""
    now = datetime.now(UTC)
    async with database.write() as session:
        await session.execute(
            update(FeedRow).values(etag='"1000"', body_hash=b"known", succeeded_at=now, interval=interval)
        )
        for number in range(count):
            if ingest_origin.kind_of(number) != "quiet":
                body = ingest_origin.feed(number, 1_000, entries, port, 0).encode()
                for article in read_feed(body).articles:
                    keys = article_keys(article, FeedId(number + 1), seen_at=now)
                    await articles.keep_keys(session, keys, None, now)


@asynccontextmanager
async def a_bot(
    playground: Playground, address: str, port: int, interval: int, *, health: int = 0
) -> AsyncIterator[int]:
    async with child(
        "-m", "bot", "run",
        NEWSBOT_TELEGRAM_TOKEN=playground.token,
        NEWSBOT_TELEGRAM_API_URL=playground.base_url,
        NEWSBOT_DATABASE_URL=address,
        NEWSBOT_FEEDS=f"http://{ingest_origin.host_of(0)}:{port}/0",
        NEWSBOT_POLL_INTERVAL=str(interval),
        NEWSBOT_FETCH_PRIVATE_ADDRESSES="true",
        NEWSBOT_HTTP_ADDRESS=f"127.0.0.1:{health}" if health else "",
        NEWSBOT_PUBLISH_TOKEN=_PUBLISH_TOKEN if health else "",
        NEWSBOT_LOG_LEVEL="error",
    ) as pid:  # fmt: skip
        yield pid


async def meet(playground: Playground, name: str = "Reader") -> User:
    """Somebody to whom the bot has answered: it has started."""
    reader = playground.phone.add_user(name)
    playground.phone.start(reader)
    await playground.phone.wait_for(reader, lambda _: True, within=300)
    return reader


async def ask_latest(playground: Playground, until: asyncio.Event) -> list[float]:
    """Seconds from /latest to its answer, again and again, by readers in turn: a chat gets one message a second."""
    phone = playground.phone
    readers = [await meet(playground, f"Reader {number}") for number in range(_READERS)]
    took = []
    for reader in cycle(readers):
        await asyncio.sleep(1.5 / _READERS)
        if until.is_set():
            break
        began = time.perf_counter()
        phone.say(reader, "/latest")
        await phone.wait_for(reader, lambda _: True, within=60)
        took.append(time.perf_counter() - began)
    return took


async def count_stages(database: Database) -> dict[str, int]:
    async with database.read() as session:
        rows = await session.execute(select(ArticleRow.stage, func.count()).group_by(ArticleRow.stage))
        return {str(stage): count for stage, count in rows}


@dataclass(frozen=True)
class Used:
    """Processor seconds so far: of the bot's own process, its workers, the publishers, and this process."""

    own: float
    workers: float
    publishers: float
    telegram: float

    def __sub__(self, before: "Used") -> "Used":
        return Used(*(now - then for now, then in zip(astuple(self), astuple(before), strict=True)))

    def __str__(self) -> str:
        return (
            f"processor time: bot {self.own:.1f} s, workers {self.workers:.1f} s, publishers "
            f"{self.publishers:.1f} s, Telegram and readers {self.telegram:.1f} s"
        )


def used(bot: int, publishers: int) -> Used:
    own, *workers = cpu_seconds(family(bot)).values()
    return Used(own, sum(workers), cpu_seconds([publishers])[publishers], time.process_time())


async def flood(count: int, entries: int, quiet: float) -> None:
    port, health = free_port(), free_port()
    telegram = local_telegram(Phone(LocalTelegram(limits=Limits(enforced=False))), strict=False)
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/newsbot.db"
        async with (
            child("benchmarks/ingest_origin.py", str(port), str(entries)) as publishers,
            telegram as playground,
            open_database(address) as database,
        ):
            await migrate(database)
            async with a_bot(playground, address, port, 3600, health=health) as bot:
                await meet(playground)
                await asyncio.sleep(10)  # it starts, and its workers load
                running = Running(playground, database, bot, publishers, health)
                asked, idle = await undisturbed(running, quiet)
                await flooded(running, port=port, count=count, entries=entries, each=idle.own / asked)


@dataclass(frozen=True)
class Running:
    playground: Playground
    database: Database
    bot: int
    publishers: int
    health: int


async def undisturbed(running: Running, seconds: float) -> tuple[int, Used]:
    """Readers ask, and nothing else happens: how often, and what it took."""
    until = asyncio.Event()
    before = used(running.bot, running.publishers)
    asking = asyncio.create_task(ask_latest(running.playground, until))
    looking = asyncio.create_task(watch_loop(running.health, until))
    await asyncio.sleep(seconds)
    until.set()
    took = await asking
    taken = used(running.bot, running.publishers) - before
    report("/latest, nothing else to do", took)
    report("loop, nothing else to do", await looking)
    print(f"{taken}; {taken.own / len(took) * 1000:.0f} ms of the bot's for one /latest")
    return len(took), taken


async def flooded(running: Running, *, port: int, count: int, entries: int, each: float) -> None:
    """The same while all the articles of all the feeds come in; `each`: what one answer takes of the bot's time."""
    total = count * entries
    until = asyncio.Event()
    before, began = used(running.bot, running.publishers), time.perf_counter()
    asking = asyncio.create_task(ask_latest(running.playground, until))
    looking = asyncio.create_task(watch_loop(running.health, until))
    await add_feeds(running.database, count, port)
    stages: dict[str, int] = {}
    peak = 0.0
    while stages.get("grouped", 0) + stages.get("refused", 0) < total:
        await asyncio.sleep(1)
        stages = await count_stages(running.database)
        peak = max(peak, sum(megabytes(family(running.bot))))
        if time.perf_counter() - began > 1800:
            break
    seconds = time.perf_counter() - began
    until.set()
    took = await asking
    taken = used(running.bot, running.publishers) - before
    report(f"/latest, while {total:,} articles of {count} feeds come in", took)
    report("loop, meanwhile", await looking)
    own, workers = (taken.own - each * len(took)) / total, taken.workers / total
    print(f"{sum(stages.values()) / seconds:,.1f} articles a second in {seconds:,.0f} s; {stages}")
    print(
        f"{taken}; {own * 1000:.0f} ms of the bot's and {workers * 1000:.0f} ms of its workers' for one article"
    )
    print(f"{await count_stories(running.database)} stories; memory at most {peak:,.0f} MB with workers")
    print(f"load of the machine {os.getloadavg()[0]:.1f}")


_PUBLISH_TOKEN = "made-up"
_AHEAD = 100
"""Articles that are pushed before those pushed earlier have their stories."""


async def remember(count: int) -> None:
    port = free_port()
    telegram = local_telegram(Phone(LocalTelegram(limits=Limits(enforced=False))), strict=False)
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/newsbot.db"
        async with telegram as playground, open_database(address) as database:
            await migrate(database)
            async with a_bot(playground, address, free_port(), 3600, health=port) as bot:
                reader = await meet(playground)
                playground.phone.say(reader, "/subscribe everything")
                await push_all(database, bot, port, count)


async def push_all(database: Database, bot: int, port: int, count: int) -> None:
    began = time.perf_counter()
    print("articles  seconds  bot MB  workers MB")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {_PUBLISH_TOKEN}"}) as session:
        for number in range(count + 1):
            if number % max(1, count // 10) == 0:
                await until_grouped(database, number - _AHEAD)
                tell_memory(bot, number, time.perf_counter() - began)
            if number % _AHEAD == 0:
                await until_grouped(database, number - _AHEAD)
            title, text = ingest_origin.article(number, 1)
            body = {"title": title, "text": text, "url": f"http://press{number % 50}.example/{number}"}
            async with session.post(f"http://127.0.0.1:{port}/articles", json=body) as answer:
                assert answer.status in {200, 201}, await answer.text()
    print(f"load of the machine {os.getloadavg()[0]:.1f}")


async def until_grouped(database: Database, wanted: int) -> None:
    while True:
        stages = await count_stages(database)
        if stages.get("grouped", 0) + stages.get("refused", 0) >= min(wanted, sum(stages.values())):
            return
        await asyncio.sleep(0.5)


def tell_memory(bot: int, number: int, seconds: float) -> None:
    own, *workers = megabytes(family(bot))
    print(f"{number:8,} {seconds:8,.0f} {own:7,.0f} {sum(workers):11,.0f}", flush=True)


async def watch_loop(port: int, until: asyncio.Event) -> list[float]:
    """Seconds from GET /healthz to its answer, ten times a second."""
    took = []
    async with aiohttp.ClientSession() as session:
        while not until.is_set():
            began = time.perf_counter()
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                await answer.read()
            took.append(time.perf_counter() - began)
            await asyncio.sleep(0.1)
    return took


async def count_stories(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count(func.distinct(ArticleRow.story_id)))) or 0


async def steady(count: int, interval: int, seconds: int, entries: int) -> None:
    port = free_port()
    telegram = local_telegram(Phone(LocalTelegram(limits=Limits(enforced=False))), strict=False)
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/newsbot.db"
        async with (
            child("benchmarks/ingest_origin.py", str(port), str(entries)),
            telegram as playground,
            open_database(address) as database,
        ):
            await migrate(database)
            await add_feeds(database, count, port)
            await pretend_polled(database, count, port, entries, interval)
            await spread(database, count, timedelta(seconds=interval))
            async with a_bot(playground, address, port, interval) as bot:
                await _watched(playground, database, bot, seconds)


async def _watched(playground: Playground, database: Database, bot: int, seconds: int) -> None:
    done = asyncio.Event()
    await meet(playground)
    asking = asyncio.create_task(ask_latest(playground, done))
    await asyncio.sleep(30)  # it starts, and catches up with what came due meanwhile
    pids = family(bot)
    before, began, checks = cpu_seconds(pids), time.perf_counter(), await _checks(database)
    await asyncio.sleep(seconds)
    pids = [pid for pid in family(bot) if pid in before]
    after, took = cpu_seconds(pids), time.perf_counter() - began
    checked = await _checks(database) - checks
    done.set()
    report("/latest", await asking)
    own = after[pids[0]] - before[pids[0]]
    workers = sum(after[pid] - before.get(pid, 0) for pid in pids[1:])
    memory = megabytes(pids)
    print(f"{checked / took:.1f} feeds a second")
    print(f"the bot takes {own / took:.0%} of a core and {memory[0]:,.0f} MB")
    print(f"its workers take {workers / took:.0%} of a core and {sum(memory[1:]):,.0f} MB")
    print(f"{await count_stages(database)}; load of the machine {os.getloadavg()[0]:.1f}")


async def _checks(database: Database) -> int:
    """Feeds that were checked so far: in less than an interval, each once."""
    async with database.read() as session:
        return await session.scalar(select(func.count()).where(FeedRow.checked_at.is_not(None))) or 0


def report(what: str, took: list[float]) -> None:
    ordered = sorted(took)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(
        f"{what}: {len(took)} times, p50 {median(took) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, "
        f"longest {ordered[-1] * 1000:.0f} ms",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("flood", "steady", "memory"))
    parser.add_argument("--feeds", type=int, default=0)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--interval", type=int, default=600)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--quiet", type=float, default=45)
    parser.add_argument("--articles", type=int, default=10_000)
    given = parser.parse_args()
    if given.what == "flood":
        asyncio.run(flood(given.feeds or 150, given.entries, given.quiet))
    elif given.what == "memory":
        asyncio.run(remember(given.articles))
    else:
        asyncio.run(steady(given.feeds or 6000, given.interval, given.seconds, given.entries))


if __name__ == "__main__":
    main()
