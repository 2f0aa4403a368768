"""Jobs that take too much end in their child, and nothing else does."""

import asyncio
import time

import pytest

from bot.errors import ParseError, TooCostly, WorkersBusy
from bot.feeds.jobs import read_feed, read_page
from bot.feeds.workers import Limits, Workers
from tests.feeds import jobs
from tests.feeds.documents import FEEDS, PAGES
from tests.feeds.hostile import RSS

STRICT = Limits(cpu_seconds=0.3, memory=64 * 1024 * 1024, seconds=5.0)


@pytest.fixture
async def strict():
    async with Workers(1, limits=STRICT, preload=("tests.feeds.jobs",)) as pool:
        yield pool


async def test_a_result_comes_back(strict):
    assert await strict.run(jobs.double, 21) == 42


async def test_what_jobs_need_is_loaded_before_the_first_of_them(strict):
    assert await strict.run(jobs.loaded) == ["at the start"]


async def test_an_error_comes_back_as_it_was_raised(strict):
    with pytest.raises(ParseError, match="no feed"):
        await strict.run(jobs.fail)
    assert await strict.run(jobs.double, 1) == 2


@pytest.mark.parametrize("job", [jobs.spin, jobs.hoard, jobs.crash, jobs.leave, jobs.recurse])
async def test_a_job_beyond_its_limits_ends_and_the_next_one_runs(strict, job):
    with pytest.raises(TooCostly):
        await strict.run(job)
    assert await strict.run(jobs.double, 1) == 2


async def test_a_job_that_hangs_ends_by_the_clock():
    limits = Limits(cpu_seconds=5.0, seconds=0.3)
    async with Workers(1, limits=limits, preload=("tests.feeds.jobs",)) as pool:
        with pytest.raises(TooCostly, match="longer"):
            await pool.run(time.sleep, 60)
        assert await pool.run(jobs.double, 1) == 2


async def test_the_loop_goes_on_while_a_job_spins(strict):
    await strict.run(jobs.double, 1)
    task = asyncio.create_task(strict.run(jobs.spin))
    beats = 0
    while not task.done():
        await asyncio.sleep(0.01)
        beats += 1
    assert beats > 5
    assert isinstance(task.exception(), TooCostly)


async def test_what_a_job_prints_breaks_nothing(strict):
    assert await strict.run(jobs.chatter) == "said"
    assert await strict.run(jobs.double, 2) == 4


async def test_a_result_that_cannot_cross_is_an_error(strict):
    with pytest.raises(RuntimeError):
        await strict.run(jobs.unpicklable)
    assert await strict.run(jobs.double, 2) == 4


async def test_a_cancelled_job_leaves_no_answer_behind(strict):
    await strict.run(jobs.double, 1)
    task = asyncio.create_task(strict.run(jobs.spin))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await strict.run(jobs.double, 5) == 10


async def test_too_many_waiting_jobs_are_refused():
    async with Workers(1, preload=("tests.feeds.jobs",), max_waiting=3) as pool:
        waiting = [asyncio.create_task(pool.run(jobs.double, number)) for number in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(WorkersBusy):
            await pool.run(jobs.double, 9)
        assert await asyncio.gather(*waiting) == [0, 2, 4]


async def test_a_child_is_replaced_after_its_share_of_jobs():
    async with Workers(1, limits=Limits(jobs=2), preload=("tests.feeds.jobs",)) as pool:
        children = [await pool.run(jobs.process) for _ in range(4)]
    assert children[0] == children[1] != children[2] == children[3]


async def test_jobs_run_beside_each_other(tmp_path):
    async with Workers(2, preload=("tests.feeds.jobs",)) as pool:
        assert await asyncio.gather(*(pool.run(jobs.meet, str(tmp_path)) for _ in range(2))) == [2, 2]


async def test_a_feed_is_read_in_a_child(workers):
    read = await workers.run(read_feed, RSS, url="http://herald.example/rss")
    assert (read.feed.title, read.feed.entries) == ("Harbour Herald", ())
    assert [article.text for article in read.articles] == ["It is back."]


@pytest.mark.parametrize("name", ["billion laughs", "100,000 deep", "zeros", "JSON 50,000 deep"])
async def test_a_hostile_feed_is_a_feed_or_a_parse_error(workers, name):
    try:
        read = await workers.run(read_feed, FEEDS[name]())
    except ParseError:
        return
    assert len(repr(read)) < 1_000_000


@pytest.mark.parametrize("name", ["text and br, 200,000 times", "20,000 deep", "JSON-LD 100,000 deep"])
async def test_a_hostile_page_is_a_page_or_a_parse_error(workers, name):
    try:
        page = await workers.run(read_page, PAGES[name]())
    except ParseError:
        return
    assert len(page.text) <= 200_000
