"""Claiming and marking: deliveries a second, as history grows, and with an old snapshot held.

    python benchmarks/delivery_claims.py [--database sqlite|postgres|both] [--history 1000000 10000000]
                                         [--pending 1000000] [--seconds 10] [--processes 1 4]

History is deliveries that were sent. Each process leases chats, reads what is due, sets it to sending, marks it sent
and gives the chats back, in batches of 200, without sending. The second table claims, in batches of 30, out of
`--pending` deliveries while another transaction holds a snapshot from before all of it, which keeps PostgreSQL from
removing what is done: a third of them is sent at one stroke before the clock starts, and lies dead in front of the
rest. As in the bot, a claim looks from the beginning now and then. `claim` is the two statements, `committed` the
transaction that they are in, `cycle` all until the chats are given back.
"""

import argparse
import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta

import delivery_rig as rig

from bot.domain.delivery import DeliveryState, Lane
from bot.services.clock import machine_time
from bot.services.deliver.floors import Floors
from storage import claims, deliveries
from storage.database import Database, open_database
from storage.deliveries import Result

BATCH = 200
TTL = timedelta(seconds=600)
_fork = multiprocessing.get_context("fork")


async def add_history(database: Database, before: int, rows: int, chats: int) -> None:
    """Deliveries that were sent, story by story, a hundred thousand at a time."""
    now = "datetime('now')" if database.is_sqlite else "now()"
    for start in range(before, rows, 100_000):
        some = min(100_000, rows - start)
        numbers = (
            f"WITH RECURSIVE n(i) AS (SELECT {start} UNION ALL SELECT i + 1 FROM n WHERE i < {start + some - 1})"
            if database.is_sqlite
            else f"WITH n(i) AS (SELECT generate_series({start}, {start + some - 1}))"
        )
        async with database.write() as session:
            await session.execute(
                rig.text(
                    "INSERT INTO deliveries (chat_id, story_id, action, lane, revision, matched, state, attempts, "
                    f"created_at, due_at, sent_at, message_id, worker, error) {numbers} SELECT i % {chats} + 1, "
                    f"1000000 + i / {chats}, 'send', 1, 0, '*/*', 'sent', 0, {now}, {now}, {now}, i, 'w', '' FROM n"
                )
            )


@dataclass(slots=True)
class Work:
    """Deliveries that were done, and what each claim, its transaction and its whole cycle took, in seconds."""

    done: int = 0
    claim: list[float] = field(default_factory=list)
    committed: list[float] = field(default_factory=list)
    cycle: list[float] = field(default_factory=list)


async def work_off(address: str, worker: str, seconds: float, batch: int = BATCH) -> Work:
    """Claim and mark for so many seconds."""
    work, floors = Work(), Floors()
    async with open_database(address) as database:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            began = time.perf_counter()
            held = await claim(database, worker, floors, work, batch)
            work.committed.append(time.perf_counter() - began)
            now = machine_time()
            async with database.write() as session:
                due = await claims.list_due(session, held, now=now)
                ids = [one.id for chat in due for one in chat.deliveries]
                won = await deliveries.mark_sending(session, worker, ids)
            results = [
                Result(id=id_, state=DeliveryState.SENT, message_id=1, due_at=now, sent_at=now) for id_ in won
            ]
            async with database.write() as session:
                await deliveries.mark_results(session, worker, results)
                await claims.release(session, worker, held, now=now)
            work.done += len(won)
            work.cycle.append(time.perf_counter() - began)
    return work


async def claim(database: Database, worker: str, floors: Floors, work: Work, batch: int) -> list[int]:
    """One claim, as `bot.services.deliver.fetch` makes it."""
    now = machine_time()
    async with database.write() as session:
        await session.connection()
        from_the_beginning = floors.sweep(now)
        began = time.perf_counter()
        held, floors.lanes[Lane.BRIEF] = await claims.claim_briefs(
            session, worker, Lane.BRIEF, floor=floors.lanes.get(Lane.BRIEF), now=now, limit=batch, ttl=TTL
        )
        took = time.perf_counter() - began
        if from_the_beginning:
            floors.swept(now, timedelta(seconds=took))
    work.claim.append(took)
    return held


