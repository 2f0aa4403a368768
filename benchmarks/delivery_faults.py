"""Faults, seeded: whatever is killed, cut or refused, nothing is lost and nothing comes twice.

    python benchmarks/delivery_faults.py [--database sqlite|postgres|both] [--processes 1 4] [--points 1000]
                                         [--seed 1] [--scenario NAME ...]

Real deliverer processes send to a local Telegram that writes down every message it takes. `kills` ends a process of
them with kill -9 at random moments and starts another one, `--points` times; the other scenarios let something go wrong
at Telegram, at the database or with the clock, beside a few kills. In the end each delivery must be in one final state,
and the ledger must agree:

    lost    marked sent, and Telegram never took it; or still on its way when all is quiet
    twice   taken more than once
    unknown nobody can tell: a process died, or a connection broke, with the call in flight
    arrived those of them that Telegram did take
"""

import argparse
import asyncio
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import delivery_rig as rig

from bot.playground.telegram.limits import Limits
from storage.database import open_database

PER_SECOND = 60
LATENCY = 0.02
BETWEEN = 16
"""Messages that Telegram takes at most between one kill and the next, so that kills meet processes at work."""

TO_A_POINT = 36
"""Deliveries that are owed for each point, two to a reader: on a busy machine with four processes a kill leaves 19 as
unknown, and 12 are sent between it and the next. With fewer the last kills find nobody at work.
"""

LONGEST_LIFE = 2.0
LONGEST_AFTER = 0.06
"""Seconds after which it is killed even if nothing is sent, and after the last of those messages, at most."""

QUIET = 120.0
"""Seconds without any change after which what has not come to rest is taken for lost: rescue takes up to 17."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of everything that was owed."""

    deliveries: int
    messages: int
    states: Mapping[str, int]
    lost: int
    twice: int
    unknown: int
    arrived: int
    refused: Mapping[str, int]
    impatient: int
    kills: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether it is as it must be."""
        return self.lost == 0 and self.twice == 0 and self.impatient == 0


@dataclass(kw_only=True)
class Run:
    """One run in progress."""

    address: str
    telegram: rig.Telegram
    chance: random.Random
    readers: int
    restart: Callable[[], None]
    jumps: tuple[float, ...] = ()

    def fault(self, kind: str, **given: Any) -> None:
        """Let a fault strike some of the messages to come."""
        self.telegram.run("faults", kind=kind, **given)

    def some_reader(self) -> int:
        """The Telegram id of one of the readers."""
        return rig.FIRST_READER + self.chance.randrange(self.readers)


def cut(run: Run, *, taken: bool) -> None:
    """Connections break."""
    run.fault("drop", taken=taken, times=run.chance.randint(1, 4), skip=run.chance.randint(0, 20))


def storm(run: Run) -> None:
    """Telegram asks several chats to wait, and one of them for twelve hours."""
    for seconds in (1, 1, 2, 43_200):
        run.fault("too_many", seconds=seconds, chat_id=run.some_reader(), times=1)


def errors(run: Run) -> None:
    """Telegram fails."""
    run.fault("error", status=run.chance.choice((500, 502)), times=run.chance.randint(1, 5))


def slow(run: Run) -> None:
    """Answers come late, or as half an answer."""
    run.fault("slow", seconds=1.5, times=run.chance.randint(5, 30))
    run.fault("garbage", times=1)


def blocked(run: Run) -> None:
    """Readers block the bot in the middle."""
    run.fault("blocked", chat_id=run.some_reader(), times=None)


def database_away(run: Run) -> None:
    """The database restarts."""
    run.restart()


def clock(run: Run) -> None:
    """Somebody sets the machine's clock."""
    run.jumps = tuple(run.chance.choice((-3600, -60, 60, 3600)) for _ in range(40))


def nothing(_: Run) -> None:
    """Only kills."""


@dataclass(frozen=True)
class Scenario:
    """`strike` is called now and then; `kills` says how often, of so many points, a process is killed."""

    strike: Callable[[Run], None]
    every: int = 1
    kill_share: float = 1.0


