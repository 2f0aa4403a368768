"""/stats, /feeds and /why."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.chat.newsroom.chart import bar_chart, short_number
from bot.domain.article import Article
from bot.domain.brief import CountryCode
from bot.domain.interest import Interest
from bot.feeds.identity import article_keys
from bot.playground.telegram.files import picture_size
from bot.services.desk import get_figures
from bot.services.ingest.publish import publish, withdraw
from storage import articles, feeds, stories
from storage.articles import NewArticle, Stage
from storage.schema import ChatRow, DeliveryRow, StoryRow
from tests.builders import NOW, a_story, fan_out


async def a_feed(desk, name, **values):
    async with desk.deps.database.write() as session:
        feed = await feeds.add_feed(session, f"https://{name}.example/feed", title=name, now=desk.deps.now())
        assert feed is not None
        await feeds.mark_checked(session, feed.id, {"succeeded_at": desk.deps.now(), **values})
    return feed


async def test_stats_are_a_chart_with_the_figures_below_it(desk_on_each):
    desk = desk_on_each
    await desk.readers(2, Interest(country=CountryCode("GE")))
    await a_story(desk.deps.database)
    message = await desk.say("/stats", "Chats")
    assert message.media is not None
    assert "readers 3 · groups 0 · channels 0" in message.text
    assert "🇬🇪 Georgia: 2" in message.text


async def test_the_briefs_of_a_day_that_is_over_are_counted_once_and_kept(desk):
    yesterday = desk.deps.now() - timedelta(days=1)
    story = await a_story(desk.deps.database)
    async with desk.deps.database.write() as session:
        await session.execute(update(StoryRow).values(created_at=yesterday, pushed=True))
        session.add(
            DeliveryRow(
                chat_id=5, story_id=story, lane=1, state="sent", created_at=yesterday, due_at=yesterday,
                sent_at=yesterday,
            )
        )  # fmt: skip
    assert [count for _, count in (await get_figures(desk.deps)).by_day][-2:] == [1, 0]
    async with desk.deps.database.write() as session:
        await session.execute(delete(DeliveryRow))
    assert [count for _, count in (await get_figures(desk.deps)).by_day][-2:] == [1, 0]


def test_the_chart_is_a_picture_and_holds_any_numbers():
    for values in ([], [("1", 0)], [(str(day), 10**day) for day in range(1, 15)]):
        assert picture_size(bar_chart(values)) == (840, 420)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (999, "999"), (1200, "1.2k"), (9990, "10k"), (38_000, "38k"), (1_500_000, "1.5M")],
)
def test_numbers_in_the_chart_are_short(value, shown):
    assert short_number(value) == shown


async def test_feeds_that_ail_come_first_and_the_rest_on_further_pages(desk):
    for number in range(9):
        await a_feed(desk, f"well{number}")
    await a_feed(
        desk,
        "broken",
        failures=3,
        error="answered 404",
        error_kind="not_found",
        succeeded_at=desk.deps.now() - timedelta(days=2),
    )
    message = await desk.say("/feeds", "Feeds")
    assert message.text.startswith(
        "Feeds · page 1 of 2 · one in trouble\n\n⚠️ broken\nThere is nothing at its"
    )
    assert desk.labels(message) == ["Next ›"]
    second = await desk.press(message, "Next", "page 2 of 2")
    assert second.id == message.id
    assert "well8" in second.text
    assert desk.labels(second) == ["‹ Previous"]


async def test_why_a_feed_fails_is_said_in_the_editors_language(desk):
    await a_feed(desk, "broken", failures=3, error="answered 404", error_kind="not_found")
    await a_feed(desk, "older", failures=3, error="what a version before wrote down")
    await desk.say("/feeds", "Feeds")
    async with desk.deps.database.write() as session:
        await session.execute(update(ChatRow).values(language="ru"))
    message = await desk.say("/feeds", "Ленты")
    assert "По её адресу ничего нет." in message.text
    assert "Причина записана в журнале." in message.text
    assert "answered" not in message.text
    assert "wrote" not in message.text


async def test_without_feeds_it_says_how_to_add_one(desk):
    message = await desk.say("/feeds", "newsbot feeds add URL")
    assert "newsbot feeds add URL" in message.text


async def why(desk, url, wanted):
    return (await desk.say(f"/why {url}", wanted)).text


async def stored(desk, slug, **values):
    """An article of a feed that stands at the beginning of its way."""
    url = f"https://a.example/2026/{slug}"
    feed = await a_feed(desk, slug)
    article = (await articles_of(desk, feed, url, **values))[0]
    return url, article


async def articles_of(desk, feed, url, **values):
    article = Article(title=f"News of {url[-3:]}", text="Words.", url=url)
    async with desk.deps.database.write() as session:
        new = NewArticle(article=article, keys=article_keys(article, feed.id, seen_at=NOW), **values)
        return await articles.add_new(session, feed.id, [new], now=desk.deps.now())


async def test_why_asks_for_an_address(desk):
    message = await desk.say("/why", "Write its address after the command")
    assert "Write its address after the command" in message.text


async def test_why_knows_an_article_that_is_being_read(desk):
    url, _ = await stored(desk, "one")
    assert "in the feed one" in await why(desk, f"{url}?utm_source=x", "it is being read")


async def test_why_names_what_was_refused_and_why(desk):
    url, article = await stored(desk, "two")
    async with desk.deps.database.write() as session:
        await articles.set_stage(session, article.id, Stage.REFUSED, reason="horoscope")
    assert "not sent: not news (a horoscope)" in await why(desk, url, "not sent")
    twin_url, twin = await stored(desk, "six")
    async with desk.deps.database.write() as session:
        await articles.set_stage(session, twin.id, Stage.REFUSED, reason=f"the same as article {article.id}")
    assert "it is the same article as “News of two”" in await why(desk, twin_url, "same article")


async def test_why_counts_to_whom_a_story_went_and_opens_it(desk):
    await desk.readers(2)
    story = await a_story(desk.deps.database, "Port reopens", countries=["GE"])
    async with desk.deps.database.write() as session:
        found = await stories.find_story(session, story)
        assert found is not None
        url = found.articles[0].stored.article.url
        keys = article_keys(found.articles[0].stored.article, 0, seen_at=NOW)
        await articles.keep_keys(session, list(keys), found.articles[0].id, NOW)
        await stories.set_pushed(session, story)
    await fan_out(desk.deps.database, story, now=desk.deps.now())
    message = await desk.say(f"/why {url}", "Port reopens")
    assert "found in it: 🇬🇪 Georgia" in message.text or "found in it: Georgia" in message.text
    assert "2 chats follow what it is about" in message.text
    opened = await desk.press(message, "Open the story", f"Story {story}")
    assert "Port reopens" in opened.text


async def test_why_says_what_lies_at_an_address_that_no_feed_brought(desk):
    await a_feed(desk, "caspian")
    text = await why(desk, "https://caspian.example/2026/unknown", "never seen")
    assert "Of this site I read: caspian" in text
    text = await why(desk, "other.example/2026/unknown", "never seen")
    assert "None of my feeds is of this site" in text


async def test_why_tells_what_its_publisher_took_back(desk):
    url = "https://a.example/2026/pushed"
    await publish(desk.deps, {"url": url, "title": "Port reopens", "text": "The port reopened on Monday."})
    await withdraw(desk.deps, url)
    assert "withdrawn on" in await why(desk, url, "withdrawn")
