"""What is kept no longer, removed in steps so small that nobody waits for them."""

from datetime import datetime

from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import ArticleId
from storage.schema import (
    ArticleKeyRow,
    ArticleRow,
    BroadcastRow,
    DeliveryRow,
    FanOutRow,
    OutletRow,
    StoryRow,
)
from storage.search import remove_documents

_PAGES_AT_ONCE = 100

_HAS_TEXT = text("text != ''")
"""In the words of the partial index, which holds only the articles whose texts are still here."""


async def drop_texts(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Drop the texts of articles first seen before a moment; their briefs stay. How many there were."""
    old = (
        select(ArticleRow.id)
        .where(ArticleRow.first_seen_at < before, _HAS_TEXT)
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
    """Drop who was sent what, if the story or the broadcast is older than a moment, the oldest first."""
    number = 0
    for column, row in ((DeliveryRow.story_id, StoryRow), (DeliveryRow.broadcast_id, BroadcastRow)):
        # The least number is the oldest, and the index has it first: no walk over what was cleared away long ago.
        oldest = await session.scalar(select(func.min(column)).where(column.is_not(None)))
        if oldest is None:
            continue
        at = await session.scalar(select(row.created_at).where(row.id == oldest))
        if at is not None and at >= before:
            continue
        old = select(DeliveryRow.id).where(column == oldest).limit(limit)
        dropped = await session.scalars(
            delete(DeliveryRow).where(DeliveryRow.id.in_(old)).returning(DeliveryRow.id)
        )
        number += len(dropped.all())
    await session.execute(delete(FanOutRow).where(FanOutRow.finished_at < before))
    return number


async def drop_outlets(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Drop what was learnt of outlets from which nothing came since a moment."""
    old = select(OutletRow.name).where(OutletRow.learnt_at < before).limit(limit)
    dropped = await session.scalars(
        delete(OutletRow).where(OutletRow.name.in_(old)).returning(OutletRow.name)
    )
    return len(dropped.all())


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
