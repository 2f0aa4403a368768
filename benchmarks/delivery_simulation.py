"""What gathering is worth: a day of news for 100,000 readers at 30 messages a second, simulated.

    python benchmarks/delivery_simulation.py [--readers 100000] [--stories 10] [--per-second 30]

Stories come evenly, so many an hour, for so many hours; a reader wants each of them with the probability `wanted`. One
message leaves per slot, to the reader who has waited longest, as the outbox does it. Gathered, it takes along all that
is due for him; not gathered, it is one story. No brief is put into a digest here, however old it gets.
"""

import argparse
import heapq
import random
from dataclasses import dataclass

from bot.domain.pace import spacing


@dataclass(frozen=True)
class Outcome:
    """Messages sent, the longest wait of a story in minutes, and when everyone had everything, after the last story."""

    messages: int
    deliveries: int
    longest: float
    until_all: float


def simulate(
    *, readers: int, stories: int, hours: float, per_second: float, wanted: float, gathered: bool
) -> Outcome:
    """Send until nothing is left."""
    chance = random.Random(1)
    every = 3600 / stories
    number = round(hours * stories)
    owed = [
        [story for story in range(number) if wanted >= 1 or chance.random() < wanted] for _ in range(readers)
    ]
    queue = [(mine[0], reader, 0) for reader, mine in enumerate(owed) if mine]
    heapq.heapify(queue)
    distance = spacing(per_second).total_seconds()
    now, messages, longest = 0.0, 0, 0.0
    while queue:
        story, reader, place = heapq.heappop(queue)
        now = max(now + distance, story * every)
        mine = owed[reader]
        longest = max(longest, now - story * every)
        messages += 1
        place += 1
        while gathered and place < len(mine) and mine[place] * every <= now:
            place += 1
        if place < len(mine):
            heapq.heappush(queue, (mine[place], reader, place))
    last = (number - 1) * every
    return Outcome(messages, sum(map(len, owed)), longest / 60, max(0.0, now - last) / 60)


def main() -> None:
    """A line for each case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=100_000)
    parser.add_argument("--stories", type=int, default=10)
    parser.add_argument("--per-second", type=float, default=30)
    given = parser.parse_args()
    print(
        "hours  wanted    owed        messages             stories a message    longest wait, min    "
        "all have all after, min"
    )
    print(" " * 24 + "gathered   alone     gathered   alone     gathered   alone     gathered   alone")
    for hours, wanted in ((1, 1.0), (4, 1.0), (8, 1.0), (8, 0.2)):
        both = [
            simulate(
                readers=given.readers,
                stories=given.stories,
                hours=hours,
                per_second=given.per_second,
                wanted=wanted,
                gathered=gathered,
            )
            for gathered in (True, False)
        ]
        messages = " ".join(f"{one.messages:>9,}" for one in both)
        each = " ".join(f"{one.deliveries / one.messages:>9.1f}" for one in both)
        longest = " ".join(f"{one.longest:>9,.0f}" for one in both)
        until = " ".join(f"{one.until_all:>9,.0f}" for one in both)
        print(
            f"{hours:>5} {wanted:>7.0%} {both[0].deliveries:>10,} {messages} {each} {longest} {until}",
            flush=True,
        )


if __name__ == "__main__":
    main()
