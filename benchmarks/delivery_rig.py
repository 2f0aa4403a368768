"""What the delivery benchmarks stand on: databases, readers by the million, deliverer processes, and an oracle.

Processes are forked from one that has imported everything, so that starting one takes milliseconds and it can be killed
a thousand times. The oracle is the local Telegram, which writes down every message that it takes.
"""

import asyncio
import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog
import uvloop
from pydantic import SecretStr
from sqlalchemy import text as text  # noqa: PLC0414  # for the benchmarks as well

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.domain.delivery import Lane
from bot.domain.pace import spacing
from bot.feeds.fetch import Fetcher
from bot.feeds.robots import Robots
from bot.feeds.workers import Workers
from bot.playground.phone import Phone
from bot.playground.start import local_counters
from bot.playground.telegram.counters import MessageLog
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import TOKEN, LocalTelegram
from bot.services.bell import Bell
from bot.services.budget import SharedBudget
from bot.services.clock import SteadyClock, machine_time
from bot.services.deliver.call import Call, Compose, Wanted
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.deps import Deps, Reach
from bot.services.fan_out import run_fan_outs
from bot.services.health import Health
from bot.services.keep_house import ALIVE, beat, keep_house
from bot.services.metrics import Metrics
from bot.settings import Settings
from bot.telegram.pace import Budget, LocalBudget
from bot.telegram.transport import BotApi
from bot.texts.catalogue import translations
from storage import fan_outs, leases
from storage.database import Database, open_database
from storage.migrate import migrate
from tests.builders import a_story
from tests.databases import Postgres as Postgres  # noqa: PLC0414  # the same

FIRST_READER = 1_000_000
"""The Telegram id of the first reader; the local Telegram takes any such id for somebody who is there."""

_fork = multiprocessing.get_context("fork")


class Server(Protocol):
    """Where databases come from."""

    name: str

    def new(self) -> AbstractContextManager[str]:
        """The address of an empty, migrated database, until the block ends."""

    def cpu(self) -> float:
        """CPU seconds that the server has used so far; what a SQLite file costs is spent by whoever uses it."""


class SqliteFiles:
    """SQLite files in a temporary folder."""

    name = "SQLite"

    @contextmanager
    def new(self) -> Iterator[str]:
        with tempfile.TemporaryDirectory(prefix="newsbot-bench-") as folder:
            address = f"sqlite:///{folder}/newsbot.db"
            asyncio.run(_migrated(address))
            yield address

    def cpu(self) -> float:
        """Nothing beside the client's."""
        return 0.0


class PostgresServer:
    """A PostgreSQL server out of the wheel that the tests use, with its defaults."""

    name = "PostgreSQL"

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres

    @contextmanager
    def new(self) -> Iterator[str]:
        yield self.postgres.new_database()

    def cpu(self) -> float:
        """Of the postmaster's children, those that are no more among them. Linux only."""
        pid_file = Path(self.postgres.server.pgdata) / "postmaster.pid"
        postmaster = pid_file.read_text(encoding="utf-8").split()[0]
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
                if fields[1] == postmaster:
                    ticks += int(fields[11]) + int(fields[12])
                elif stat.parent.name == postmaster:
                    ticks += int(fields[13]) + int(fields[14])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(kind: str) -> Iterator[Server]:
    """`sqlite` or `postgres`."""
    if kind == "sqlite":
        yield SqliteFiles()
        return
    folder = Path(tempfile.mkdtemp(prefix="newsbot-bench-pg-"))
    running = Postgres(folder)
    try:
        yield PostgresServer(running)
    finally:
        running.server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _migrated(address: str) -> None:
    async with open_database(address) as database:
        await migrate(database)


# Readers and what they are owed


