"""What an editor's repair of stories moves: articles, what is owed, who follows; and the examples it leaves."""

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.article import ArticleId, StoryId
from bot.domain.chat import UserId
from bot.domain.delivery import Action, DeliveryState
from bot.domain.interest import story_key
from storage.deliveries import IS_PENDING
from storage.schema import (
    ArticleRow,
    DeliveryRow,
    FanOutRow,
    MuteRow,
    RepairRow,
    StoryKeyRow,
    StoryRow,
    SubscriptionRow,
)

_AT_ONCE = 500
_REPAIRED = "an editor repaired the story"


async def hold_stories(session: AsyncSession, *ids: StoryId) -> int:
    """Keep everybody else from changing these stories until this transaction ends; how many there are."""
    rows = await session.scalars(
        select(StoryRow.id).where(StoryRow.id.in_(ids)).order_by(StoryRow.id).with_for_update()
    )
    return len(rows.all())


async def move_articles(session: AsyncSession, articles: Collection[ArticleId], story: StoryId) -> None:
    """Put articles into another story, wherever they are on their way."""
    await session.execute(update(ArticleRow).where(ArticleRow.id.in_(articles)).values(story_id=story))


async def list_articles(session: AsyncSession, story: StoryId) -> list[ArticleId]:
    """All articles of a story, also those that are not shown."""
    rows = await session.scalars(
        select(ArticleRow.id).where(ArticleRow.story_id == story).order_by(ArticleRow.id)
    )
    return [ArticleId(one) for one in rows]


async def set_retagged(session: AsyncSession, story: StoryId, *, now: datetime) -> None:
    """Note that an editor chose what a story is about."""
    await session.execute(update(StoryRow).where(StoryRow.id == story).values(retagged_at=now))


async def owe_to_matching(session: AsyncSession, story: StoryId, *, now: datetime) -> None:
    """No longer owe a story to chats none of whose keys it answers to any more.

    What an earlier repair dropped so, and would not have to now, is owed again.
    """
    matches = exists().where(
        StoryKeyRow.story_id == story,
        SubscriptionRow.key == StoryKeyRow.key,
        SubscriptionRow.chat_id == DeliveryRow.chat_id,
    )
    of_story = and_(DeliveryRow.story_id == story, DeliveryRow.action == Action.SEND)
    await session.execute(
        update(DeliveryRow)
        .where(of_story, DeliveryRow.state == DeliveryState.DROPPED, DeliveryRow.error == _REPAIRED, matches)
        .values(state=DeliveryState.PENDING, error="", due_at=now)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(DeliveryRow)
        .where(of_story, IS_PENDING, ~matches)
        .values(state=DeliveryState.DROPPED, error=_REPAIRED)
        .execution_options(synchronize_session=False)
    )


async def merge_deliveries(session: AsyncSession, other: StoryId, into: StoryId) -> None:
    """What was sent of one story now tells another; what is owed of it is owed once, and only if it was not told.

    A chat that was told both keeps both messages: the second one goes on under its own number.
    """
    there = aliased(DeliveryRow)
    same_chat = and_(there.story_id == into, there.chat_id == DeliveryRow.chat_id)
    told = exists().where(same_chat, there.action == Action.SEND)
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.story_id == other, IS_PENDING, or_(told, DeliveryRow.action != Action.SEND))
        .values(state=DeliveryState.DROPPED, error="an editor merged the story")
        .execution_options(synchronize_session=False)
    )
    taken = exists().where(
        same_chat, there.action == DeliveryRow.action, there.revision == DeliveryRow.revision
    )
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.story_id == other, DeliveryRow.action == Action.SEND, ~told, ~taken)
        .values(story_id=into)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(FanOutRow)
        .where(FanOutRow.story_id == other, FanOutRow.finished_at.is_(None), FanOutRow.action == Action.SEND)
        .values(story_id=into)
    )


async def merge_followers(session: AsyncSession, other: StoryId, into: StoryId) -> None:
    """Who follows or mutes one story follows or mutes the other from now on."""
    old, new = story_key(other), story_key(into)
    tables: tuple[type[SubscriptionRow | MuteRow], ...] = (SubscriptionRow, MuteRow)
    for row in tables:
        there = aliased(row)
        has_both = exists().where(there.chat_id == row.chat_id, there.key == new)
        await session.execute(
            update(row)
            .where(row.key == old, ~has_both)
            .values(key=new)
            .execution_options(synchronize_session=False)
        )
        await session.execute(delete(row).where(row.key == old))


async def empty_keys(session: AsyncSession, story: StoryId) -> None:
    """Let a story answer to nothing."""
    await session.execute(delete(StoryKeyRow).where(StoryKeyRow.story_id == story))


async def add_repair(
    session: AsyncSession, user: UserId, kind: str, example: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep an editor's correction of tags or grouping as a labelled example."""
    session.add(RepairRow(at=now, user_id=user, kind=kind, example=dict(example)))


async def stream_repairs(session: AsyncSession, kind: str) -> AsyncIterator[dict[str, Any]]:
    """The examples of a kind, the earliest first."""
    after = 0
    while True:
        rows = (
            await session.execute(
                select(RepairRow.id, RepairRow.example)
                .where(RepairRow.kind == kind, RepairRow.id > after)
                .order_by(RepairRow.id)
                .limit(_AT_ONCE)
            )
        ).all()
        for id_, example in rows:
            yield dict(example)
            after = id_
        if len(rows) < _AT_ONCE:
            return
