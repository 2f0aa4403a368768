from datetime import timedelta

from sqlalchemy import func, select, text

from bot.domain.article import Article
from storage import articles, retention, search, stories
from storage.articles import NewArticle
from storage.database import open_database
from storage.schema import ArticleKeyRow, ArticleRow, BriefRow, DeliveryRow, StoryKeyRow, StoryRow
from tests.builders import NOW, a_reader, a_story, fan_out

LATER = NOW + timedelta(days=1)


async def count(database, row):
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(row))


async def test_old_texts_go_and_their_briefs_stay(database):
    story = await a_story(database, text="The port reopened.")
    async with database.write() as session:
        assert await retention.drop_texts(session, before=LATER, limit=10) == 1
        assert await retention.drop_texts(session, before=LATER, limit=10) == 0
        told = await stories.find_story(session, story)
    assert told is not None
    assert told.articles[0].brief.sentences[0].text == "The port reopened."


async def test_what_is_young_enough_stays(database):
    await a_story(database)
    async with database.write() as session:
        for step in (retention.drop_texts, retention.drop_articles, retention.drop_deliveries):
            assert await step(session, before=NOW, limit=10) == 0
    assert await count(database, ArticleRow) == 1


async def test_old_articles_go_with_their_briefs_stories_keys_and_words_but_stay_known(database):
    new = NewArticle(article=Article(title="Port", text="Words."), keys=(b"k" * 16,))
    async with database.write() as session:
        (stored,) = await articles.add_new(session, None, [new], now=NOW)
        story = await stories.add_story(session, now=NOW)
        await stories.join(session, stored.id, story)
        await search.add_document(session, stored.id, ["port"])
    async with database.write() as session:
        assert await retention.drop_articles(session, before=LATER, limit=10) == 1
        assert await articles.add_new(session, None, [new], now=LATER) == []
        assert await search.find_stories(session, [["port"]], limit=9) == []
    for row in (ArticleRow, BriefRow, StoryRow, StoryKeyRow):
        assert await count(database, row) == 0


async def test_identities_go_once_no_feed_has_shown_them_for_long(database):
    new = NewArticle(article=Article(title="Port", text="Words."), keys=(b"k" * 16,))
    async with database.write() as session:
        await articles.add_new(session, None, [new], now=NOW)
        assert (
            await retention.drop_identities(session, before=LATER, limit=10) == 0
        )  # its article is still here
        await retention.drop_articles(session, before=LATER, limit=10)
        assert await retention.drop_identities(session, before=LATER, limit=10) == 1
    assert await count(database, ArticleKeyRow) == 0


async def test_old_deliveries_go_in_steps(database):
    for number in range(1, 6):
        await a_reader(database, number)
    await fan_out(database, await a_story(database))
    async with database.write() as session:
        assert await retention.drop_deliveries(session, before=LATER, limit=3) == 3
        assert await retention.drop_deliveries(session, before=LATER, limit=3) == 2
        assert await retention.drop_deliveries(session, before=LATER, limit=3) == 0
    assert await count(database, DeliveryRow) == 0


async def test_a_sqlite_file_gives_space_back_to_the_disk(sqlite_address):
    async with open_database(sqlite_address) as database:
        async with database.write() as session:
            assert await session.scalar(text("PRAGMA auto_vacuum")) == 2
            for number in range(300):
                article = Article(title=f"{number}", text="x" * 20_000)
                key = f"{number}".encode().ljust(16)
                await articles.add_new(session, None, [NewArticle(article=article, keys=(key,))], now=NOW)
        async with database.write() as session:
            await retention.drop_articles(session, before=LATER, limit=1000)
        async with database.write() as session:
            free = await session.scalar(text("PRAGMA freelist_count")) or 0
            await retention.give_back_space(session)
            assert (await session.scalar(text("PRAGMA freelist_count")) or 0) <= free - 100
