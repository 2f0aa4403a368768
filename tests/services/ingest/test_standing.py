"""Where the articles of a feed stand, as `newsbot feeds check` tells it."""

from datetime import timedelta

from sqlalchemy import update

from bot.feeds.jobs import read_feed
from bot.services.ingest.standing import standings
from storage.schema import DeliveryRow
from tests.services.ingest.origin import ARTICLES, Item

OLD, NEW, NEWER, NEWEST = (
    "quba-earthquake",
    "aktau-grain-terminal",
    "beirut-bank-law",
    "baghdad-metro-contract",
)


async def stand(press, url):
    """Where each article that the feed shows now stands."""
    read = read_feed(press.origin.documents["/feed.xml"].body.encode(), url=url)
    found = await standings(press.deps.database, url, read, now=press.clock(), max_age=timedelta(hours=24))
    return dict(zip([article.title for article in read.articles], found, strict=True))


async def test_each_stage_has_its_word(press):
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD))
    assert await stand(press, url) == {ARTICLES[OLD].title: "not seen before; the feed is not polled"}
    await press.add_feed(url)
    assert await stand(press, url) == {
        ARTICLES[OLD].title: "not seen before, would not be told: there before the feed was added"
    }
    await press.poll(url)
    assert await stand(press, url) == {
        ARTICLES[OLD].title: "not told: it was there before the feed was added"
    }
    days_ago = press.clock() - timedelta(days=3)
    press.origin.put_feed(Item(slug=NEWER, published_at=days_ago), Item(slug=NEW), Item(slug=OLD))
    assert await stand(press, url) | {ARTICLES[OLD].title: ""} == {
        ARTICLES[NEWER].title: "not seen before, would not be told: too old",
        ARTICLES[NEW].title: "not seen before, would be told",
        ARTICLES[OLD].title: "",
    }
    await press.check(url)
    assert (await stand(press, url))[ARTICLES[NEW].title] == "stored, waits for its brief"
    await press.brief_all()
    assert (await stand(press, url))[ARTICLES[NEW].title] == "briefed, waits for its story"
    await press.group_all()
    assert (await stand(press, url))[ARTICLES[NEW].title] == "sent to 0, 1 wait"
    async with press.deps.database.write() as session:
        await session.execute(update(DeliveryRow).values(state="sent"))
    assert (await stand(press, url))[ARTICLES[NEW].title] == "sent to 1"


async def test_news_that_nobody_follows_is_sent_to_nobody(press):
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD))
    await press.poll(url)
    assert (await stand(press, url))[ARTICLES[NEW].title] == "sent to nobody"


async def test_what_is_no_news_says_why(press):
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    quiz = Item(slug=NEWEST, title="Quiz: how well do you know the week's news?")
    press.origin.put_feed(quiz, Item(slug=OLD))
    await press.poll(url)
    assert (await stand(press, url))[quiz.title] == "no news: quiz"
