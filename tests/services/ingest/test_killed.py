"""A process that is killed between two steps, or in the middle of one: the next one goes on from there."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services.fan_out import run_fan_outs
from bot.services.ingest.brief import Briefer, make_briefs
from bot.services.ingest.group import Grouper, group_articles
from bot.services.ingest.poll import poll_feeds
from bot.services.ingest.publish import withdraw
from bot.services.keep_house import rescue
from storage import leases
from storage.articles import Stage
from tests.services.ingest.origin import ARTICLES, Item
from tests.services.ingest.press import reached
from tests.world import running

OLD, NEW = "quba-earthquake", "aktau-grain-terminal"
TEASER = "The terminal in Aktau opens in spring, the port's operator said on Monday."


async def begin(press):
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    press.origin.put_feed(Item(slug=NEW, text=TEASER), Item(slug=OLD))
    press.origin.put_page(NEW)
    press.clock.turn(hours=5)
    press.origin.requests.clear()
    return url


async def killed(press, loop, when):
    """Run a loop as the process `a`, and kill it as soon as `when` happens."""
    async with press.deps.database.write() as session:
        await leases.beat(session, press.deps.worker, now=press.clock(), ttl=timedelta(seconds=12))
    task = asyncio.create_task(loop(press.deps, asyncio.Event()))
    await when
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def goes_on(press):
    """Another process takes over when it notices, and does the rest."""
    press.clock.turn(seconds=13)
    other = replace(press.deps, worker="b")
    async with press.deps.database.write() as session:
        await leases.beat(session, "b", now=press.clock(), ttl=timedelta(hours=1))
    await rescue(other)
    loops = (poll_feeds, make_briefs, group_articles, run_fan_outs)
    async with running(*((lambda stop, loop=loop: loop(other, stop)) for loop in loops)):
        await reached(press, lambda stages: len(stages) == 2 and stages[ARTICLES[NEW].title] == "grouped")
    assert await press.owed() == [ARTICLES[NEW].title]
    assert len(await press.stored()) == 2


async def test_killed_while_it_fetches_a_feed(press):
    await begin(press)
    asked = press.origin.until(bool)
    await killed(press, poll_feeds, asked)
    await goes_on(press)


async def test_killed_after_an_article_was_stored(press):
    url = await begin(press)
    await press.check(url)
    await goes_on(press)


async def test_killed_while_it_reads_a_page(press):
    url = await begin(press)
    await press.check(url)
    asked = press.origin.until(lambda requests: any(NEW in one.path for one in requests))
    await killed(press, make_briefs, asked)
    await goes_on(press)


async def test_killed_after_an_article_was_briefed(press):
    url = await begin(press)
    await press.check(url)
    await press.brief_all()
    await goes_on(press)


async def test_killed_after_it_was_grouped_and_before_all_are_owed(press):
    url = await begin(press)
    await press.poll(url)
    await goes_on(press)


async def test_killed_while_it_writes_a_brief(press, monkeypatch):
    url = await begin(press)
    await press.check(url)
    began = asyncio.Event()

    async def hang(*_, **__):
        began.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr("storage.search.add_document", hang)
        await killed(press, make_briefs, began.wait())
    await goes_on(press)


async def test_killed_while_it_groups(press, monkeypatch):
    url = await begin(press)
    await press.check(url)
    await press.brief_all()
    began = asyncio.Event()

    async def hang(*_, **__):
        began.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr("storage.fan_outs.fill", hang)
        await killed(press, group_articles, began.wait())
    assert await press.owed() == []
    press.clock.turn(seconds=20)  # the lease of whoever grouped
    await goes_on(press)


async def test_what_a_living_process_has_in_hand_is_left_to_it(press):
    url = await begin(press)
    await press.check(url)
    async with press.deps.database.write() as session:
        await leases.beat(session, press.deps.worker, now=press.clock(), ttl=timedelta(hours=1))
        await leases.beat(session, "b", now=press.clock(), ttl=timedelta(hours=1))
    briefer = Briefer(press.deps)
    async with asyncio.TaskGroup() as making:
        assert await briefer._turn(making)
        await rescue(replace(press.deps, worker="b"))
        assert not await Briefer(replace(press.deps, worker="b"))._turn(making)


@pytest.mark.parametrize("stage", ["stored", "briefed"])
async def test_what_is_withdrawn_while_it_is_on_its_way_is_not_told(press, stage):
    """The one who had it in hand does not overwrite what its publisher said meanwhile."""
    url = await begin(press)
    await press.check(url)
    if stage == "briefed":
        await press.brief_all()
    (stored,) = await press.claim(Stage(stage))
    assert (await withdraw(press.deps, stored.article.url)).outcome == "withdrawn"
    if stage == "stored":
        await Briefer(press.deps).brief(stored)
    else:
        await Grouper(press.deps).group(stored)
    await press.finish()
    assert await press.owed() == []
    assert (await press.stages())[ARTICLES[NEW].title].startswith("withdrawn")
