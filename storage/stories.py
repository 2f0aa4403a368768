"""Stories: the articles about one event, what they are about, and who is told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import Article, ArticleId, FeedId, StoredArticle, StoryId
from bot.domain.brief import CountryTag, TopicTag
from bot.domain.chat import ChatId
from bot.domain.interest import Key
from bot.domain.story import BriefedArticle, Story
from storage.articles import Stage
from storage.briefs import (
    brief_of,
    countries_from_json,
    countries_to_json,
    topics_from_json,
    topics_to_json,
)
from storage.schema import ArticleRow, BriefRow, MuteRow, StoryKeyRow, StoryRow, SubscriptionRow
from storage.schema.base import insert_into

_SHOWN = (
    ArticleRow.id, ArticleRow.feed_id, ArticleRow.story_id, ArticleRow.title, ArticleRow.url, ArticleRow.guid,
    ArticleRow.language.label("given_language"), ArticleRow.author,
    ArticleRow.image_url, ArticleRow.source, ArticleRow.categories,
    ArticleRow.published_at, ArticleRow.first_seen_at, BriefRow.language, BriefRow.sentences,
    BriefRow.more, BriefRow.countries, BriefRow.topics, BriefRow.not_news,
)  # fmt: skip
"""What is shown of an article: all but its text and its signature, which are most of its weight."""

_TELLING = (Stage.GROUPED, Stage.BRIEFED, Stage.STORED)
"""Stages in which an article of a story is shown: one that was corrected runs through all of them again."""


async def add_story(session: AsyncSession, *, now: datetime) -> StoryId:
    """Open a story; articles join it afterwards."""
    row = StoryRow(created_at=now, updated_at=now)
    session.add(row)
    await session.flush()
    return StoryId(row.id)


async def join(session: AsyncSession, article: ArticleId, story: StoryId) -> None:
    """Put an article into a story: the end of its way."""
    await session.execute(
        update(ArticleRow)
        .where(ArticleRow.id == article)
        .values(story_id=story, stage=Stage.GROUPED, leased_by="", leased_until=None)
    )


async def set_tags(
    session: AsyncSession,
    story: StoryId,
    *,
    countries: Sequence[CountryTag],
    topics: Sequence[TopicTag],
    keys: Collection[Key],
    now: datetime,
) -> frozenset[Key]:
    """Keep what a story is about, and the keys it thereby answers to; those of them that are new."""
    await session.execute(
        update(StoryRow)
        .where(StoryRow.id == story)
        .values(countries=countries_to_json(countries), topics=topics_to_json(topics), updated_at=now)
    )
    had = frozenset(
        Key(key)
        for key in await session.scalars(select(StoryKeyRow.key).where(StoryKeyRow.story_id == story))
    )
    gone = had - frozenset(keys)
    if gone:
        await session.execute(
            delete(StoryKeyRow).where(StoryKeyRow.story_id == story, StoryKeyRow.key.in_(gone))
        )
    fresh = frozenset(keys) - had
    if fresh:
        rows = [{"key": key, "story_id": story} for key in sorted(fresh)]
        await session.execute(insert_into(session, StoryKeyRow).values(rows).on_conflict_do_nothing())
    return fresh


async def set_pushed(session: AsyncSession, story: StoryId) -> None:
    """Note that readers are told of it."""
    await session.execute(update(StoryRow).where(StoryRow.id == story).values(pushed=True))


async def add_revision(session: AsyncSession, story: StoryId, *, now: datetime) -> int:
    """Note that what is told has changed; the number of the revision."""
    revision = await session.scalar(
        update(StoryRow)
        .where(StoryRow.id == story)
        .values(revision=StoryRow.revision + 1, updated_at=now)
        .returning(StoryRow.revision)
        .execution_options(synchronize_session=False)
    )
    return revision or 0


async def set_corrected(session: AsyncSession, story: StoryId, *, now: datetime) -> None:
    """Note that what was told had to be put right."""
    await session.execute(update(StoryRow).where(StoryRow.id == story).values(corrected_at=now))


async def set_withdrawn(session: AsyncSession, story: StoryId, *, now: datetime) -> bool:
    """Note that its publisher or an editor took it back; False when that was known."""
    changed = await session.execute(
        update(StoryRow)
        .where(StoryRow.id == story, StoryRow.withdrawn_at.is_(None))
        .values(withdrawn_at=now, updated_at=now)
        .returning(StoryRow.id)
    )
    return changed.first() is not None


async def find_story(session: AsyncSession, id_: StoryId) -> Story | None:
    """The story with this number."""
    return (await get_stories(session, [id_])).get(id_)


async def was_pushed(session: AsyncSession, id_: StoryId) -> bool:
    """Whether readers were told of it."""
    return bool(await session.scalar(select(StoryRow.pushed).where(StoryRow.id == id_)))


async def get_stories(session: AsyncSession, ids: Collection[StoryId]) -> dict[StoryId, Story]:
    """The stories with these numbers, their articles without text; those that are no more are left out."""
    rows = {row.id: row for row in await session.scalars(select(StoryRow).where(StoryRow.id.in_(ids)))}
    gone = [row.id for row in rows.values() if row.withdrawn_at is not None]  # shown as taken back
    told: dict[int, list[BriefedArticle]] = {}
    for row in await session.execute(
        select(*_SHOWN)
        .join(BriefRow, BriefRow.article_id == ArticleRow.id)
        .where(
            ArticleRow.story_id.in_(rows),
            or_(
                ArticleRow.stage.in_(_TELLING),
                and_(ArticleRow.stage == Stage.WITHDRAWN, ArticleRow.story_id.in_(gone)),
            ),
        )
        .order_by(ArticleRow.first_seen_at, ArticleRow.id)
    ):
        told.setdefault(row.story_id or 0, []).append(_briefed_of(row))
    return {
        StoryId(row.id): Story(
            id=StoryId(row.id),
            articles=tuple(told[row.id]),
            countries=countries_from_json(row.countries),
            topics=topics_from_json(row.topics),
            revision=row.revision,
            created_at=row.created_at,
            corrected_at=row.corrected_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows.values()
        if row.id in told
    }


def _briefed_of(row: Any) -> BriefedArticle:
    article = Article(
        title=row.title,
        url=row.url,
        guid=row.guid,
        language=row.given_language,
        published_at=row.published_at,
        author=row.author,
        image_url=row.image_url,
        source=row.source,
        categories=tuple(row.categories),
    )
    stored = StoredArticle(
        id=ArticleId(row.id),
        article=article,
        feed_id=None if row.feed_id is None else FeedId(row.feed_id),
        story_id=StoryId(row.story_id),
        first_seen_at=row.first_seen_at,
    )
    return BriefedArticle(stored=stored, brief=brief_of(row))


async def was_retagged(session: AsyncSession, id_: StoryId) -> bool:
    """Whether an editor chose what it is about."""
    return await session.scalar(select(StoryRow.retagged_at).where(StoryRow.id == id_)) is not None


async def count_articles(session: AsyncSession, id_: StoryId) -> int:
    """How many articles tell it."""
    query = select(func.count()).where(ArticleRow.story_id == id_, ArticleRow.stage.in_(_TELLING))
    return await session.scalar(query) or 0


async def list_latest(
    session: AsyncSession, *, key: Key | None = None, before: StoryId | None = None, limit: int
) -> list[StoryId]:
    """The newest stories, all or those that answer to a key; `before` continues a list."""
    is_told = exists().where(ArticleRow.story_id == StoryRow.id)  # not so of one that was merged into another
    query: Select[int] = select(StoryRow.id).where(StoryRow.withdrawn_at.is_(None), is_told)
    if key is not None:
        query = (
            select(StoryKeyRow.story_id)
            .join(StoryRow, StoryRow.id == StoryKeyRow.story_id)
            .where(StoryKeyRow.key == key, StoryRow.withdrawn_at.is_(None), is_told)
        )
    column = StoryRow.id if key is None else StoryKeyRow.story_id
    if before is not None:
        query = query.where(column < before)
    rows = await session.scalars(query.order_by(column.desc()).limit(limit))
    return [StoryId(one) for one in rows]


async def list_latest_of_chat(
    session: AsyncSession,
    chat: ChatId,
    *,
    since: datetime,
    now: datetime,
    before: StoryId | None = None,
    limit: int,
) -> list[StoryId]:
    """The newest stories since a moment that answer to a key of this chat and to none that it mutes."""
    first = select(func.min(StoryRow.id)).where(StoryRow.created_at >= since).scalar_subquery()
    followed = select(SubscriptionRow.key).where(SubscriptionRow.chat_id == chat)
    muted = select(MuteRow.key).where(
        MuteRow.chat_id == chat, or_(MuteRow.until_at.is_(None), MuteRow.until_at > now)
    )
    answers = StoryKeyRow.story_id == StoryRow.id
    query = select(StoryRow.id).where(
        StoryRow.id >= first,
        StoryRow.withdrawn_at.is_(None),
        exists().where(ArticleRow.story_id == StoryRow.id),
        exists().where(answers, StoryKeyRow.key.in_(followed)),
        ~exists().where(answers, StoryKeyRow.key.in_(muted)),
    )
    if before is not None:
        query = query.where(StoryRow.id < before)
    rows = await session.scalars(query.order_by(StoryRow.id.desc()).limit(limit))
    return [StoryId(one) for one in rows]


async def count_stories(session: AsyncSession, *, since: datetime, key: Key | None = None) -> int:
    """How many stories were opened since a moment, all or those that answer to a key."""
    query = select(func.count()).select_from(StoryRow).where(StoryRow.created_at >= since)
    if key is not None:
        query = query.join(StoryKeyRow, StoryKeyRow.story_id == StoryRow.id).where(StoryKeyRow.key == key)
    return await session.scalar(query) or 0


async def first_at(session: AsyncSession) -> datetime | None:
    """When the oldest story that is kept was opened."""
    return await session.scalar(select(StoryRow.created_at).order_by(StoryRow.created_at).limit(1))


async def list_keys(session: AsyncSession, story: StoryId) -> list[Key]:
    """The keys that a story answers to."""
    rows = await session.scalars(
        select(StoryKeyRow.key).where(StoryKeyRow.story_id == story).order_by(StoryKeyRow.key)
    )
    return [Key(key) for key in rows]


def ids_of(articles: Iterable[BriefedArticle]) -> list[ArticleId]:
    """The numbers of these articles."""
    return [one.id for one in articles]
