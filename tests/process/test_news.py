"""News through whole processes: from a feed, or from a newsroom, to the readers' phones."""

import asyncio
import random
from collections import Counter

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.domain.interest import EVERYTHING
from bot.playground.newsstand.articles import load
from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand
from storage.database import open_database
from storage.schema import ArticleRow, DeliveryRow
from tests.builders import a_reader
from tests.process.conftest import PATIENCE, ask

pytestmark = pytest.mark.process

PUBLISH = {"PUBLISH_TOKEN": "hunter2"}


async def follow_everything(site, name="Ana"):
    """A reader who told the bot, in the chat, that he wants everything."""
    reader = site.phone.add_user(name)
    site.phone.start(reader)
    await site.phone.wait_for(reader, lambda message: bool(message.text), within=PATIENCE)
    site.phone.say(reader, "/subscribe everything")
    await site.phone.wait_for(reader, "verything", within=PATIENCE)
    return reader


async def test_news_in_a_feed_reaches_a_reader_who_followed_in_the_chat(site):
    async with serve_newsstand(Stand()) as stand:
        process = await site.run(FEEDS=" ".join(stand.feed_urls))
        async with asyncio.timeout(PATIENCE):
            await stand.reads.until_all()
        reader = await follow_everything(site)
        async with asyncio.timeout(PATIENCE):
            await stand.reads.until_all(2)  # what was there before is no news
        published = stand.stand.publish_next()
        assert published is not None
        await site.phone.wait_for(reader, published.article.title, within=PATIENCE)
        assert await process.stop() == 0
    told = [message for message in site.phone.messages(reader) if published.article.title in message.text]
    assert len(told) == 1


async def test_the_roles_do_the_same_in_processes_of_their_own(large_site):
    chat, ingest, deliver = await asyncio.gather(
        large_site.run("--role", "chat"),
        large_site.run("--role", "ingest", **PUBLISH),
        large_site.run("--role", "deliver"),
    )
    reader = await follow_everything(large_site)
    assert await is_taken(await ingest.ready(), article(1))
    await large_site.phone.wait_for(reader, headline(1), within=PATIENCE)
    assert [await process.stop() for process in (chat, ingest, deliver)] == [0, 0, 0]


async def test_when_the_process_that_asks_for_updates_dies_the_other_takes_over(large_site):
    first = await large_site.run()
    ana = large_site.phone.add_user("Ana")
    large_site.phone.start(ana)
    await large_site.phone.wait_for(ana, lambda message: bool(message.text), within=PATIENCE)
    second = await large_site.run()
    await first.kill()
    large_site.phone.say(ana, "/help")
    await large_site.phone.wait_for(ana, "/subscribe", within=PATIENCE)
    assert await second.stop() == 0


EVENTS = (
    "baghdad-metro-contract",
    "beirut-bank-law",
    "dubai-night-solar",
    "gyumri-council-vote",
    "toktogul-water-deal",
)
"""Articles about events of their own: as many stories."""


def headline(number):
    return load()[EVENTS[number]].title


def article(number):
    """One of them, as a newsroom hands it in."""
    found = load()[EVENTS[number]]
    return {"title": found.title, "text": found.text, "url": f"https://news.example/{found.slug}"}


async def is_taken(url, body):
    """Hand an article in; whether it was taken, for it may be refused only because the database is away."""
    headers = {"Authorization": "Bearer hunter2"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/articles", json=body, headers=headers) as answer,
    ):
        assert answer.status in {200, 201, 503}
        return answer.status != 503


@pytest.mark.parametrize("seed", [7])
async def test_killed_at_any_moment_it_loses_nothing_and_sends_nothing_twice(site, seed):
    """Articles come in, readers are sent to, and the process dies in the middle of it, again and again."""
    chance = random.Random(seed)
    people = [site.phone.add_user(f"Reader {number}") for number in range(12)]
    for person in people:
        site.phone.start(person)
    site.more.update(PUBLISH, MESSAGES_PER_SECOND="25")
    async with open_database(site.address) as database:
        for person in people:
            await a_reader(database, person.id, EVERYTHING)
        process = await site.newsbot("run")
        for number in range(len(EVENTS)):
            url = await process.ready()
            assert await is_taken(url, article(number))
            if number % 2:
                await asyncio.sleep(chance.uniform(0, 1.5))  # the moment is what is being tried out
                await process.kill()
                process = await site.newsbot("run")
        await process.ready()
        states = await settled(database, len(people) * len(EVENTS))
        assert await process.stop() == 0
        got = copies(site, people)
        unknown = states["unknown"]
    assert max(got.values(), default=0) <= 1, got
    missing = len(people) * len(EVENTS) - sum(got.values())
    assert missing <= unknown, site.phone.transcript(people[0])
    assert set(states) <= {"sent", "unknown"}, states


async def test_a_full_disk_loses_nothing_that_was_accepted_and_turns_readiness_red(small_site):
    small_site.more.update(PUBLISH)
    reader = small_site.phone.add_user("Ana")
    small_site.phone.start(reader)
    async with open_database(small_site.address) as database:
        await a_reader(database, reader.id, EVERYTHING)
    process = await small_site.newsbot("run", limit=600_000)
    url = await process.ready()
    accepted = [number for number in range(len(EVENTS)) if await is_taken(url, article(number))]
    filler = article(0) | {"text": "The river rose again. " * 20_000}
    async with asyncio.timeout(PATIENCE):
        while await is_taken(url, filler):
            filler |= {"text": filler["text"] + "And again. "}
        while (await ask(f"{url}/readyz"))[0] == 200:  # noqa: ASYNC110  # another process gives no event to wait for
            await asyncio.sleep(0.2)
    assert await process.stop() == 0
    again = await small_site.run()
    for number in accepted:
        await small_site.phone.wait_until(
            lambda number=number: headline(number) in small_site.phone.transcript(reader), within=PATIENCE
        )
    assert await again.stop() == 0


def copies(site, people):
    """How often each reader got each story."""
    return Counter(
        (person.id, number)
        for person in people
        for message in site.phone.messages(person)
        for number in range(len(EVENTS))
        if headline(number) in message.text
    )


async def settled(database, number):
    """Every delivery's state, once all of them exist and none is on its way."""
    states: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    try:
        async with asyncio.timeout(PATIENCE):
            while states.total() != number or states["pending"] + states["sending"]:
                await asyncio.sleep(0.2)  # the bot is another process: there is no event to wait for
                states = await counted(database, DeliveryRow.state)
                stages = await counted(database, ArticleRow.stage)
    except TimeoutError:
        raise AssertionError(f"not settled: {states}, {stages}") from None
    return states


async def counted(database, column):
    async with database.read() as session:
        rows = await session.execute(select(column, func.count()).group_by(column))
        return Counter({value: count for value, count in rows})  # noqa: C416  # rows are no pairs to dict()
