"""Ready-made nouns for tests: each with sound defaults, so that a test names only what it is about."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot.domain.article import Article, StoryId
from bot.domain.brief import Brief, CountryCode, CountryTag, Sentence, TopicTag
from bot.domain.chat import Chat, ChatKind, Place, Preferences
from bot.domain.delivery import Lane
from bot.domain.interest import EVERYTHING, Interest, story_keys
from bot.domain.topics import topic_id
from storage import articles, briefs, chats, fan_outs, stories, subscriptions
from storage.articles import NewArticle
from storage.database import Database

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def a_chat(
    database: Database, telegram_id: int = 1, thread_id: int = 0, *, kind: ChatKind = ChatKind.PRIVATE
) -> Chat:
    async with database.write() as session:
        return await chats.add_chat(
            session, Place(telegram_id, thread_id), kind, title="A reader", language="en", now=NOW
        )


async def a_reader(
    database: Database, telegram_id: int, *interests: Interest, preferences: Preferences | None = None
) -> Chat:
    """A private chat that has followed these (or everything) since yesterday."""
    chat = await a_chat(database, telegram_id)
    async with database.write() as session:
        for interest in interests or (EVERYTHING,):
            await subscriptions.add_subscription(session, chat.id, interest.key, now=NOW - timedelta(days=1))
        if preferences is not None:
            await chats.set_preferences(session, chat.id, preferences, now=NOW)
    return chat


async def a_story(
    database: Database,
    title: str = "Port reopens",
    *,
    topics: Sequence[str] = (),
    countries: Sequence[str] = (),
    language: str = "en",
    text: str = "The port reopened on Monday.",
    source: str = "Caspian Post",
    now: datetime = NOW,
) -> StoryId:
    """A story with one article, that is about these topics and countries and answers to their keys."""
    country_tags = [CountryTag(CountryCode(code), 0.9) for code in countries]
    topic_tags = [TopicTag(topic_id(number), 0.9) for number in topics]
    brief = Brief(
        language=language,
        sentences=(Sentence(0, len(text), text),),
        countries=tuple(country_tags),
        topics=tuple(topic_tags),
    )
    article = Article(
        title=title, text=text, url=f"https://news.example/{uuid4().hex}", source=source, published_at=now
    )
    async with database.write() as session:
        story = await stories.add_story(session, now=now)
        new = NewArticle(article=article, keys=(uuid4().bytes,))
        (stored,) = await articles.add_new(session, None, [new], now=now)
        await briefs.set_brief(session, stored.id, brief, signature=None)
        await stories.join(session, stored.id, story)
        keys = story_keys(story, [tag.id for tag in topic_tags], [tag.code for tag in country_tags])
        await stories.set_tags(session, story, countries=country_tags, topics=topic_tags, keys=keys, now=now)
    return story


async def fan_out(database: Database, story: StoryId, *, now: datetime = NOW, width: int = 1000) -> None:
    """Owe a story to everybody whom it concerns."""
    async with database.write() as session:
        await fan_outs.add_fan_out(session, story=story, lane=Lane.BRIEF, now=now)
    await fill_all(database, now=now, width=width)


async def fill_all(database: Database, *, now: datetime = NOW, width: int = 1000) -> None:
    """Finish every fan-out that is on its way."""
    while True:
        async with database.write() as session:
            unfinished = await fan_outs.take_unfinished(session)
            if unfinished is None:
                return
            await fan_outs.fill(session, unfinished, width=width, now=now)
