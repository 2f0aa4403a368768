import asyncio

from bot.services.bell import Bell, Work

LONG = 60.0


async def test_whoever_waits_wakes_when_there_is_work():
    bell = Bell()
    waiting = asyncio.create_task(bell.wait(Work.OUTBOX, at_most=LONG))
    await bell.ring(Work.OUTBOX)
    async with asyncio.timeout(5):
        await waiting


async def test_work_that_came_before_is_not_slept_over():
    bell = Bell()
    await bell.ring(Work.OUTBOX)
    async with asyncio.timeout(5):
        await bell.wait(Work.OUTBOX, at_most=LONG)


async def test_the_other_processes_are_told_and_names_that_they_do_not_know_are_passed_over():
    told: list[str] = []

    async def tell(work):
        told.append(work)

    bell = Bell(tell)
    await bell.ring(Work.INBOX)
    assert told == ["inbox"]
    bell.hear_name("inbox")
    bell.hear_name("something of a newer version")


async def test_when_the_process_stops_nobody_sleeps_on_or_goes_to_sleep():
    bell = Bell()
    waiting = [asyncio.create_task(bell.wait(Work.ARTICLES, at_most=LONG)) for _ in range(2)]
    bell.end()
    async with asyncio.timeout(5):
        await asyncio.gather(*waiting)
        await bell.wait(Work.ARTICLES, at_most=LONG)
