"""What repairs teach: each is kept as a line that the benchmarks read. See docs/stories.md."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import ArticleId
from bot.domain.brief import CountryCode, TopicId
from bot.domain.chat import UserId
from bot.domain.story import BriefedArticle, Story
from storage import articles, briefs, repairs
from storage.database import Database

_MOST = 10
"""Pairs of articles that one repair leaves; more of the same would only outweigh the other repairs."""


class Kind(StrEnum):
    """What an example is about."""

    STORIES = "stories"
    TAGS = "tags"


async def keep_split(
    session: AsyncSession,
    editor: UserId,
    apart: Sequence[BriefedArticle],
    left: Sequence[BriefedArticle],
    *,
    now: datetime,
) -> None:
    """Each article that was taken out, and one that stayed, are not of one story."""
    for one in apart[:_MOST]:
        await _keep_pair(session, editor, one, _nearest(one, left), same=False, now=now)


async def keep_merge(
    session: AsyncSession,
    editor: UserId,
    into: Sequence[BriefedArticle],
    joined: Sequence[BriefedArticle],
    *,
    now: datetime,
) -> None:
    """Each article that was brought in, and one that was there, are of one story."""
    for one in joined[:_MOST]:
        await _keep_pair(session, editor, one, _nearest(one, into), same=True, now=now)


async def keep_tags(
    session: AsyncSession,
    editor: UserId,
    story: Story,
    countries: Sequence[CountryCode],
    topics: Sequence[TopicId],
    *,
    now: datetime,
) -> None:
    """An article, what it was taken to be about, and what it is about."""
    example = await _article(session, story.articles[0]) | {
        "countries": list(countries),
        "topics": list(topics),
        "had": {
            "countries": [tag.code for tag in story.countries],
            "topics": [tag.id for tag in story.topics],
        },
    }
    await repairs.add_repair(session, editor, Kind.TAGS, example, now=now)


async def export(database: Database, kind: Kind) -> AsyncIterator[str]:
    """The examples of a kind as lines of JSON, the earliest first."""
    async with database.read() as session:
        async for example in repairs.stream_repairs(session, kind):
            yield json.dumps(example, ensure_ascii=False)


def _nearest(one: BriefedArticle, others: Sequence[BriefedArticle]) -> BriefedArticle:
    """The first in the same language, which is the harder one to tell apart; else the first."""
    return next((other for other in others if other.brief.language == one.brief.language), others[0])


async def _keep_pair(
    session: AsyncSession,
    editor: UserId,
    one: BriefedArticle,
    other: BriefedArticle,
    *,
    same: bool,
    now: datetime,
) -> None:
    first, second = sorted((one, other), key=lambda each: (each.stored.first_seen_at, each.id))
    example = {
        "same": same,
        "first": await _side(session, first),
        "second": await _side(session, second),
    }
    await repairs.add_repair(session, editor, Kind.STORIES, example, now=now)


async def _side(session: AsyncSession, one: BriefedArticle) -> dict[str, Any]:
    """What grouping saw of an article; the article itself where that was not kept."""
    kept = await briefs.find_signature(session, one.id)
    return {"signature": b64encode(kept).decode()} if kept else await _article(session, one)


async def _article(session: AsyncSession, one: BriefedArticle) -> dict[str, Any]:
    found = await articles.find_article(session, ArticleId(one.id))
    article = found[0].article if found else one.stored.article
    published = article.published_at
    return {
        "title": article.title,
        "text": article.text,
        "language": one.brief.language,
        **({"published_at": published.isoformat()} if published else {}),
    }