async def add_readers(
    database: Database, number: int, *, subscriptions: int = 1, key: str = "*/*", start: int = 0
) -> None:
    """Chats in one statement, and `subscriptions` keys for each: `key` and, beyond it, keys that match nothing."""
    now = machine_time() - timedelta(days=1)
    stamp = now.strftime("%Y-%m-%d %H:%M:%S.%f") + ("" if database.is_sqlite else "+00")
    numbers = (
        f"WITH RECURSIVE n(i) AS (SELECT {start} UNION ALL SELECT i + 1 FROM n WHERE i < {start + number - 1})"
        if database.is_sqlite
        else f"WITH n(i) AS (SELECT generate_series({start}, {start + number - 1}))"
    )
    async with database.write() as session:
        await session.execute(
            text(
                f"INSERT INTO chats (telegram_id, thread_id, kind, title, state, joined_at, language, "
                "language_chosen, zone, mode, digest_hours, quiet_from, quiet_until, breaking_in_quiet, daily_cap, "
                "length, silent, next_digest_at, sent_today, sent_day, free_at) "
                f"{numbers} SELECT {FIRST_READER} + i, 0, 'private', '', 'active', '{stamp}', 'en', "
                "false, 'UTC', 'instant', '[8, 18]', '', '', false, 0, "
                f"'normal', false, '{stamp}', 0, 0, '{stamp}' FROM n"
            )
        )
        keys = [key, *(f"0000000{other}/*" for other in range(1, subscriptions))]
        for one in keys:
            await session.execute(
                text(
                    "INSERT INTO subscriptions (key, chat_id, typed, created_at) "
                    f"SELECT '{one}', id, '', '{stamp}' FROM chats "
                    f"WHERE telegram_id >= {FIRST_READER + start} AND telegram_id < {FIRST_READER + start + number}"
                )
            )


async def owe_story(database: Database, title: str, *, fill: bool = True) -> None:
    """A story that concerns every reader; filled into the outbox, or left to the processes."""
    story = await a_story(database, title)
    now = machine_time()
    async with database.write() as session:
        fan_out = await fan_outs.add_fan_out(session, story=story, lane=Lane.BRIEF, now=now)
    done = not fill
    while not done:
        async with database.write() as session:
            done = await fan_outs.fill(session, fan_out, width=100_000, now=now)
        fan_out = replace(fan_out, after_chat_id=fan_out.after_chat_id + 100_000)


# The local Telegram, with an oracle


class Ledger(MessageLog):
    """Writes every message that was taken into a file, at once: chat, number, text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._taken = 0

    def add(self, chat_id: int, message_id: int, text: str) -> None:
        self._taken += 1
        self._file.write(f"{time.time():.4f}\t{chat_id}\t{message_id}\t{text[:200]!r}\n")

    def __len__(self) -> int:
        return self._taken


@dataclass
class Telegram:
    """A local Telegram in a process of its own, in counters mode."""

    url: str
    ledger: Path
    process: Any

    def run(self, command: str, **given: Any) -> Any:
        """A command of the playground's, such as `faults` or `counters`."""
        request = urllib.request.Request(
            f"{self.url}/playground/{command}",
            data=json.dumps(given).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["result"]

    def taken(self) -> list[tuple[float, int, int, str]]:
        """Every message, in order: when, to whom, its number, its text."""
        rows = []
        for line in self.ledger.read_text(encoding="utf-8").splitlines():
            at, chat, message, words = line.split("\t", 3)
            rows.append((float(at), int(chat), int(message), words.strip("'\"")))
        return rows


@contextmanager
def telegram(
    folder: Path, *, limits: Limits, latency: float = 0.0, ledger: bool = True, core: int | None = None
) -> Iterator[Telegram]:
    """Serve until the block ends."""
    path = folder / "ledger.tsv"
    path.unlink(missing_ok=True)
    path.touch()
    receiving, sending = _fork.Pipe(duplex=False)
    process = _fork.Process(
        target=_serve_telegram, args=(sending, path if ledger else None, limits, latency, core), daemon=True
    )
    process.start()
    try:
        yield Telegram(receiving.recv(), path, process)
    finally:
        process.kill()
        process.join()


def _serve_telegram(
    sending: Any, ledger: Path | None, limits: Limits, latency: float, core: int | None
) -> None:
    pin(core)

    async def serve() -> None:
        telegram = LocalTelegram(limits=limits)
        if ledger is not None:
            telegram.counters.log = Ledger(ledger)
        async with local_counters(Phone(telegram), latency=latency, strict=False) as playground:
            sending.send(playground.base_url)
            await asyncio.Event().wait()

    uvloop.run(serve())


def pin(core: int | None) -> None:
    """Keep this process on one core, where the system can."""
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core % (os.cpu_count() or 1)})


