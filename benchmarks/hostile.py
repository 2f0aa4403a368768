"""A hostile server and hostile documents: attack, what happened, memory, seconds.

    python benchmarks/hostile.py [--markdown]

Needs no corpora. The server (tests/feeds/hostile.py) runs in a process of its own on the loopback; the
fetcher, the workers and the loop that is watched run in this one. "Blocked" is the longest that the
loop was kept from its other work; "memory" is what this process grew by while fetching, or the most
that the worker held beyond its start while reading.
"""

import argparse
import asyncio
import gc
import multiprocessing
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.errors import FetchError, ParseError
from bot.feeds.fetch import FEED, Fetcher, Terms
from bot.feeds.jobs import read_feed, read_page
from bot.feeds.pace import HostPace
from bot.feeds.workers import Workers
from tests.feeds.documents import FEEDS, PAGES
from tests.feeds.hostile import ATTACKS, RSS, serving

TERMS = Terms(accept=FEED.accept, max_wire=FEED.max_wire, max_body=FEED.max_body, seconds=2.0)


@dataclass(frozen=True)
class Row:
    kind: str
    attack: str
    outcome: str
    seconds: float
    cpu: float
    memory: float
    blocked: float


class Watch:
    """A task that notes the longest time between two of its turns, less what it slept."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def run(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, time.perf_counter() - before - 0.001)


def memory(pid: int | str = "self") -> dict[str, float]:
    """VmRSS and VmHWM of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")}


def reset_peak(pid: int | str = "self") -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def serve(pipe: Connection) -> None:
    """The server's process: says its address, then serves until it is ended."""

    async def forever() -> None:
        async with serving(ATTACKS) as visits:
            pipe.send(visits.url)
            await asyncio.Event().wait()

    asyncio.run(forever())


async def told(work: Callable[[], Awaitable[object]]) -> tuple[str, float, float]:
    """How a piece of work ended, its seconds, and for how long the loop was blocked."""
    watch = Watch()
    watching = asyncio.create_task(watch.run())
    await asyncio.sleep(0.01)
    watch.longest = 0.0
    began = time.perf_counter()
    try:
        result = await work()
        outcome = f"read: {type(result).__name__}"
    except (FetchError, ParseError) as error:
        text = str(error)
        said = text.split(": ", 1)[1] if text.startswith("http") and ": " in text else text
        outcome = f"{type(error).__name__}: {said}".replace("\n", " ")
    took = time.perf_counter() - began
    watching.cancel()
    return outcome[:90], took, watch.longest


async def fetches(url: str) -> list[Row]:
    rows = []
    async with Fetcher(allow_private=True, pace=HostPace(spacing=0)) as fetcher:
        for name in ATTACKS:
            gc.collect()
            reset_peak()
            before, cpu = memory()["VmRSS"], time.process_time()
            outcome, took, blocked = await told(
                lambda name=name: fetcher.fetch(f"{url}/{name.replace(' ', '%20')}", terms=TERMS)  # type: ignore[misc]
            )
            grown = max(memory()["VmHWM"] - before, 0)
            rows.append(Row("fetch", name, outcome, took, time.process_time() - cpu, grown, blocked))
    return rows


async def reads() -> list[Row]:
    rows = []
    async with Workers(1) as workers:
        cases = [("feed", read_feed, name, make) for name, make in FEEDS.items()]
        pages = [("page", read_page, name, make) for name, make in PAGES.items()]
        for kind, job, name, make in [*cases, *pages]:
            body = make()
            await workers.run(read_feed, RSS)  # the child that the last attack cost is back
            pid = child_of(workers)
            reset_peak(pid)
            start, cpu = memory(pid)["VmRSS"], cpu_of(pid)
            peak = asyncio.create_task(highest(pid))
            outcome, took, blocked = await told(lambda job=job, body=body: workers.run(job, body))  # type: ignore[misc]
            peak.cancel()
            most, spent = await peak
            rows.append(Row(kind, name, outcome, took, spent - cpu, max(most - start, 0), blocked))
    return rows


def child_of(workers: Workers) -> int:
    process = workers._children[0]._process  # noqa: SLF001  # the benchmark looks inside
    return process.pid if process else 0


async def highest(pid: int) -> tuple[float, float]:
    """The most memory and processor time that a process was seen to hold, until it or we end."""
    most, spent = 0.0, cpu_of(pid)
    try:
        while True:
            most, spent = max(most, memory(pid)["VmHWM"]), cpu_of(pid)
            await asyncio.sleep(0.01)
    except (asyncio.CancelledError, OSError, KeyError, IndexError):
        try:
            return max(most, memory(pid)["VmHWM"]), cpu_of(pid)
        except (OSError, KeyError, IndexError):
            return most, spent


def show(rows: list[Row], *, markdown: bool) -> None:
    bar = " | " if markdown else "  "
    print(
        bar.join(("what ", f"{'attack':<29}", "    s", "CPU s", "  MB", "blocked", "what happened")).strip()
    )
    if markdown:
        print("|".join(["---"] * 7))
    for row in rows:
        cells = (f"{row.kind:<5}", f"{row.attack:<29}", f"{row.seconds:5.2f}", f"{row.cpu:5.2f}", f"{row.memory:4.0f}",
                 f"{row.blocked * 1000:4.0f} ms", row.outcome)  # fmt: skip
        print(bar.join(cells))
    most = {name: max(getattr(row, name) for row in rows) for name in ("seconds", "cpu", "memory", "blocked")}
    print(f"\n{len(rows)} attacks; at most {most['seconds']:.2f} s, {most['cpu']:.2f} s of CPU,", end=" ")
    print(f"{most['memory']:.0f} MB, loop blocked {most['blocked'] * 1000:.0f} ms")


async def attack(url: str) -> list[Row]:
    return [*await fetches(url), *await reads()]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--markdown", action="store_true")
    options = arguments.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    try:
        show(asyncio.run(attack(ours.recv())), markdown=options.markdown)
    finally:
        server.kill()


if __name__ == "__main__":
    main()
