import asyncio
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from bot.services import timekeeping
from bot.services.clock import SteadyClock, machine_time
from bot.services.timekeeping import compare, reference

CLOSE = timedelta(seconds=30)


async def test_all_processes_take_the_time_from_one_place(database):
    assert abs(await reference(database) - machine_time()) < CLOSE


async def test_a_clock_that_fell_behind_is_brought_up_to_it(database, monkeypatch):
    monkeypatch.setattr(timekeeping, "_EVERY", 0.01)
    clock = SteadyClock(machine_time() - timedelta(hours=1))
    comparing = asyncio.create_task(compare(database, clock))
    async with asyncio.timeout(20):
        while machine_time() - clock() > CLOSE:  # noqa: ASYNC110  # a clock tells nobody that it was set
            await asyncio.sleep(0.01)
    comparing.cancel()
    await asyncio.wait({comparing})


async def test_a_database_that_is_away_leaves_the_clock_going(database, monkeypatch):
    async def away(_):
        raise DBAPIError("SELECT 1", {}, OSError("away"))

    monkeypatch.setattr(timekeeping, "_EVERY", 0)
    monkeypatch.setattr(timekeeping, "reference", away)
    comparing = asyncio.create_task(compare(database, SteadyClock(machine_time())))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not comparing.done()
    comparing.cancel()
    await asyncio.wait({comparing})
