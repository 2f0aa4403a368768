"""A host is asked by few at once and never in a burst."""

import asyncio

from bot.feeds import pace
from bot.feeds.pace import HostPace


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


async def test_requests_to_one_host_start_apart():
    clock = Clock()
    turns = HostPace(at_once=1, spacing=2.0, clock=clock, sleep=clock.sleep)
    starts = []
    for _ in range(4):
        async with turns.turn("a.example"):
            starts.append(clock.now)
    assert starts == [100.0, 102.0, 104.0, 106.0]


async def test_no_more_than_so_many_at_once():
    turns, running, most = HostPace(at_once=2, spacing=0), 0, 0

    async def visit():
        nonlocal running, most
        async with turns.turn("a.example"):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(visit() for _ in range(20)))
    assert most == 2


async def test_a_host_that_hangs_holds_up_no_other():
    turns = HostPace(at_once=1, spacing=0)
    async with turns.turn("dead.example"):
        waiting = asyncio.create_task(turns.turn("dead.example").__aenter__())
        async with asyncio.timeout(1), turns.turn("alive.example"):
            pass
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


async def test_hosts_long_idle_are_forgotten(monkeypatch):
    monkeypatch.setattr(pace, "REMEMBERED", 10)
    turns = HostPace(spacing=0)
    for number in range(50):
        async with turns.turn(f"{number}.example"):
            pass
    assert len(turns._hosts) <= 11
