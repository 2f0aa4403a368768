import asyncio
from datetime import timedelta

from storage import pace
from tests.builders import NOW

SPACING = timedelta(milliseconds=34)


async def reserve(database, count=1, now=NOW):
    async with database.write() as session:
        return await pace.reserve(session, count, spacing=SPACING, now=now)


async def test_slots_follow_each_other_at_the_same_distance(database):
    assert await reserve(database, 3) == (NOW, SPACING)
    assert await reserve(database) == (NOW + 3 * SPACING, SPACING)


async def test_time_that_nobody_used_is_not_saved_up(database):
    await reserve(database)
    later = NOW + timedelta(seconds=60)
    assert await reserve(database, now=later) == (later, SPACING)


async def test_no_slot_is_given_twice_however_many_ask_at_once(database):
    slots = await asyncio.gather(*(reserve(database, 2) for _ in range(20)))
    assert sorted(first for first, _ in slots) == [NOW + 2 * number * SPACING for number in range(20)]


async def test_slowing_down_halves_the_rate_and_it_comes_back_by_itself(database):
    async with database.write() as session:
        assert await pace.slow_down(session, now=NOW) == 2
    assert (await reserve(database))[1] == 2 * SPACING
    wait = timedelta(seconds=10)
    async with database.write() as session:
        assert await pace.speed_up(session, now=NOW + wait / 2, after=wait) == 2
        now = NOW
        for _ in range(10):
            now += wait
            factor = await pace.speed_up(session, now=now, after=wait)
        assert factor == 1