def in_processes(server: rig.Server, address: str, number: int, seconds: float) -> str:
    """Deliveries a second of so many processes together, and CPU microseconds for each, server and all."""
    receiving, sending = _fork.Pipe(duplex=False)

    def run(worker: str) -> None:
        began = time.process_time()
        done = asyncio.run(work_off(address, worker, seconds)).done
        sending.send((done, time.process_time() - began))

    processes = [_fork.Process(target=run, args=(f"worker-{place}",)) for place in range(number)]
    before = server.cpu()
    for process in processes:
        process.start()
    counted = [receiving.recv() for _ in processes]
    served = server.cpu() - before
    for process in processes:
        process.join()
    done = sum(number for number, _ in counted)
    used = served + sum(cpu for _, cpu in counted)
    return f"{done / seconds:8,.0f}/s {used / max(done, 1) * 1e6:6,.0f} us"


async def prepare(address: str, history: int, before: int, pending: int) -> None:
    """History up to this size, and nothing but it and so many deliveries that are due."""
    async with open_database(address) as database:
        if before == 0:
            for start in range(0, pending, 100_000):
                await rig.add_readers(database, min(100_000, pending - start), start=start)
        await add_history(database, before, history, pending)
        await rig.owe_story(database, f"After {history}")
        if not database.is_sqlite:
            async with database.engine.connect() as connection:
                autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await autocommit.exec_driver_sql("VACUUM ANALYZE")


async def with_old_snapshot(
    server: rig.Server, address: str, *, held: bool, seconds: float
) -> tuple[Work, float]:
    """Work off, and CPU seconds of all for a delivery, with or without a transaction that began before."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(address))
        if held:
            session = await stack.enter_async_context(database.read())
            if not database.is_sqlite:
                await session.execute(rig.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                await session.execute(rig.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            await session.execute(rig.text("SELECT count(*) FROM deliveries WHERE id < 10"))
        await send_a_third(database)
        began = time.process_time() + server.cpu()
        work = await work_off(address, "worker", seconds, batch=30)
        used = time.process_time() + server.cpu() - began
    return work, used / max(work.done, 1)


async def send_a_third(database: Database) -> None:
    """Of what is pending, those that were owed first."""
    first = "(SELECT min(id) FROM deliveries WHERE state = 'pending')"
    pending = "(SELECT count(*) FROM deliveries WHERE state = 'pending')"
    async with database.write() as session:
        await session.execute(
            rig.text(
                "UPDATE deliveries SET state = 'sent' "
                f"WHERE state = 'pending' AND id < {first} + {pending} / 3"
            )
        )


def throughput(server: rig.Server, given: argparse.Namespace) -> None:
    """The first table, one line for each size of history."""
    with server.new() as address:
        before = 0
        for history in given.history:
            asyncio.run(prepare(address, history, before, given.pending))
            before = history
            rates = [
                f"{number}: {in_processes(server, address, number, given.seconds)}"
                for number in (given.processes if server.name != "SQLite" else [1])
            ]
            print(f"{server.name:11} history {history:>11,}   processes {'   '.join(rates)}", flush=True)


def snapshots(server: rig.Server, given: argparse.Namespace) -> None:
    """The second table."""
    for held in (False, True):
        with server.new() as address:
            asyncio.run(prepare(address, 1, 0, given.pending))
            work, each = asyncio.run(with_old_snapshot(server, address, held=held, seconds=given.seconds * 2))
        what = "old snapshot held" if held else "nothing held"
        print(
            f"{server.name:11} {given.pending:,} pending, {what:18} {each * 1e6:7,.0f} us CPU each "
            f"{len(work.claim):>6,} claims, ms p50 and p99:   claim {shown(work.claim)}   "
            f"committed {shown(work.committed)}   cycle {shown(work.cycle)}",
            flush=True,
        )


def shown(took: Sequence[float]) -> str:
    """The median and the 99th percentile in milliseconds."""
    return f"{statistics.median(took) * 1000:5.1f} {statistics.quantiles(took, n=100)[98] * 1000:6.1f}"


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--history", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--pending", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 4])
    given = parser.parse_args()
    for kind in ("sqlite", "postgres") if given.database == "both" else (given.database,):
        with rig.server(kind) as server:
            throughput(server, given)
            snapshots(server, given)


if __name__ == "__main__":
    main()