# Deliverers


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a deliverer process is set up.

    `marked`: texts are replaced by the numbers of their deliveries, which the oracle reads. `jumps`: its machine's
    clock is set by so many seconds, every second one of them.
    """

    address: str
    telegram_url: str
    per_second: float
    marked: bool = True
    shared: bool = True
    jumps: Sequence[float] = ()
    core: int | None = None
    fan_outs: bool = True
    log_level: int = 50


def deliverer(plan: Plan, worker: str) -> Any:
    """A process with the loops of `newsbot run --role deliver`, started."""
    translations("en")  # read before the fork, or each one would take a part of its short life for it
    process = _fork.Process(target=_deliver, args=(plan, worker), daemon=True)
    process.start()
    return process


def kill(process: Any) -> None:
    """Kill -9, and wait until it is gone; one that had ended by itself is an error."""
    process.kill()
    process.join()
    if process.exitcode != -signal.SIGKILL:
        raise RuntimeError(f"a deliverer ended by itself with {process.exitcode}")


def stop(process: Any) -> None:
    """SIGTERM, and wait until it has ended as it should."""
    process.terminate()
    process.join(120)
    if process.exitcode != 0:
        raise RuntimeError(f"a deliverer ended with {process.exitcode}")


def _deliver(plan: Plan, worker: str) -> None:
    pin(plan.core)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(plan.log_level))
    uvloop.run(_deliver_until_told(plan, worker))


async def _deliver_until_told(plan: Plan, worker: str) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    clock = SteadyClock(machine_time())
    async with open_database(plan.address) as database, BotApi(plan.telegram_url, TOKEN) as api:
        deps = deps_of(plan, database, api, worker, clock)
        await _begin(deps)
        composer = Composer(deps, lambda *_: None)
        compose: Compose = Marked(composer) if plan.marked else composer
        loops: list[Callable[[asyncio.Event], Awaitable[None]]] = [
            Courier(deps, compose).run,
            lambda stop: beat(deps, stop),
            lambda stop: keep_house(deps, stop),
        ]
        if plan.fan_outs:
            loops.append(lambda stop: run_fan_outs(deps, stop))
        async with asyncio.TaskGroup() as group:
            jumping = group.create_task(_jump(clock, plan.jumps))
            working = [group.create_task(_awaited(loop(stopping))) for loop in loops]
            await asyncio.wait(working)
            jumping.cancel()


async def _begin(deps: Deps) -> None:
    """As the bot does: on SQLite nobody else can live, and what the dead held is free at once."""
    async with deps.database.write() as session:
        if deps.database.is_sqlite:
            await leases.end_all(session)
        await leases.beat(session, deps.worker, now=deps.now(), ttl=ALIVE)


async def _awaited(loop: Awaitable[None]) -> None:
    await loop


async def _jump(clock: SteadyClock, jumps: Sequence[float]) -> None:
    offset = timedelta(0)
    for jump in jumps:
        await asyncio.sleep(1)
        offset += timedelta(seconds=jump)
        clock.compare(machine_time() + offset)


def deps_of(plan: Plan, database: Database, api: BotApi, worker: str, clock: Callable[[], datetime]) -> Deps:
    """The dependencies of one process."""
    fetcher = Fetcher(allow_private=True)  # never opened: a deliverer fetches nothing
    distance = spacing(plan.per_second)
    budget: Budget = SharedBudget(database, distance, clock) if plan.shared else LocalBudget(distance, clock)
    return Deps(
        settings=Settings(
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=plan.telegram_url,
            messages_per_second=plan.per_second,
            http_address="",
        ),
        database=database,
        now=clock,
        worker=worker,
        api=api,
        budget=budget,
        bell=Bell(),
        metrics=Metrics(),
        health=Health(clock),
        reach=Reach(fetcher, Robots(fetcher), Workers(1)),
    )


class Marked:
    """Composes as the bot does, and then writes the numbers of the deliveries in place of the text."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    async def __call__(self, wanted: Sequence[Wanted]) -> list[list[Call]]:
        return [[_mark(call) for call in calls] for calls in await self._composer(wanted)]


def _mark(call: Call) -> Call:
    if call.method != "sendMessage":
        return call
    numbers = " ".join(str(delivery.id) for delivery in call.deliveries)
    body = json.loads(call.body) | {"text": numbers}
    return replace(call, body=json.dumps(body).encode(), plain=b"")


# Looking at what came of it


def ask(address: str, query: str) -> list[Any]:
    """The rows of a query, as plain tuples."""

    async def read() -> list[Any]:
        async with open_database(address) as database, database.read() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    return asyncio.run(read())


def usage(pid: int) -> tuple[float, float]:
    """CPU seconds that a process has used, and its resident megabytes. Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK"), int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20
