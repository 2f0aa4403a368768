"""What there is how much of, for those who watch the bot."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import StoryId
from bot.domain.feed import FeedHealth
from storage.feeds import list_feeds
from storage.schema import ArticleRow


async def count_feeds(session: AsyncSession) -> dict[FeedHealth, int]:
    """How many feeds do how, the ways with none among them."""
    counted = dict.fromkeys(FeedHealth, 0)
    for feed in await list_feeds(session):
        counted[feed.health] += 1
    return counted


async def first_arrivals(session: AsyncSession, stories: Collection[StoryId]) -> dict[StoryId, datetime]:
    """When the first article of each of these stories reached us."""
    rows = await session.execute(
        select(ArticleRow.story_id, func.min(ArticleRow.first_seen_at))
        .where(ArticleRow.story_id.in_(stories))
        .group_by(ArticleRow.story_id)
    )
    return {StoryId(story): at for story, at in rows if story is not None}
