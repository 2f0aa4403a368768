"""Telling a story anew after its articles changed: its tags, the keys it answers to, the copies that were sent."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.briefs.countries import PUSH_FLOOR as COUNTRY_FLOOR
from bot.briefs.topics import PUSH_FLOOR as TOPIC_FLOOR
from bot.domain.article import StoryId
from bot.domain.delivery import Action, Lane
from bot.domain.interest import Key, story_keys
from bot.domain.story import Story, tags_of_story
from storage import fan_outs, stories


async def tag(
    session: AsyncSession, story: Story, keywords: frozenset[Key], *, now: datetime
) -> frozenset[Key]:
    """Set what a story is probably about, from its articles, unless an editor chose it; the keys that are new."""
    found_countries, found_topics = tags_of_story([one.brief for one in story.articles])
    countries = tuple(one for one in found_countries if one.weight >= COUNTRY_FLOOR)
    topics = tuple(one for one in found_topics if one.weight >= TOPIC_FLOOR)
    if await stories.was_retagged(session, story.id):
        countries, topics = story.countries, story.topics
    keys = story_keys(story.id, [one.id for one in topics], [one.code for one in countries], keywords)
    return await stories.set_tags(session, story.id, countries=countries, topics=topics, keys=keys, now=now)


async def retell(session: AsyncSession, id_: StoryId, *, lane: Lane, now: datetime) -> None:
    """Owe a silent change to every copy of a story that was sent."""
    revision = await stories.add_revision(session, id_, now=now)
    if await stories.was_pushed(session, id_):
        await fan_outs.add_fan_out(
            session, story=id_, action=Action.EDIT, lane=lane, revision=revision, now=now
        )
