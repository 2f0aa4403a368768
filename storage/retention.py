"""What is kept no longer, removed in steps so small that nobody waits for them."""

from datetime import datetime

from sqlalchemy import Select, delete, exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import ArticleId
from storage.schema import ArticleKeyRow, ArticleRow, BroadcastRow, DeliveryRow, FanOutRow, StoryRow
from storage.search import remove_documents

_PAGES_AT_ONCE = 100


async def drop_texts(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Drop the texts of articles first seen before a moment; their briefs stay. How many there were."""
    old = (
        select(ArticleRow.id)
        .where(ArticleRow.first_seen_at < before, ArticleRow.text != "")
        .order_by(ArticleRow.first_seen_at)
        .limit(limit)
    )
    dropped = await session.scalars(
        update(ArticleRow)
        .where(ArticleRow.id.in_(old))
        .values(text="")
        .returning(ArticleRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(dropped.all())


async def drop_articles(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Drop articles first seen before a moment, with stories that have none left. Their identities stay known."""
    rows = await session.scalars(
        select(ArticleRow.id)
        .where(ArticleRow.first_seen_at < before)
        .order_by(ArticleRow.first_seen_at)
        .limit(limit)
    )
    old = [ArticleId(one) for one in rows]
    await remove_documents(session, old)
    await session.execute(delete(ArticleRow).where(ArticleRow.id.in_(old)))
    left = exists().where(ArticleRow.story_id == StoryRow.id)
    empty = select(StoryRow.id).where(StoryRow.created_at < before, ~left).limit(limit)
    await session.execute(delete(StoryRow).where(StoryRow.id.in_(empty)))
    return len(old)


async def drop_deliveries(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Drop who was sent what, story by story and broadcast by broadcast, if those are older than a moment."""
    stories = _oldest(
        select(StoryRow.id).where(
            StoryRow.created_at < before, exists().where(DeliveryRow.story_id == StoryRow.id)
        )
    )
    broadcasts = _oldest(
        select(BroadcastRow.id).where(
            BroadcastRow.created_at < before, exists().where(DeliveryRow.broadcast_id == BroadcastRow.id)
        )
    )
    number = 0
    for column, subjects in ((DeliveryRow.story_id, stories), (DeliveryRow.broadcast_id, broadcasts)):
        old = select(DeliveryRow.id).where(column.in_(list(await session.scalars(subjects)))).limit(limit)
        dropped = await session.scalars(
            delete(DeliveryRow).where(DeliveryRow.id.in_(old)).returning(DeliveryRow.id)
        )
        number += len(dropped.all())
    await session.execute(delete(FanOutRow).where(FanOutRow.finished_at < before))
    return number


async def drop_identities(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Drop identities of purged articles that no feed has shown since a moment."""
    old = (
        select(ArticleKeyRow.key)
        .where(ArticleKeyRow.seen_at < before, ArticleKeyRow.article_id.is_(None))
        .order_by(ArticleKeyRow.seen_at)
        .limit(limit)
    )
    dropped = await session.scalars(
        delete(ArticleKeyRow).where(ArticleKeyRow.key.in_(old)).returning(ArticleKeyRow.key)
    )
    return len(dropped.all())


async def give_back_space(session: AsyncSession) -> None:
    """Return a few free pages of a SQLite file to the disk. PostgreSQL does so by itself."""
    if session.get_bind().dialect.name == "sqlite":
        for _ in range(_PAGES_AT_ONCE):  # the driver takes one step of the statement, which frees one page
            await session.execute(text("PRAGMA incremental_vacuum(1)"))


def _oldest(query: Select[int]) -> Select[int]:
    return query.limit(20)
