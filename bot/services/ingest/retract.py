"""Taking an article back: its story goes on without it, or is withdrawn with it, and what was sent follows."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import StoredArticle
from bot.domain.delivery import Action, Lane
from bot.services.ingest.retell import retell
from storage import articles, deliveries, fan_outs, search, stories
from storage.articles import Stage


async def retract(session: AsyncSession, stored: StoredArticle, *, now: datetime) -> None:
    """Show an article no more. A story that nobody else told is withdrawn, and copies that were sent say so."""
    await articles.set_stage(session, stored.id, Stage.WITHDRAWN, reason="its publisher took it back")
    await search.remove_documents(session, [stored.id])
    story = stored.story_id
    if story is None:
        return
    if await stories.count_articles(session, story):
        await retell(session, story, lane=Lane.BREAKING, now=now)
        return
    await stories.set_withdrawn(session, story, now=now)
    await deliveries.drop_subject(session, story=story, reason="its publisher took it back")
    revision = await stories.add_revision(session, story, now=now)
    if await stories.was_pushed(session, story):
        await fan_outs.add_fan_out(
            session, story=story, action=Action.EDIT, lane=Lane.BREAKING, revision=revision, now=now
        )
