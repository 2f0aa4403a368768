from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from bot.briefs.grouping.choice import choose_story
from bot.briefs.grouping.probes import probe_terms
from bot.briefs.grouping.signature import signature
from bot.briefs.grouping.window import WINDOW, RecentWindow
from bot.domain.article import Article, StoryId
from bot.domain.brief import Brief
from bot.services.grouping import find_candidates
from storage import articles, briefs, grouping, stories
from storage.articles import NewArticle
from storage.database import open_database
from storage.schema import StoryTermRow
from tests.builders import NOW

NEWS = [
    Article(
        title="Port of Baku reopens after storm", text="Ferries sail from Baku to Kuryk again, the port said."
    ),
    Article(title="Chess: Gukesh keeps his title", text="Gukesh drew the last game of the match in Toronto."),
    Article(
        title="Baku port reopens as the storm ends", text="The port of Baku said ferries to Kuryk sail again."
    ),
    Article(
        title="Gukesh keeps chess title in Toronto", text="A draw in the last game was enough for Gukesh."
    ),
    Article(
        title="Supreme Court rejects appeal of Harlan Energy", text="Miners are owed pensions, it ruled."
    ),
]


async def store(session, article, story, at):
    """An article that was briefed and grouped."""
    new = NewArticle(article=article, keys=(uuid4().bytes,))
    (stored,) = await articles.add_new(session, None, [new], now=at)
    made = signature(article, language="en", at=at)
    await briefs.set_brief(session, stored.id, Brief(language="en", sentences=()), signature=made.to_bytes())
    await stories.join(session, stored.id, story)
    await grouping.add_terms(session, stored.id, probe_terms(made))
    return stored.id


async def group_one(database, article, at=NOW):
    """What the ingester does with one article; its story."""
    made = signature(article, language="en", at=at)
    async with database.write() as session:
        candidates = await find_candidates(session, probe_terms(made), now=at)
        story = choose_story(made, candidates) or await stories.add_story(session, now=at)
        await store(session, article, story, at)
    return story


async def count_terms(database):
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(StoryTermRow))


async def test_the_database_gives_the_stories_that_the_window_in_memory_gives(database):
    window, opened, in_memory = RecentWindow(), 0, []
    for article in NEWS:
        made = signature(article, language="en", at=NOW)
        probes = probe_terms(made)
        story = choose_story(made, window.candidates(probes, NOW))
        if story is None:
            opened += 1
            story = StoryId(opened)
        window.add(made, probes, story)
        in_memory.append(story)
    assert [await group_one(database, article) for article in NEWS] == in_memory
    assert in_memory == [1, 2, 1, 2, 3]


async def test_a_restart_changes_nothing(address):
    first, second = NEWS[:2], NEWS[2:]
    async with open_database(address) as database:
        before = [await group_one(database, article) for article in first]
    async with open_database(address) as database:
        after = [await group_one(database, article) for article in second]
    assert after[:2] == before


async def test_an_article_too_old_is_not_joined(database):
    old = await group_one(database, NEWS[0], NOW)
    late = await group_one(database, NEWS[2], NOW + WINDOW + timedelta(minutes=1))
    assert late != old


async def test_an_article_does_not_find_itself(database):
    async with database.write() as session:
        story = await stories.add_story(session, now=NOW)
        number = await store(session, NEWS[0], story, NOW)
        probes = probe_terms(signature(NEWS[0], language="en", at=NOW))
        assert await find_candidates(session, probes, now=NOW, but=number) == []
        assert len(await find_candidates(session, probes, now=NOW)) == 1


async def test_adding_the_terms_of_an_article_again_changes_nothing(database):
    async with database.write() as session:
        story = await stories.add_story(session, now=NOW)
        number = await store(session, NEWS[0], story, NOW)
    before = await count_terms(database)
    async with database.write() as session:
        await grouping.add_terms(session, number, probe_terms(signature(NEWS[0], language="en", at=NOW)))
    assert await count_terms(database) == before


async def test_an_article_without_words_finds_nothing_and_fails_nothing(database):
    async with database.write() as session:
        assert await find_candidates(session, [], now=NOW) == []


async def test_a_story_is_as_large_as_its_recent_articles(database):
    async with database.write() as session:
        story = await stories.add_story(session, now=NOW)
        await store(session, NEWS[0], story, NOW - WINDOW * 2)
        await store(session, NEWS[0], story, NOW)
        await store(session, NEWS[2], story, NOW)
        probes = probe_terms(signature(NEWS[0], language="en", at=NOW))
        found = await find_candidates(session, probes, now=NOW)
    assert {one.story_size for one in found} == {2}


async def test_terms_of_old_articles_are_dropped_bit_by_bit(database):
    for days in (30, 20, 0):
        await group_one(database, NEWS[0], NOW - timedelta(days=days))
    each = await count_terms(database) // 3
    async with database.write() as session:
        assert await grouping.forget_old(session, before=NOW - WINDOW, limit=1) == 1
    assert await count_terms(database) == 2 * each
    async with database.write() as session:
        assert await grouping.forget_old(session, before=NOW - WINDOW) == 1
        assert await grouping.forget_old(session, before=NOW - WINDOW) == 0
    assert await count_terms(database) == each


async def test_what_was_stored_by_another_version_is_passed_over(database):
    async with database.write() as session:
        story = await stories.add_story(session, now=NOW)
        number = await store(session, NEWS[0], story, NOW)
        await briefs.set_brief(session, number, Brief(language="en", sentences=()), signature=b"\xffold")
        probes = probe_terms(signature(NEWS[0], language="en", at=NOW))
        assert await find_candidates(session, probes, now=NOW) == []
