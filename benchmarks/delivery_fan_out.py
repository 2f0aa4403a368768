"""Filling the outbox: one story to a million readers, against the bare statement on the same database.

    python benchmarks/delivery_fan_out.py [--database sqlite|postgres|both] [--chats 1000000]

Every chat follows three keys, one of which the story answers to. "bare" is one INSERT … SELECT DISTINCT over the
subscriptions in one transaction, which blocks every other writer of a SQLite file until it ends. "ours" is the loop of
the bot, chunk by chunk, while readers' commands (a write, and a read) come every 20 ms; the longest time that one of
them took is shown, with the growth of this process's memory. CPU seconds are of this process and the database server
together, without what so many commands take by themselves, and tell what the machine's other work does not disturb.
"""

import argparse
import asyncio
import resource
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import delivery_rig as rig

from bot.domain.chat import ChatState, Place
from bot.playground.telegram.local import TOKEN
from bot.services.clock import machine_time
from bot.services.fan_out import run_fan_outs
from bot.telegram.transport import BotApi
from storage import chats
from storage.database import Database, open_database

EVERY = 0.02
ALONE = 300


async def bare(database: Database, cpu_now: Callable[[], float]) -> tuple[float, float]:
    """Rows a second of the bare statement, and CPU seconds."""
    now = "datetime('now')" if database.is_sqlite else "now()"
    began, cpu = time.perf_counter(), cpu_now()
    async with database.write() as session:
        await session.execute(
            rig.text(
                "INSERT INTO deliveries (chat_id, story_id, action, lane, revision, matched, state, attempts, "
                "created_at, due_at, worker, error) "
                f"SELECT DISTINCT chat_id, 999999, 'send', 1, 0, '*/*', 'pending', 0, "
                f"{now}, {now}, '', '' FROM subscriptions WHERE key = '*/*' ON CONFLICT DO NOTHING"
            )
        )
    took, used = time.perf_counter() - began, cpu_now() - cpu
    rows = await count(database)
    async with database.write() as session:
        await session.execute(
            rig.text("DELETE FROM deliveries" if database.is_sqlite else "TRUNCATE deliveries")
        )
    return rows / took, used


async def count(database: Database) -> int:
    """How many deliveries there are."""
    async with database.read() as session:
        return int((await session.execute(rig.text("SELECT count(*) FROM deliveries"))).scalar_one())


async def ours(
    database: Database, number: int, cpu_now: Callable[[], float]
) -> tuple[float, float, float, float, float]:
    """Rows a second, CPU seconds, the longest write and read of somebody else, megabytes that this process grew by."""
    await rig.owe_story(database, "Port reopens", fill=False)
    stopping = asyncio.Event()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with BotApi("http://127.0.0.1", TOKEN) as api:
        plan = rig.Plan(address="", telegram_url="http://127.0.0.1", per_second=30)
        deps = rig.deps_of(plan, database, api, "a", machine_time)
        began, cpu = time.perf_counter(), cpu_now()
        filling = asyncio.create_task(run_fan_outs(deps, stopping))
        writes, reads = Asked(lambda: write(database)), Asked(lambda: read(database))
        commands = [asyncio.create_task(one.keep_asking(stopping)) for one in (writes, reads)]
        while not await finished(database):  # noqa: ASYNC110  # what is measured must not tell us
            await asyncio.sleep(0.05)
        took, used = time.perf_counter() - began, cpu_now() - cpu
        stopping.set()
        await asyncio.gather(filling, *commands)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    rows = await count(database)
    assert rows == number, rows
    for one in (writes, reads):
        used -= await one.cost(cpu_now)
    return rows / took, used, writes.longest, reads.longest, grown


@dataclass(slots=True)
class Asked:
    """A reader's command: how often it came, and how long it took at most."""

    command: Callable[[], Awaitable[None]]
    times: int = 0
    longest: float = 0.0

    async def keep_asking(self, stopping: asyncio.Event) -> None:
        """Every so often, until told to stop."""
        while not stopping.is_set():
            began = time.perf_counter()
            await self.command()
            self.longest = max(self.longest, time.perf_counter() - began)
            self.times += 1
            await asyncio.sleep(EVERY)

    async def cost(self, cpu_now: Callable[[], float]) -> float:
        """CPU seconds that it takes to do it so often, with nothing beside it."""
        before = cpu_now()
        for _ in range(ALONE):
            await self.command()
        return (cpu_now() - before) / ALONE * self.times


async def write(database: Database) -> None:
    """What /settings does."""
    async with database.write() as session:
        await chats.set_state(session, rig.FIRST_READER + 1, ChatState.ACTIVE)


async def read(database: Database) -> None:
    """What every command does first."""
    async with database.read() as session:
        await chats.find_chat(session, Place(rig.FIRST_READER + 2))


async def finished(database: Database) -> bool:
    """Whether no fan-out is on its way."""
    async with database.read() as session:
        query = "SELECT count(*) FROM fan_outs WHERE finished_at IS NULL"
        return bool((await session.execute(rig.text(query))).scalar_one() == 0)


async def measure(server: rig.Server, address: str, number: int) -> None:
    """One line of the table."""

    def cpu_now() -> float:
        return time.process_time() + server.cpu()

    async with open_database(address) as database:
        await rig.add_readers(database, number, subscriptions=3)
        if not database.is_sqlite:
            async with database.engine.connect() as connection:
                autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await autocommit.exec_driver_sql("ANALYZE")
        await write(database)
        await read(database)
        bare_rate, bare_cpu = await bare(database, cpu_now)
        rate, cpu, longest_write, longest_read, grown = await ours(database, number, cpu_now)
    print(
        f"{server.name:12} {number:>10,} {bare_rate:>12,.0f} {rate:>12,.0f} {rate / bare_rate:>8.2f} "
        f"{longest_write * 1000:>12.0f} {longest_read * 1000:>12.0f} {grown:>10.0f} {bare_cpu:>10.1f} {cpu:>8.1f}",
        flush=True,
    )


def main() -> None:
    """A line for each database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--chats", type=int, default=1_000_000)
    given = parser.parse_args()
    print(
        "database          rows   bare rows/s  ours rows/s    ratio  write max ms  read max ms  memory +MB  "
        "bare CPU s  CPU s"
    )
    for kind in ("sqlite", "postgres") if given.database == "both" else (given.database,):
        with rig.server(kind) as server, server.new() as address:
            asyncio.run(measure(server, address, given.chats))


if __name__ == "__main__":
    main()
