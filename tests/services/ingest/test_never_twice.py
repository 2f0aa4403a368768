"""The same news comes again in every disguise; readers are told once."""

import asyncio
from datetime import timedelta

import pytest

from bot.services.retain import let_go
from tests.services.ingest.origin import ARTICLES, Item

OLD, NEW, OTHER = "quba-earthquake", "aktau-grain-terminal", "beirut-bank-law"


async def told(press, *, published_at=None):
    """A feed whose readers were just told of NEW."""
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    press.origin.put_feed(Item(slug=NEW, published_at=published_at), Item(slug=OLD))
    await press.poll(url)
    assert await press.owed() == [ARTICLES[NEW].title]
    press.clock.turn(minutes=30)
    return url


@pytest.mark.parametrize(
    "again",
    [
        {"guid": "another"},
        {"url": "{base}/news/{slug}?utm_source=rss&fbclid=1"},
        {"url": "https://{host}/news/{slug}/amp"},
        {"title": "Aktau to ship more grain, in other words"},
        {"guid": "another", "url": "{base}/world/elsewhere"},
        {
            "guid": "another",
            "url": "{base}/world/elsewhere",
            "title": "Grain terminal in Aktau opens, updated",
        },
    ],
    ids=["guid", "tracking", "amp", "headline", "guid and address", "guid, address and headline"],
)
async def test_an_article_that_comes_again_otherwise_is_not_news(press, again):
    url = await told(press)
    base = press.origin.base_url
    changes = {name: value.format(base=base, host=base[7:], slug=NEW) for name, value in again.items()}
    press.origin.put_feed(Item(slug=NEW, **changes), Item(slug=OLD))
    await press.poll(url)
    assert len(await press.owed()) == 1


async def test_a_feed_in_another_order_with_another_build_date_brings_nothing(press):
    url = await told(press)
    for minute in range(3):
        items = [Item(slug=OLD), Item(slug=NEW)][:: 1 if minute % 2 else -1]
        more = f"<lastBuildDate>Mon, 23 Nov 2026 12:0{minute}:00 GMT</lastBuildDate>"
        press.origin.put_feed(*items, more=more)
        checked = await press.poll(url)
        assert (checked.entries, checked.new) == (2, 0)
    assert len(await press.stored()) == 2


async def test_an_article_that_leaves_the_feed_and_returns_weeks_later_is_not_news(press):
    url = await told(press)
    press.origin.put_feed(Item(slug=OTHER), Item(slug=OLD))
    await press.poll(url)
    press.clock.turn(days=20)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OTHER))
    assert (await press.poll(url)).new == 0


async def test_an_article_in_two_feeds_of_a_site_is_told_once(press):
    await told(press)
    other = press.origin.put_feed(Item(slug=OLD), path="/world.xml")
    await press.add_feed(other)
    await press.poll(other)
    press.origin.put_feed(Item(slug=NEW, guid="of this feed"), Item(slug=OLD), path="/world.xml")
    await press.poll(other)
    assert await press.owed() == [ARTICLES[NEW].title]


async def test_a_feed_issued_anew_under_another_host_floods_nobody(press):
    await press.reader()
    slugs = list(ARTICLES)[:14]
    hours_ago = press.clock() - timedelta(hours=6)
    url = press.origin.put_feed(*(Item(slug=slug, published_at=hours_ago) for slug in slugs))
    await press.add_feed(url)
    await press.poll(url)
    press.clock.turn(hours=5)
    moved = [
        Item(slug=slug, guid=f"new {slug}", url=f"http://new.example/{slug}", published_at=hours_ago)
        for slug in slugs
    ]
    press.origin.put_feed(*moved)
    assert (await press.check(url)).new == len(slugs)
    assert set((await press.stages()).values()) >= {"stored: its feed was issued anew with other identities"}
    await press.group_all()
    assert await press.owed() == []


async def test_a_feed_that_is_all_new_after_a_long_absence_is_news(press):
    await press.reader()
    slugs = list(ARTICLES)
    ago = press.clock() - timedelta(hours=1)
    url = press.origin.put_feed(*(Item(slug=slug, published_at=ago) for slug in slugs[:12]))
    await press.add_feed(url)
    await press.check(url)
    press.clock.turn(hours=9)
    early = press.clock() - timedelta(hours=11)  # before the last check, but the feed did not show them then
    press.origin.put_feed(*(Item(slug=slug, published_at=early) for slug in slugs[12:24]))
    assert (await press.check(url)).new == 12
    assert list((await press.stages()).values())[12:] == ["stored"] * 12


async def test_what_was_purged_does_not_come_back_as_new(press):
    url = await told(press)
    press.clock.turn(days=400)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD), more="<ttl>5</ttl>")
    await press.poll(url)  # the feed still shows them
    dropped = await let_go(press.deps, asyncio.Event())
    assert dropped["articles"] == 2
    assert await press.stored() == []
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD), more="<ttl>6</ttl>")
    assert (await press.poll(url)).new == 0
    press.clock.turn(days=30)
    await let_go(press.deps, asyncio.Event())
    press.origin.put_feed(Item(slug=NEW, guid="another"), Item(slug=OLD))
    assert (await press.poll(url)).new == 0
    assert await press.stored() == []


async def test_what_no_feed_shows_any_more_is_forgotten_in_the_end(press):
    url = await told(press)
    press.origin.put_feed(Item(slug=OTHER))
    await press.poll(url)
    press.clock.turn(days=366 + 61)
    dropped = await let_go(press.deps, asyncio.Event())
    assert dropped["articles"] == 3
    assert dropped["identities"] > 10
    again = await let_go(press.deps, asyncio.Event())
    assert not any(again.values())
