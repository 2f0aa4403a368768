from datetime import timedelta

from bot.domain.feed import FeedState
from storage import feeds
from tests.builders import NOW

TTL = timedelta(minutes=5)


async def add(database, *urls):
    async with database.write() as session:
        return [await feeds.add_feed(session, url, now=NOW) for url in urls]


async def claim(database, worker="a", now=NOW, limit=10):
    async with database.write() as session:
        return [feed.url for feed in await feeds.claim_due(session, worker, now=now, limit=limit, ttl=TTL)]


async def test_a_feed_is_added_once(database):
    first, second = await add(database, "https://a.example/rss", "https://a.example/rss")
    assert first is not None
    assert second is None


async def test_no_two_workers_check_a_feed_at_the_same_time(database):
    await add(database, *(f"https://{n}.example/rss" for n in range(6)))
    mine, others = await claim(database, "a", limit=4), await claim(database, "b", limit=4)
    assert (len(mine), len(others)) == (4, 2)
    assert not set(mine) & set(others)


async def test_a_feed_is_not_taken_before_its_next_check(database):
    (feed,) = await add(database, "https://a.example/rss")
    assert feed is not None
    async with database.write() as session:
        await feeds.mark_checked(
            session, feed.id, {"next_check_at": NOW + timedelta(minutes=10), "etag": '"x"'}
        )
        assert await feeds.next_due_at(session, now=NOW) == NOW + timedelta(minutes=10)
    assert await claim(database) == []
    assert await claim(database, now=NOW + timedelta(minutes=10)) == ["https://a.example/rss"]


async def test_feeds_of_a_worker_that_died_come_back_at_once(database):
    await add(database, "https://a.example/rss")
    await claim(database, "dead")
    async with database.write() as session:
        await feeds.free_feeds(session, ["alive"])
    assert await claim(database, "alive") == ["https://a.example/rss"]


async def test_a_feed_that_is_gone_is_never_asked_again_unless_it_is_added_anew(database):
    (feed,) = await add(database, "https://a.example/rss")
    assert feed is not None
    async with database.write() as session:
        await feeds.mark_checked(session, feed.id, {"state": FeedState.GONE})
    assert await claim(database) == []
    assert (await add(database, "https://a.example/rss"))[0] is not None
    assert await claim(database) == ["https://a.example/rss"]


async def test_a_feed_that_was_turned_off_is_not_asked_and_begins_anew_when_it_is_added_again(database):
    (feed,) = await add(database, "https://a.example/rss")
    assert feed is not None
    async with database.write() as session:
        await feeds.mark_checked(session, feed.id, {"succeeded_at": NOW, "etag": '"x"', "body_hash": b"x"})
        await feeds.turn_off(session, feed.id, listed_as="")
    assert await claim(database) == []
    (again,) = await add(database, "https://a.example/rss")
    assert again is not None
    assert (again.id, again.succeeded_at, again.validators.etag, again.body_hash) == (feed.id, None, "", b"")


async def test_every_feed_can_be_made_due_at_once(database):
    both = ("https://a.example/rss", "https://b.example/rss")
    for feed in await add(database, *both):
        async with database.write() as session:
            await feeds.mark_checked(session, feed.id, {"next_check_at": NOW + timedelta(hours=1)})
    assert await claim(database) == []
    async with database.write() as session:
        await feeds.mark_due(session, now=NOW)
    assert set(await claim(database)) == set(both)


async def test_the_next_due_feed_is_one_that_nobody_has_in_hand(database):
    async with database.write() as session:
        await feeds.add_feed(session, "https://a.example/rss", now=NOW)
        assert await feeds.claim_due(session, "worker", now=NOW, limit=1, ttl=timedelta(minutes=1))
        await feeds.add_feed(session, "https://b.example/rss", now=NOW + timedelta(seconds=7))
        assert await feeds.next_due_at(session, now=NOW) == NOW + timedelta(seconds=7)
        later = NOW + timedelta(minutes=2)
        assert await feeds.next_due_at(session, now=later) == NOW