SCENARIOS: Mapping[str, Scenario] = {
    "kills": Scenario(nothing),
    "cut before it was taken": Scenario(lambda run: cut(run, taken=False), kill_share=0.1),
    "cut after it was taken": Scenario(lambda run: cut(run, taken=True), kill_share=0.1),
    "429 storm": Scenario(storm, every=5, kill_share=0.1),
    "500 and 502": Scenario(errors, kill_share=0.1),
    "slow and garbled answers": Scenario(slow, kill_share=0.1),
    "readers block": Scenario(blocked, kill_share=0.1),
    "database restarts": Scenario(database_away, every=25, kill_share=0.1),
    "clock jumps": Scenario(clock, every=20, kill_share=0.3),
}


def run_scenario(
    server: rig.Server, scenario: Scenario, *, processes: int, points: int, seed: int, folder: Path
) -> Report:
    """Owe two stories to enough readers to keep the processes busy, strike, and see what came of it."""
    chance = random.Random(seed)
    lives = [chance.randint(0, BETWEEN) for _ in range(points)]
    readers = max(50, points * TO_A_POINT // 2)
    limits = Limits(per_second=PER_SECOND)
    began = time.monotonic()
    with server.new() as address, rig.telegram(folder, limits=limits, latency=LATENCY) as telegram:
        asyncio.run(_prepare(address, readers, spread=sum(lives) / PER_SECOND))
        run = Run(
            address=address,
            telegram=telegram,
            chance=chance,
            readers=readers,
            restart=lambda: _restart(server, address),
        )
        kills = _torment(run, scenario, lives, processes)
        states = _come_to_rest(address)
        return _judge(run, states, kills, time.monotonic() - began)


async def _prepare(address: str, readers: int, *, spread: float) -> None:
    """One story that is due now, and a second one that becomes due bit by bit, so that some are gathered."""
    async with open_database(address) as database:
        await rig.add_readers(database, readers)
        await rig.owe_story(database, "Port reopens")
        await rig.owe_story(database, "Grid repaired")
        late = f"(chat_id * 7919 % {round(spread * 1000) + 1}) / 1000.0"
        shift = (
            f"strftime('%Y-%m-%d %H:%M:%f000', due_at, '+' || ({late}) || ' seconds')"
            if database.is_sqlite
            else f"due_at + {late} * interval '1 second'"
        )
        async with database.write() as session:
            second = "(SELECT max(story_id) FROM deliveries)"
            statement = f"UPDATE deliveries SET due_at = {shift} WHERE story_id = {second}"
            await session.execute(rig.text(statement))


def _torment(run: Run, scenario: Scenario, lives: list[int], processes: int) -> int:
    """Start the processes, strike and kill; afterwards one of them goes on. How many were killed."""
    started = 0
    kills = 0

    def start() -> Any:
        nonlocal started
        started += 1
        plan = rig.Plan(
            address=run.address, telegram_url=run.telegram.url, per_second=PER_SECOND, jumps=run.jumps
        )
        return rig.deliverer(plan, f"worker-{started}")

    alive = [start() for _ in range(processes)]
    for point, life in enumerate(lives):
        if point % scenario.every == 0:
            scenario.strike(run)
        _live(run, life)
        place = run.chance.randrange(processes)
        if run.chance.random() < scenario.kill_share:
            rig.kill(alive[place])
            kills += 1
            alive[place] = start()
    run.telegram.run("release")
    _come_to_rest(run.address)
    for process in alive:
        rig.stop(process)
    return kills


def _live(run: Run, messages: int) -> None:
    """Let so many messages be taken, and a moment more."""
    line = 40
    enough = run.telegram.ledger.stat().st_size + messages * line
    until = time.monotonic() + LONGEST_LIFE
    while run.telegram.ledger.stat().st_size < enough and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(run.chance.uniform(0, LONGEST_AFTER))


def _come_to_rest(address: str) -> Counter[str]:
    """The states of all deliveries once nothing is on its way, but what Telegram told to wait for hours."""
    until = time.monotonic() + QUIET
    before: Counter[str] = Counter()
    while True:
        states: Counter[str] = Counter()
        soon = (
            "strftime('%Y-%m-%d %H:%M:%f', 'now', '+2 hours')"
            if address.startswith("sqlite")
            else "now() + interval '2 hours'"
        )
        query = (
            f"SELECT CASE WHEN state = 'pending' AND due_at > {soon} THEN 'parked' ELSE state END, count(*) "
            "FROM deliveries GROUP BY 1"
        )
        for state, number in rig.ask(address, query):
            states[state] += number
        if states != before:
            before, until = states, time.monotonic() + QUIET
        if not states["pending"] + states["sending"] or time.monotonic() > until:
            return states
        time.sleep(0.5)


def _judge(run: Run, states: Counter[str], kills: int, seconds: float) -> Report:
    taken: Counter[int] = Counter()
    rows = run.telegram.taken()
    for _, _, _, numbers in rows:
        taken.update(int(number) for number in numbers.split())
    found = dict(rig.ask(run.address, "SELECT id, state FROM deliveries"))
    unknown = [id_ for id_, state in found.items() if state == "unknown"]
    counters = run.telegram.run("counters")
    lost = sum(state == "sent" and not taken[id_] for id_, state in found.items())
    return Report(
        deliveries=len(found),
        messages=len(rows),
        states=states,
        lost=lost + states["pending"] + states["sending"],
        twice=sum(number > 1 for number in taken.values()),
        unknown=len(unknown),
        arrived=sum(taken[id_] > 0 for id_ in unknown),
        refused=counters["refused"],
        impatient=counters["impatient"],
        kills=kills,
        seconds=seconds,
    )


def _restart(server: rig.Server, address: str) -> None:
    if isinstance(server, rig.PostgresServer):
        restart_postgres(server.postgres)
        return
    with _locked(address):  # the nearest that a file has to a restart: for a second nobody else may write
        time.sleep(1)


def restart_postgres(postgres: rig.Postgres) -> None:
    """End the server as a crash would, without a word to its clients, and start it again."""
    pid = postgres.server.get_pid()
    assert pid is not None
    os.kill(pid, signal.SIGQUIT)
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.05)
    postgres.server.ensure_postgres_running()


