"""A story for a million readers, on its way: send rate, age of the queue and memory over time.

    python benchmarks/delivery_million.py [--readers 1000000] [--database sqlite|postgres] [--processes 1]
                                          [--per-second 1000] [--seconds 3600] [--plot docs/images/delivery_million.png]

Everything is real but Telegram, which runs in counters mode. The fan-out happens in the deliverer, beside the sending.
Memory is the resident size of the deliverers together; the age is that of the oldest delivery that is due.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import delivery_rig as rig
import matplotlib as mpl
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.playground.telegram.limits import Limits
from bot.services.clock import machine_time
from storage import deliveries
from storage.database import Database, open_database

EVERY = 2.0


@dataclass(frozen=True)
class Sample:
    """One look: seconds since the start, messages taken since the last look a second, age, megabytes, CPU seconds."""

    at: float
    rate: float
    age: float
    megabytes: float
    cpu: float


async def prepare(address: str, readers: int) -> None:
    """Everybody follows everything, and one story has just become known."""
    async with open_database(address) as database:
        for start in range(0, readers, 100_000):
            await rig.add_readers(database, min(100_000, readers - start), start=start)
        await rig.owe_story(database, "Port reopens", fill=False)


def watch(
    address: str, server: rig.Telegram, processes: Sequence[Any], readers: int, seconds: float
) -> tuple[list[Sample], int]:
    """Look until everybody has it, or for so many seconds."""
    samples: list[Sample] = []
    runner, database = asyncio.Runner(), open_database(address)
    began = last_at = time.monotonic()
    taken = 0
    columns = (TextColumn("sent"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}/s"))
    with Progress(*columns, TimeRemainingColumn()) as progress:
        bar = progress.add_task("sent", total=readers, rate="0")
        while taken < readers and time.monotonic() - began < seconds:
            time.sleep(EVERY)
            now, count = time.monotonic(), int(server.run("counters")["messages"])
            used = [rig.usage(process.pid) for process in processes]
            samples.append(
                Sample(
                    now - began,
                    (count - taken) / (now - last_at),
                    runner.run(age(database)),
                    sum(megabytes for _, megabytes in used),
                    sum(cpu for cpu, _ in used),
                )
            )
            taken, last_at = count, now
            progress.update(bar, completed=taken, rate=f"{samples[-1].rate:.0f}")
    runner.run(database.close())
    runner.close()
    return samples, taken


async def age(database: Database) -> float:
    """Since when the oldest delivery that is due has been."""
    async with database.read() as session:
        now = machine_time()
        since = await deliveries.oldest_due(session, now=now)
    return (now - since).total_seconds() if since else 0.0


def plot(samples: Sequence[Sample], title: str, path: Path) -> None:
    """Three curves below each other."""
    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415  # after the choice above

    figure, axes = plt.subplots(3, 1, sharex=True, figsize=(9, 7), constrained_layout=True)
    at = [one.at / 60 for one in samples]
    curves = (
        ("messages a second", [one.rate for one in samples], "tab:blue"),
        ("oldest in the queue, minutes", [one.age / 60 for one in samples], "tab:orange"),
        ("memory, MB", [one.megabytes for one in samples], "tab:green"),
    )
    for axis, (label, values, color) in zip(axes, curves, strict=True):
        axis.plot(at, values, color=color, linewidth=1.2)
        axis.set_ylabel(label)
        axis.set_ylim(bottom=0)
        axis.grid(visible=True, alpha=0.3)
    axes[-1].set_xlabel("minutes")
    figure.suptitle(title)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def main() -> None:
    """Run, print the figures, draw the curves."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--per-second", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--plot", type=Path, default=Path("docs/images/delivery_million.png"))
    given = parser.parse_args()
    limits = Limits(per_second=round(given.per_second))
    with (
        rig.server(given.database) as databases,
        tempfile.TemporaryDirectory() as folder,
        databases.new() as address,
        rig.telegram(Path(folder), limits=limits, latency=0.05, ledger=False) as server,
    ):
        asyncio.run(prepare(address, given.readers))
        plan = rig.Plan(
            address=address,
            telegram_url=server.url,
            per_second=given.per_second,
            marked=False,
            shared=given.database != "sqlite",
        )
        processes = [rig.deliverer(plan, f"worker-{number}") for number in range(given.processes)]
        samples, taken = watch(address, server, processes, given.readers, given.seconds)
        counters = server.run("counters")
        for process in processes:
            rig.stop(process)
        states = dict(rig.ask(address, "SELECT state, count(*) FROM deliveries GROUP BY state"))
    took = samples[-1].at
    print(
        f"{databases.name}, {given.processes} processes, {given.readers:,} readers: {taken:,} messages "
        f"in {took:.0f} s, "
        f"{taken / took:.0f} a second; {samples[-1].cpu / max(taken, 1) * 1000:.2f} ms CPU a message; memory "
        f"{samples[0].megabytes:.0f} to {max(one.megabytes for one in samples):.0f} MB; worst second "
        f"{counters['worst_second']}; refused {counters['refused']}; states {states}"
    )
    plot(
        samples,
        f"{taken:,} of {given.readers:,} readers, {databases.name}, {given.processes} process(es)",
        given.plot,
    )


if __name__ == "__main__":
    main()
