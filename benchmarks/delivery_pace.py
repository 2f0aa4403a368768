"""How much of Telegram's budget is used, and whether any second holds more than it: one process, and several together.

    python benchmarks/delivery_pace.py [--seconds 30] [--per-second 30]

The local Telegram enforces the limit over any sliding second and counts what it refuses. The share is of what the limit
allows between the first message and the last.
"""

import argparse
import asyncio
import tempfile
import time
from bisect import bisect_left
from pathlib import Path

import delivery_rig as rig

from bot.playground.telegram.limits import Limits
from storage.database import open_database


async def prepare(address: str, readers: int) -> None:
    """More readers than can be sent to."""
    async with open_database(address) as database:
        await rig.add_readers(database, readers)
        await rig.owe_story(database, "Port reopens")


def measure(server: rig.Server, *, processes: int, per_second: float, seconds: float, folder: Path) -> None:
    """One line of the table."""
    limits = Limits(per_second=round(per_second))
    with server.new() as address, rig.telegram(folder, limits=limits, latency=0.05) as telegram:
        asyncio.run(prepare(address, round(per_second * seconds * 1.5) + 200))
        plan = rig.Plan(
            address=address,
            telegram_url=telegram.url,
            per_second=per_second,
            marked=False,
            shared=server.name != "SQLite",
        )
        running = [rig.deliverer(plan, f"worker-{number}") for number in range(processes)]
        time.sleep(seconds + 3)
        counters = telegram.run("counters")
        at = [row[0] for row in telegram.taken()]
        for process in running:
            rig.stop(process)
    begin = at[0] + 1  # all processes have started by then
    used = [one for one in at if one >= begin]
    share = (len(used) - 1) / (used[-1] - used[0]) / per_second
    worst = max(bisect_left(used, one + 1.0) - place for place, one in enumerate(used))
    print(
        f"{server.name:11} {processes:>9} {per_second:>12.0f} {len(at):>9,} {share:>10.1%} "
        f"{worst:>10} = {worst / per_second:.3f} {sum(counters['refused'].values()):>9}",
        flush=True,
    )


def main() -> None:
    """A line for each arrangement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--per-second", type=float, nargs="+", default=[30])
    given = parser.parse_args()
    print("database    processes  limit a second  messages  used   worst second, of limit   refused")
    for kind, numbers in (("sqlite", (1,)), ("postgres", (1, 4))):
        with rig.server(kind) as server, tempfile.TemporaryDirectory() as folder:
            for per_second in given.per_second:
                for processes in numbers:
                    measure(
                        server,
                        processes=processes,
                        per_second=per_second,
                        seconds=given.seconds,
                        folder=Path(folder),
                    )


if __name__ == "__main__":
    main()
