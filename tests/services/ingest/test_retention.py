"""What is kept no longer goes; what is told stays told, and nobody waits for it."""

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from bot.domain.article import Article
from bot.services.read import find, latest
from bot.services.retain import let_go, next_limit
from storage import articles, grouping
from storage.articles import NewArticle
from storage.schema import StoryTermRow
from tests.services.ingest.origin import ARTICLES, Item
from tests.world import with_settings

OLD, NEW = "quba-earthquake", "aktau-grain-terminal"


async def begin(press):
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD))
    await press.poll(url)


async def test_texts_go_first_and_the_archive_still_shows_and_finds_the_story(press):
    await begin(press)
    press.clock.turn(days=91)
    dropped = await let_go(press.deps, asyncio.Event())
    assert (dropped["texts"], dropped["deliveries"], dropped["articles"]) == (2, 1, 0)
    assert all(stored.article.text == "" for stored in await press.stored())
    (story, _) = (await latest(press.deps, None, limit=2)).stories
    assert story.articles[0].brief.sentences[0].text in ARTICLES[NEW].text
    assert (await find(press.deps, "Aktau", limit=5)).stories


async def test_articles_go_with_their_stories_and_words(press):
    await begin(press)
    press.clock.turn(days=366)
    assert (await let_go(press.deps, asyncio.Event()))["articles"] == 2
    assert (await latest(press.deps, None, limit=2)).stories == ()
    assert (await find(press.deps, "Aktau", limit=5)).stories == ()


async def test_terms_by_which_stories_are_found_go_when_no_article_can_join_any_more(press):
    await begin(press)
    async with press.deps.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(StoryTermRow))
    press.clock.turn(days=11)
    assert (await let_go(press.deps, asyncio.Event()))["terms"] == 2
    async with press.deps.database.read() as session:
        assert not await session.scalar(select(func.count()).select_from(StoryTermRow))


async def test_nothing_goes_before_its_time(press):
    await begin(press)
    press.clock.turn(days=9)
    assert not any((await let_go(press.deps, asyncio.Event())).values())


async def add_many(press, day, number=120):
    new = [
        NewArticle(
            article=Article(title=f"{day} {one}", text=f"{day} {one} " + "x" * 3_000),
            keys=(f"{day}/{one}".encode().ljust(16),),
        )
        for one in range(number)
    ]
    async with press.deps.database.write() as session:
        stored = await articles.add_new(session, None, new, now=press.clock())
        for one in stored:
            await grouping.add_terms(session, one.id, [one.id, one.id + 1])


async def test_a_database_that_lets_go_stops_growing(press):
    if not press.deps.database.is_sqlite:
        return  # PostgreSQL gives the space of removed rows to new ones by itself
    deps = with_settings(press.deps, keep_texts_days=1, keep_articles_days=2)
    pages = []
    for day in range(10):
        await add_many(press, day)
        press.clock.turn(days=40)  # the identities go after 62
        await let_go(deps, asyncio.Event())
        async with press.deps.database.read() as session:
            pages.append(await session.scalar(text("PRAGMA page_count")))
    assert max(pages[5:]) <= max(pages[:5])


async def test_whoever_writes_gets_in_between_the_steps(press):
    for day in range(3):
        await add_many(press, day, 200)
    press.clock.turn(days=400)
    clearing = asyncio.create_task(let_go(press.deps, asyncio.Event()))
    written = 0
    while not clearing.done():
        await press.reader(written + 100)
        written += 1
    assert (await clearing)["articles"] == 600
    assert written >= 5


async def test_told_to_stop_it_stops_after_the_step_in_hand(press):
    await begin(press)
    press.clock.turn(days=400)
    stopping = asyncio.Event()
    stopping.set()
    assert not any((await let_go(press.deps, stopping)).values())
    assert len(await press.stored()) == 2


@given(limit=st.integers(10, 1000), took=st.timedeltas(timedelta(0), timedelta(seconds=10)))
def test_steps_shrink_when_they_take_long_and_never_to_nothing(limit, took):
    following = next_limit(limit, took)
    assert 10 <= following <= 1000
    if took > timedelta(milliseconds=50):
        assert following <= max(limit // 2, 10)
