"""Stories on demand: the latest, and those that hold certain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.briefs.words import stem, words
from bot.domain.article import StoryId
from bot.domain.chat import Chat
from bot.domain.interest import Interest, fold
from bot.domain.story import Story
from bot.services.deps import Deps
from storage import search, stories

LATEST = timedelta(days=14)
"""How far back the latest of what a chat follows goes, so that the one who follows rare things need not wait."""

_STEMMED_IN = ("en", "ru", "tr")
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Page:
    """Some stories, the newest first. `older` continues the list; None at its end."""

    stories: tuple[Story, ...]
    older: int | None


async def latest(
    deps: Deps, interest: Interest | None, *, before: StoryId | None = None, skip: int = 0, limit: int
) -> Page:
    """The newest stories, all or of an interest; `skip` so many of them, for a later page of the same list."""
    if interest is not None and interest.keyword:
        return await find(deps, interest.keyword, offset=skip or before or 0, limit=limit)
    key = None if interest is None else interest.key
    async with deps.database.read() as session:
        ids = await stories.list_latest(session, key=key, before=before, limit=skip + limit + 1)
        return await _page(session, ids[skip:], limit)


async def latest_of_chat(
    deps: Deps, chat: Chat, *, before: StoryId | None = None, skip: int = 0, limit: int
) -> Page:
    """The newest stories of the last two weeks among those that a chat follows and does not mute."""
    now = deps.now()
    async with deps.database.read() as session:
        ids = await stories.list_latest_of_chat(
            session, chat.id, since=now - LATEST, now=now, before=before, limit=skip + limit + 1
        )
        return await _page(session, ids[skip:], limit)


async def _page(session: AsyncSession, ids: Sequence[StoryId], limit: int) -> Page:
    found = await stories.get_stories(session, ids[:limit])
    return Page(_in_order(found, ids[:limit]), int(ids[limit - 1]) if len(ids) > limit else None)


async def last_story_at(deps: Deps, interest: Interest | None) -> datetime | None:
    """When the newest story of an interest was opened."""
    page = await latest(deps, interest, limit=1)
    return page.stories[0].created_at if page.stories else None


async def find(deps: Deps, typed: str, *, offset: int = 0, limit: int) -> Page:
    """Stories that hold all the words that a reader typed, in any of their forms; newest first."""
    wanted = query_of(typed)
    async with deps.database.read() as session:
        ids = await search.find_stories(session, wanted, limit=limit + 1, offset=offset)
        found = await stories.get_stories(session, ids[:limit])
    return Page(_in_order(found, ids[:limit]), offset + limit if len(ids) > limit else None)


async def count_found(deps: Deps, typed: str, *, at_most: int) -> int:
    """How many stories hold all the words that a reader typed; counted no further than to a number."""
    async with deps.database.read() as session:
        return len(await search.find_stories(session, query_of(typed), limit=at_most))


async def get_story(deps: Deps, story: StoryId) -> Story | None:
    """One story; None when it is no more."""
    async with deps.database.read() as session:
        return await stories.find_story(session, story)


def query_of(typed: str) -> list[list[str]]:
    """For each word that was typed, the beginnings that its forms have in the languages we know."""
    return [sorted({fold(form) for form in _forms(word) if _is_telling(form, word)}) for word in words(typed)]


def _forms(word: str) -> list[str]:
    return [word, *(stem(word, language) for language in _STEMMED_IN)]


def _is_telling(form: str, word: str) -> bool:
    """A stem of two letters would find half of the archive."""
    return len(form) >= min(_SHORTEST_STEM, len(word))


def _in_order(found: dict[StoryId, Story], ids: Sequence[StoryId]) -> tuple[Story, ...]:
    return tuple(found[one] for one in ids if one in found)
