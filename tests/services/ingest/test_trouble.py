"""Feeds that fail, fall silent, move or end; and what the editors hear of it."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.feed import FeedState
from bot.playground.telegram.shapes import message_json
from storage import feeds
from tests.services.ingest.origin import ARTICLES, Document, Item
from tests.services.ingest.press import a_press

OLD, NEW = "quba-earthquake", "aktau-grain-terminal"


@pytest.fixture
async def desk(database, workers):
    """The press, and an editor at her phone."""
    async with a_press(database, workers) as press:
        editor = press.world.phone.add_user("Editor")
        press.world.phone.start(editor)
        settings = press.deps.settings.model_copy(update={"admins": frozenset({editor.id})})
        yield replace(press, deps=replace(press.deps, settings=settings))


def notices(press):
    """What the editor was told, in order."""
    return [
        message.text
        for chat in press.world.telegram.world.chats.values()
        for message in chat.messages.values()
        if message.sender_id == press.world.telegram.world.bot.id
    ]


async def fail(press, url, times, *, status=500):
    press.origin.put("/feed.xml", Document("oops", status=status))
    for _ in range(times):
        press.clock.turn(hours=1)
        await press.poll(url)


async def test_an_editor_is_told_once_of_a_feed_that_keeps_failing_and_once_that_it_is_back(desk):
    url = desk.origin.put_feed(Item(slug=OLD))
    await desk.add_feed(url)
    await desk.poll(url)
    await fail(desk, url, 4)
    assert notices(desk) == []  # it may well cure itself
    await fail(desk, url, 3)
    assert notices(desk) == [
        "⚠️ No news from Caspian Post for 5 hr. Its server is at fault. We ask again, more and more seldom."
    ]
    desk.origin.put_feed(Item(slug=NEW), Item(slug=OLD))
    await desk.poll(url)
    await desk.poll(url)
    assert notices(desk)[1:] == ["✅ Caspian Post brings news again."]


async def test_what_does_not_cure_itself_is_told_at_once_with_what_to_do(desk):
    url = desk.origin.put("/feed.xml", Document("<html><body>Welcome</body></html>", "text/html"))
    await desk.add_feed(url)
    await desk.poll(url)
    (notice,) = notices(desk)
    assert "What lies at its address is no feed. Look for the feed on the site." in notice


async def test_the_title_of_a_feed_cannot_write_html_to_an_editor(desk):
    url = desk.origin.put_feed(Item(slug=OLD), title='<a href="http://evil.example">Prize</a> & more')
    await desk.add_feed(url)
    await desk.poll(url)
    await fail(desk, url, 1, status=404)
    (notice,) = notices(desk)
    assert "& more" in notice
    kinds = {
        entity["type"]
        for chat in desk.world.telegram.world.chats.values()
        for message in chat.messages.values()
        for entity in message_json(desk.world.telegram.world, message).get("entities", [])
    }
    assert "text_link" not in kinds


async def test_a_feed_that_fails_is_asked_more_and_more_seldom_but_never_given_up(press):
    url = f"{press.origin.base_url}/feed.xml"
    await press.add_feed(url)
    waits = []
    for _ in range(12):
        await press.poll(url)
        waits.append((await press.feed(url)).next_check_at - press.clock())
        press.clock.now += waits[-1]
    assert all(later >= earlier * 0.9 for earlier, later in pairwise(waits))
    assert timedelta(minutes=10) <= waits[0] <= timedelta(minutes=11)
    assert timedelta(hours=24) <= waits[-1] <= timedelta(hours=27)
    assert (await press.feed(url)).state is FeedState.ACTIVE


async def test_a_feed_that_is_gone_is_never_asked_again_and_its_editor_told(desk):
    url = desk.origin.put_feed(Item(slug=OLD))
    await desk.add_feed(url)
    await desk.poll(url)
    await fail(desk, url, 1, status=410)
    assert (await desk.feed(url)).state is FeedState.GONE
    assert "The publisher has withdrawn it." in notices(desk)[0]
    desk.clock.turn(days=30)
    async with desk.deps.database.write() as session:
        due = await feeds.claim_due(session, "a", now=desk.clock(), limit=9, ttl=timedelta(minutes=1))
    assert due == []


async def test_a_feed_that_falls_silent_against_its_rhythm_is_told_once_and_told_when_it_speaks(desk):
    slugs = list(ARTICLES)[:8]
    url = desk.origin.put_feed(Item(slug=slugs[0]))
    await desk.add_feed(url)
    for number in range(1, 7):
        await desk.poll(url)
        desk.clock.turn(hours=1)
        desk.origin.put_feed(*(Item(slug=slug) for slug in reversed(slugs[: number + 1])))
    await desk.poll(url)
    desk.clock.turn(hours=20)
    await desk.poll(url)
    assert notices(desk) == []
    desk.clock.turn(hours=20)
    await desk.poll(url)
    await desk.poll(url)
    assert notices(desk) == ["🤫 Caspian Post has brought nothing for 40 hr, which is not its way."]
    desk.origin.put_feed(*(Item(slug=slug) for slug in reversed(slugs)))
    await desk.poll(url)
    assert notices(desk)[1:] == ["✅ Caspian Post brings news again."]


async def test_a_feed_that_moved_for_good_is_followed(press):
    new = press.origin.put_feed(Item(slug=OLD), path="/new.xml")
    old = press.origin.put("/feed.xml", Document(status=301, headers={"Location": "/new.xml"}))
    feed = await press.add_feed(old)
    await press.poll(old)
    assert (await press.feed(new)).id == feed.id
    press.origin.requests.clear()
    await press.poll(new)
    assert [one.path for one in press.origin.requests] == ["/new.xml"]


async def test_a_feed_that_moved_to_one_that_we_poll_is_polled_once(press):
    new = press.origin.put_feed(Item(slug=OLD), path="/new.xml")
    old = press.origin.put("/feed.xml", Document(status=301, headers={"Location": "/new.xml"}))
    await press.add_feed(new)
    await press.add_feed(old)
    await press.poll(new)
    await press.poll(old)
    assert (await press.feed(old)).state is FeedState.GONE
    assert (await press.feed(new)).state is FeedState.ACTIVE
    assert len(await press.stored()) == 1


async def test_a_feed_that_moved_for_now_keeps_its_address(press):
    press.origin.put_feed(Item(slug=OLD), path="/new.xml")
    old = press.origin.put("/feed.xml", Document(status=302, headers={"Location": "/new.xml"}))
    await press.add_feed(old)
    await press.poll(old)
    assert (await press.feed(old)).url == old


async def test_one_broken_entry_costs_only_itself(press):
    body = press.origin
    url = body.put_feed(Item(slug=OLD))
    broken = body.documents["/feed.xml"].body.replace("<item>", "<item><title></title></item><item>")
    body.put("/feed.xml", Document(broken))
    await press.add_feed(url)
    assert (await press.poll(url)).new == 1
