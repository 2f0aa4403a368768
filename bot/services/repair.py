"""What editors put right in stories: one that is two, two that are one, tags that are wrong.

What is owed follows at once, what was sent is edited silently, and each repair is kept as a labelled example.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.briefs.keywords import KeywordMatcher
from bot.domain.article import ArticleId, StoryId
from bot.domain.brief import CountryCode, CountryTag, TopicId, TopicTag
from bot.domain.chat import UserId
from bot.domain.delivery import Lane
from bot.domain.interest import Key, story_keys
from bot.domain.story import BriefedArticle
from bot.services import examples
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.retell import retell, tag
from bot.services.ingest.telling import TOLD_FOR
from storage import articles, audit, fan_outs, repairs, stories


async def split(deps: Deps, editor: UserId, id_: StoryId, apart: Collection[ArticleId]) -> StoryId | None:
    """Take articles out of a story: they tell one of their own, which goes to those who were never told it.

    Its number; None when the story has changed, or nothing would stay in it.
    """
    now = deps.now()
    async with deps.database.write() as session:
        await repairs.hold_stories(session, id_)
        story = await stories.find_story(session, id_)
        if story is None:
            return None
        moved = [one for one in story.articles if one.id in apart]
        left = [one for one in story.articles if one.id not in apart]
        if not moved or not left:
            return None
        opened_at = min(one.stored.first_seen_at for one in moved)
        new = await stories.add_story(session, now=opened_at)
        await repairs.move_articles(session, stories.ids_of(moved), new)
        await examples.keep_split(session, editor, moved, left, now=now)
        keywords = await _keywords_of(session, story.id)
        await _tag_anew(session, story.id, keywords, now)
        await _tag_anew(session, new, keywords, now)
        await _settle(session, story.id, since=story.created_at, now=now)
        if await stories.was_pushed(session, story.id):
            await _tell(session, new, moved, since=opened_at, now=now)
        await _note(session, editor, "split", story.id, now, articles=sorted(apart), into=new)
    await _ring(deps)
    return new


async def merge(deps: Deps, editor: UserId, one: StoryId, other: StoryId) -> StoryId | None:
    """Make one story of two; the number of the earlier one, which is left. None when there are not two."""
    now = deps.now()
    async with deps.database.write() as session:
        if one == other or await repairs.hold_stories(session, one, other) < 2:
            return None
        found = await stories.get_stories(session, (one, other))
        if len(found) < 2:
            return None
        into, gone = sorted(found.values(), key=lambda story: (story.created_at, story.id))
        await examples.keep_merge(session, editor, into.articles, gone.articles, now=now)
        keywords = await _keywords_of(session, gone.id)
        await repairs.move_articles(session, await repairs.list_articles(session, gone.id), into.id)
        await repairs.merge_deliveries(session, gone.id, into.id)
        await repairs.merge_followers(session, gone.id, into.id)
        await repairs.empty_keys(session, gone.id)
        if await stories.was_pushed(session, gone.id):
            await stories.set_pushed(session, into.id)
        merged = await stories.find_story(session, into.id)
        if merged is not None:
            await tag(session, merged, keywords | await _keywords_of(session, into.id), now=now)
        await retell(session, into.id, lane=Lane.EDIT, now=now)
        await _note(session, editor, "merge", into.id, now, story=gone.id)
    await _ring(deps)
    return into.id


async def retag(
    deps: Deps,
    editor: UserId,
    id_: StoryId,
    *,
    countries: Sequence[CountryCode],
    topics: Sequence[TopicId],
) -> bool:
    """Say what a story is about, for good: later articles no longer change it. False when it is no more."""
    now = deps.now()
    async with deps.database.write() as session:
        await repairs.hold_stories(session, id_)
        story = await stories.find_story(session, id_)
        if story is None:
            return False
        await examples.keep_tags(session, editor, story, countries, topics, now=now)
        await stories.set_tags(
            session,
            id_,
            countries=[CountryTag(code, 1.0) for code in countries],
            topics=[TopicTag(topic, 1.0) for topic in topics],
            keys=story_keys(id_, topics, countries, await _keywords_of(session, id_)),
            now=now,
        )
        await repairs.set_retagged(session, id_, now=now)
        await _settle(session, id_, since=story.created_at, now=now)
        await _note(session, editor, "retag", id_, now, countries=list(countries), topics=list(topics))
    await _ring(deps)
    return True


async def _settle(session: AsyncSession, id_: StoryId, *, since: datetime, now: datetime) -> None:
    """After its keys have changed: owe a story to whom it now concerns and to nobody else, and edit what was sent."""
    await repairs.owe_to_matching(session, id_, now=now)
    if await stories.was_pushed(session, id_) and now - since < TOLD_FOR:
        # Who followed after the story was told asked for what comes, not for what was.
        await fan_outs.add_fan_out(session, story=id_, lane=Lane.BRIEF, now=since)
    await retell(session, id_, lane=Lane.EDIT, now=now)


async def _tell(
    session: AsyncSession, id_: StoryId, told: Sequence[BriefedArticle], *, since: datetime, now: datetime
) -> None:
    """Owe a story that was hidden in another one, if it is still news."""
    pushable = [await articles.is_pushable(session, one.id) for one in told]
    if any(pushable) and now - since < TOLD_FOR:
        await stories.set_pushed(session, id_)
        await fan_outs.add_fan_out(session, story=id_, lane=Lane.BRIEF, now=since)


async def _tag_anew(session: AsyncSession, id_: StoryId, keywords: frozenset[Key], now: datetime) -> None:
    """Set tags and keys from the articles that a story has now; of its keywords, those that stand in them."""
    story = await stories.find_story(session, id_)
    if story is None:
        return
    matcher = KeywordMatcher(keywords)
    found: set[Key] = set()
    for one in story.articles:
        stored = await articles.find_article(session, one.id)
        if stored is not None:
            found |= matcher.find(stored[0].article, one.brief.language)
    await tag(session, story, frozenset(found), now=now)


async def _keywords_of(session: AsyncSession, id_: StoryId) -> frozenset[Key]:
    return frozenset(key for key in await stories.list_keys(session, id_) if key.startswith('"'))


async def _ring(deps: Deps) -> None:
    await deps.bell.ring(Work.FAN_OUTS)
    await deps.bell.ring(Work.OUTBOX)


async def _note(
    session: AsyncSession, editor: UserId, what: str, id_: StoryId, now: datetime, **details: object
) -> None:
    await audit.add_audit(session, editor, f"story {what}", subject=f"story {id_}", details=details, now=now)
