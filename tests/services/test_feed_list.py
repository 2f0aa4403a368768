from datetime import timedelta

import pytest

from bot.domain.feed import FeedHealth
from bot.errors import SettingsError
from bot.feeds.opml import ListedFeed, read_feed_list
from bot.services.feed_list import add_by_hand, export, read_listed, remove_by_hand, sync_listed
from bot.settings import Settings
from storage import feeds
from tests.builders import NOW

A, B, C = (ListedFeed(url=f"https://{name}.example/rss", title=name.upper()) for name in "abc")


async def health(database):
    async with database.read() as session:
        return {feed.url[8]: feed.health for feed in await feeds.list_feeds(session)}


async def sync(database, *listed, now=NOW):
    return await sync_listed(database, listed, now=now)


def test_without_a_list_the_starter_list_is_polled():
    listed = read_listed(Settings())
    assert len(listed.feeds) > 10
    assert listed.refused == ()


def test_addresses_and_opml_files_stand_side_by_side_and_each_feed_counts_once(tmp_path):
    path = tmp_path / "feeds.opml"
    path.write_text('<opml><body><outline xmlUrl="https://a.example/rss" text="A"/></body></opml>')
    listed = read_listed(Settings(feeds=("https://b.example/rss", str(path), "https://a.example/rss")))
    assert [(one.url, one.title) for one in listed.feeds] == [
        ("https://b.example/rss", ""),
        ("https://a.example/rss", "A"),
    ]


def test_an_address_we_must_not_reach_is_told_and_the_others_are_polled():
    listed = read_listed(Settings(feeds=("http://127.0.0.1/rss", "https://a.example/rss")))
    assert [one.url for one in listed.feeds] == ["https://a.example/rss"]
    assert listed.refused == (("http://127.0.0.1/rss", "loopback"),)


@pytest.mark.parametrize("content", [None, "<html/>", "nothing"])
def test_a_list_that_cannot_be_read_names_its_setting_and_the_file(tmp_path, content):
    path = tmp_path / "feeds.opml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingsError, match=r"NEWSBOT_FEEDS: .*feeds\.opml"):
        read_listed(Settings(feeds=(str(path),)))


async def test_a_feed_taken_out_of_the_list_is_no_longer_polled_and_one_put_in_is(database):
    assert (await sync(database, A, B)).added == 2
    synced = await sync(database, B, C)
    assert (synced.listed, synced.added, synced.turned_off) == (2, 1, 1)
    assert await health(database) == {"a": "off", "b": "new", "c": "new"}


async def test_a_feed_that_comes_back_into_the_list_is_polled_again_and_begins_anew(database):
    await sync(database, A)
    await sync(database, B)
    later = NOW + timedelta(days=30)
    await sync(database, A, B, now=later)
    assert await health(database) == {"a": "new", "b": "new"}
    async with database.read() as session:
        feed = await feeds.find_feed(session, A.url)
    assert feed is not None
    assert feed.added_at == later


async def test_what_was_added_by_hand_stays_whatever_the_list_says(database):
    assert await add_by_hand(database, [A], now=NOW) == ([A], [])
    await sync(database, A, B)
    await sync(database, C)
    assert await health(database) == {"a": "new", "b": "off", "c": "new"}
    assert await add_by_hand(database, [A, B], now=NOW) == ([B], [A])


async def test_what_was_removed_by_hand_does_not_come_back_with_the_next_start(database):
    await sync(database, A, B)
    removed = await remove_by_hand(database, A.url)
    assert removed is not None
    assert await remove_by_hand(database, A.url) is None
    await sync(database, A, B)
    assert (await health(database))["a"] == FeedHealth.OFF
    await add_by_hand(database, [A], now=NOW)
    assert (await health(database))["a"] == FeedHealth.NEW


async def test_a_listed_feed_that_moved_is_still_the_listed_one(database):
    await sync(database, A)
    async with database.write() as session:
        (feed,) = await feeds.list_feeds(session)
        await feeds.mark_checked(session, feed.id, {"url": "https://moved.example/rss"})
    synced = await sync(database, A)
    assert (synced.added, synced.turned_off) == (0, 0)
    assert await health(database) == {"m": "new"}


async def test_what_is_polled_can_be_exported_and_read_again(database):
    await sync(database, A, B)
    await remove_by_hand(database, B.url)
    exported = read_feed_list(await export(database, now=NOW))
    assert exported.feeds == (A,)
