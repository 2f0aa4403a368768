"""How politely feeds are asked, through the whole of ingest."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.services.ingest.hosts import Hands, host_of
from bot.services.ingest.poll import AT_ONE_HOST, Poller, poll_feeds
from storage import feeds
from tests.services.ingest.origin import Document, Item
from tests.world import running

OLD, NEW = "quba-earthquake", "aktau-grain-terminal"


async def test_a_feed_is_asked_for_conditionally_and_a_304_brings_nothing(press):
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    checked = await press.poll(url)
    first, second = press.origin.asked_for("/feed.xml")
    assert not first.is_conditional
    assert second.headers["If-None-Match"] == press.origin.documents["/feed.xml"].headers["ETag"]
    assert (checked.entries, checked.new, checked.failure) == (0, 0, None)


async def test_bytes_that_are_no_feed_are_asked_for_conditionally_too_and_stay_a_failure(press):
    page = Document("<html><body>Welcome</body></html>", "text/html", headers={"ETag": '"1"'})
    url = press.origin.put("/feed.xml", page)
    await press.add_feed(url)
    first, second = await press.poll(url), await press.poll(url)
    assert press.origin.asked_for("/feed.xml")[1].is_conditional
    assert first.failure == second.failure
    assert (await press.feed(url)).failures == 2
    press.origin.put_feed(Item(slug=OLD))
    assert (await press.poll(url)).new == 1
    assert (await press.feed(url)).failures == 0


async def test_a_body_that_has_not_changed_is_not_read_again(press):
    url = press.origin.put_feed(Item(slug=OLD))
    press.origin.put("/feed.xml", replace(press.origin.documents["/feed.xml"], headers={}))
    await press.add_feed(url)
    assert (await press.poll(url)).entries == 1
    assert (await press.poll(url)).entries == 0


async def test_what_a_feed_asks_for_holds_when_it_fails_too(press):
    url = press.origin.put_feed(Item(slug=OLD), more="<ttl>600</ttl>")
    await press.add_feed(url)
    await press.poll(url)
    assert (await press.feed(url)).next_check_at - press.clock() >= timedelta(minutes=600)
    press.origin.put("/feed.xml", Document(status=500))
    await press.poll(url)
    assert (await press.feed(url)).next_check_at - press.clock() >= timedelta(minutes=600)


async def test_retry_after_is_obeyed(press):
    url = press.origin.put("/feed.xml", Document(status=429, headers={"Retry-After": "7200"}))
    await press.add_feed(url)
    await press.poll(url)
    assert (await press.feed(url)).next_check_at - press.clock() >= timedelta(hours=2)


async def test_two_processes_never_check_a_feed_twice(press):
    for number in range(AT_ONE_HOST):
        url = press.origin.put_feed(Item(slug=OLD), path=f"/{number}.xml")
        await press.add_feed(url)
        await press.add_feed(url.replace("127.0.0.1", "localhost"))
    other = replace(press.deps, worker="b")
    async with running(lambda stop: poll_feeds(press.deps, stop), lambda stop: poll_feeds(other, stop)):
        await press.origin.until(lambda requests: len(requests) >= 2 * AT_ONE_HOST)
    assert len(press.origin.requests) == 2 * AT_ONE_HOST


async def test_a_host_that_does_not_answer_keeps_few_hands_and_the_others_go_on(press):
    arrived, answered = asyncio.Event(), asyncio.Event()
    fetched = []

    class Slow:
        async def fetch(self, url, **_):
            fetched.append(host_of(url))
            if host_of(url) == "dead.example":
                await answered.wait()
            arrived.set()
            raise AssertionError("a fault, so that nothing more happens")

    for number in range(100):
        await press.add_feed(f"http://dead.example/{number}")
    await press.add_feed("http://alive.example/feed")
    poller = Poller(replace(press.deps, reach=replace(press.deps.reach, fetcher=Slow())))
    async with running(poller.run):
        async with asyncio.timeout(20):
            await arrived.wait()
        answered.set()
        assert fetched.count("alive.example") == 1
        assert fetched.count("dead.example") <= AT_ONE_HOST


async def test_feeds_that_were_put_off_are_checked_later_and_not_sooner_than_they_may(press):
    added = [await press.add_feed(f"http://dead.example/{number}") for number in range(3)]
    async with press.deps.database.write() as session:
        await feeds.claim_due(session, "a", now=press.clock(), limit=9, ttl=timedelta(hours=1))
        await feeds.put_off(session, [one.id for one in added], until=press.clock() + timedelta(seconds=5))
        now = await feeds.claim_due(session, "a", now=press.clock(), limit=9, ttl=timedelta(hours=1))
        later = await feeds.claim_due(
            session, "a", now=press.clock.turn(seconds=5), limit=9, ttl=timedelta(hours=1)
        )
    assert (len(now), len(later)) == (0, 3)


def test_hands_are_counted_by_host():
    hands = Hands(2)
    hands.take("a.example")
    hands.take("a.example")
    assert hands.is_full("a.example")
    assert not hands.is_full("b.example")
    hands.give_back("a.example")
    assert not hands.is_full("a.example")
    for _ in range(5):
        hands.take("")
    assert not hands.is_full("")  # what goes nowhere waits for nobody
