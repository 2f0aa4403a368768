from datetime import timedelta

from tests.services.ingest.origin import ARTICLES, Item

OLD, NEWER, NEWEST = "quba-earthquake", "aktau-grain-terminal", "beirut-bank-law"


def title(slug):
    return ARTICLES[slug].title


async def test_the_first_poll_stores_what_is_there_and_tells_nobody(press):
    await press.reader()
    ago = press.clock() - timedelta(hours=2)
    url = press.origin.put_feed(Item(slug=NEWER, published_at=ago), Item(slug=OLD))
    await press.add_feed(url)
    checked = await press.poll(url)
    assert (checked.entries, checked.new) == (2, 2)
    assert await press.stages() == {title(OLD): "grouped: it was there before the feed was added"} | {
        title(NEWER): "grouped: it was there before the feed was added"
    }
    assert await press.owed() == []


async def test_what_is_published_between_the_adding_of_a_feed_and_its_first_poll_is_news(press):
    await press.reader()
    url = press.origin.put_feed(
        Item(slug=NEWEST, published_at=press.clock() + timedelta(minutes=1)), Item(slug=OLD)
    )
    await press.add_feed(url)
    press.clock.turn(minutes=3)
    await press.poll(url)
    assert await press.owed() == [title(NEWEST)]


async def test_a_clock_in_the_future_makes_nothing_news(press):
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD, published_at=press.clock() + timedelta(days=2)))
    await press.add_feed(url)
    await press.poll(url)
    assert await press.owed() == []


async def test_the_second_poll_tells_what_is_new_and_nothing_else(press):
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    press.origin.put_feed(Item(slug=NEWEST), Item(slug=NEWER), Item(slug=OLD))
    press.clock.turn(minutes=5)
    assert (await press.poll(url)).new == 2
    assert await press.owed() == [title(NEWER), title(NEWEST)]  # the older entry first


async def test_what_is_too_old_when_we_first_see_it_is_kept_and_not_told(press):
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    press.origin.put_feed(Item(slug=NEWER, published_at=press.clock() - timedelta(hours=30)), Item(slug=OLD))
    await press.poll(url)
    assert (await press.stages())[title(NEWER)] == "grouped: too old when it was first seen"
    assert await press.owed() == []


async def test_a_feed_that_could_not_be_read_for_days_does_not_flood_its_readers_at_last(press):
    await press.reader()
    url = f"{press.origin.base_url}/feed.xml"
    await press.add_feed(url)
    await press.poll(url)  # 404
    press.clock.turn(days=5)
    press.origin.put_feed(Item(slug=OLD, published_at=press.clock() - timedelta(days=3)))
    await press.poll(url)
    assert await press.owed() == []
