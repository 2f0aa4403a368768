import asyncio
from datetime import timedelta

from bot.domain.article import Article
from storage import articles
from storage.articles import NewArticle, Stage
from tests.builders import NOW

TTL = timedelta(minutes=1)


def new(title, *keys, **more):
    return NewArticle(
        article=Article(title=title, text="Words."),
        keys=tuple(key.encode().ljust(16) for key in keys),
        **more,
    )


async def add(database, *given, feed=None):
    async with database.write() as session:
        return [one.article.title for one in await articles.add_new(session, feed, given, now=NOW)]


async def test_an_article_is_stored_once(database):
    assert await add(database, new("Port reopens", "guid", "url")) == ["Port reopens"]
    assert await add(database, new("Port reopens", "guid", "url")) == []


async def test_one_that_changes_its_identities_one_by_one_stays_known(database):
    await add(database, new("Port reopens", "guid 1", "url 1"))
    assert await add(database, new("Port reopens", "guid 2", "url 1")) == []
    assert await add(database, new("Port has reopened", "guid 2", "url 2")) == []
    assert await add(database, new("Port has reopened", "guid 3", "url 2")) == []


async def test_the_same_article_twice_in_one_feed_is_stored_once(database):
    assert await add(database, new("A", "1"), new("A", "1"), new("B", "2")) == ["A", "B"]


async def test_two_processes_that_find_the_same_article_store_it_once(database):
    found = await asyncio.gather(*(add(database, new("A", f"guid {n}", "url")) for n in range(8)))
    assert sum(map(len, found)) == 1


async def test_an_article_keeps_everything_it_came_with(database):
    article = Article(
        title="T", text="x", url="https://a.example/1", guid="g", language="az", published_at=NOW, author="A. B.",
        image_url="https://a.example/1.jpg", source="A", categories=("Energy", "Baku"),
    )  # fmt: skip
    async with database.write() as session:
        (stored,) = await articles.add_new(
            session, None, [NewArticle(article=article, keys=(b"1" * 16,))], now=NOW
        )
        assert stored.article == article
        found = await articles.find_article(session, stored.id)
    assert found == (stored, Stage.STORED, "")


async def test_articles_are_taken_from_stage_to_stage_by_one_worker_at_a_time(database):
    await add(database, new("A", "1"), new("B", "2"))
    async with database.write() as session:
        first = await articles.claim_stage(session, Stage.STORED, "a", now=NOW, limit=1, ttl=TTL)
        second = await articles.claim_stage(session, Stage.STORED, "a", now=NOW, limit=5, ttl=TTL)
        assert [one.article.title for one in (*first, *second)] == ["A", "B"]
        assert await articles.claim_stage(session, Stage.STORED, "a", now=NOW, limit=5, ttl=TTL) == []
        await articles.set_stage(session, first[0].id, Stage.BRIEFED)
        assert await articles.count_by_stage(session) == {Stage.STORED: 1, Stage.BRIEFED: 1}
        again = await articles.claim_stage(session, Stage.STORED, "a", now=NOW + TTL, limit=5, ttl=TTL)
        assert [one.article.title for one in again] == ["B"]