@contextmanager
def _locked(address: str) -> Iterator[None]:
    connection = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def show(name: str, processes: int, title: str, report: Report) -> None:
    """One line of the table."""
    states = report.states
    others = " ".join(
        f"{state} {states[state]}" for state in ("failed", "dropped", "parked") if states.get(state)
    )
    print(
        f"{name:11} {processes:>2}  {title:25} {report.kills:>5} {report.deliveries:>7,} {report.messages:>8,} "
        f"{report.lost:>5} {report.twice:>6} {report.unknown:>8} {report.arrived:>8} "
        f"{sum(report.refused.values()):>8} {report.seconds:>6.0f} s  {others}",
        flush=True,
    )


def main() -> int:
    """Run what was asked for; fails when something was lost or came twice."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", choices=list(SCENARIOS), nargs="+", default=list(SCENARIOS))
    given = parser.parse_args()
    print(
        "database    processes  scenario           kills   owed messages  lost  twice  unknown  arrived  refused"
    )
    holds = True
    for kind in ("sqlite", "postgres") if given.database == "both" else (given.database,):
        with rig.server(kind) as server, tempfile.TemporaryDirectory() as folder:
            for processes in given.processes:
                if kind == "sqlite" and processes > 1:
                    continue  # a second process on a file is refused
                for title in given.scenario:
                    points = given.points if title == "kills" else max(20, given.points // 10)
                    report = run_scenario(
                        server,
                        SCENARIOS[title],
                        processes=processes,
                        points=points,
                        seed=given.seed,
                        folder=Path(folder),
                    )
                    show(server.name, processes, title, report)
                    holds &= report.holds
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
