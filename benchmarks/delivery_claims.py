"""Claiming and marking: deliveries a second, as history grows, and with an old snapshot held.

    python benchmarks/delivery_claims.py [--database sqlite|postgres|both] [--history 1000000 10000000]
                                         [--pending 1000000] [--seconds 10] [--processes 1 4]

History is deliveries that were sent. Each process leases chats, reads what is due, sets it to sending, marks it sent
and gives the chats back, in batches of 200, without sending. The second table claims, batch by batch, out of
`--pending` deliveries while another transaction holds a snapshot from before all of it, which keeps PostgreSQL from
removing what is done.
"""

import argparse
import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta

import delivery_rig as rig

from bot.domain.delivery import DeliveryState, Lane
from bot.services.clock import machine_time
from storage import claims, deliveries
from storage.claims import Floor
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


async def work_off(address: str, worker: str, seconds: float, batch: int = BATCH) -> tuple[int, list[float]]:
    """Claim and mark for so many seconds: how many deliveries, and what each claim took."""
    done = 0
    took: list[float] = []
    floor: Floor | None = None
    async with open_database(address) as database:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            now = machine_time()
            began = time.perf_counter()
            async with database.write() as session:
                held, floor = await claims.claim_briefs(
                    session, worker, Lane.BRIEF, floor=floor, now=now, limit=batch, ttl=TTL
                )
            took.append(time.perf_counter() - began)
            if not held:
                floor = None
                continue
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
            done += len(won)
    return done, took


def in_processes(server: rig.Server, address: str, number: int, seconds: float) -> str:
    """Deliveries a second of so many processes together, and CPU microseconds for each, server and all."""
    receiving, sending = _fork.Pipe(duplex=False)

    def run(worker: str) -> None:
        began = time.process_time()
        done, _ = asyncio.run(work_off(address, worker, seconds))
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
                await autocommit.exec_driver_sql("VACUUM ANALYZE deliveries")


async def with_old_snapshot(
    server: rig.Server, address: str, *, held: bool, seconds: float
) -> tuple[list[float], float]:
    """What claims of 30 take, and CPU seconds of all, with or without a transaction that began before."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(address))
        if held:
            session = await stack.enter_async_context(database.read())
            if not database.is_sqlite:
                await session.execute(rig.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                await session.execute(rig.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            await session.execute(rig.text("SELECT count(*) FROM deliveries WHERE id < 10"))
        began = time.process_time() + server.cpu()
        done, took = await work_off(address, "worker", seconds, batch=30)
        used = time.process_time() + server.cpu() - began
    return took, used / max(done, 1)


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
    with server.new() as address:
        asyncio.run(prepare(address, 1, 0, given.pending))
        for held in (False, True):
            took, each = asyncio.run(with_old_snapshot(server, address, held=held, seconds=given.seconds * 2))
            what = "old snapshot held" if held else "nothing held"
            show(
                f"{server.name:11} {given.pending:,} pending, {what:18} {each * 1e6:7,.0f} us CPU each", took
            )


def show(title: str, took: Sequence[float]) -> None:
    """Percentiles in milliseconds, of all claims and of the last quarter of them."""
    last = took[-len(took) // 4 :]
    p50, p99 = statistics.median(took) * 1000, statistics.quantiles(took, n=100)[98] * 1000
    print(
        f"{title} {len(took):>6,} claims   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   "
        f"p50 of the last quarter {statistics.median(last) * 1000:6.1f} ms",
        flush=True,
    )


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
