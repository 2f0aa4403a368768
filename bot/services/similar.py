"""Stories that an editor may mean: by number, by an article's address, by words; and those most like another one."""

from collections.abc import Sequence

from bot.briefs.grouping.choice import weigh_stories
from bot.briefs.grouping.probes import probe_terms
from bot.briefs.grouping.signature import from_bytes
from bot.domain.article import StoryId
from bot.domain.delivery import DeliveryState
from bot.domain.story import Story
from bot.services import read, why
from bot.services.deps import Deps
from bot.services.grouping import find_candidates
from bot.telegram.html import is_web_address
from storage import briefs, deliveries, stories

MOST = 6


async def list_similar(deps: Deps, story: Story) -> list[Story]:
    """The recent stories most like one, by what grouping goes by, the likeliest first."""
    first = story.articles[0]
    async with deps.database.read() as session:
        kept = await briefs.find_signature(session, first.id)
        signed = from_bytes(kept) if kept else None
        if signed is None:
            return []
        candidates = await find_candidates(
            session, probe_terms(signed), now=first.stored.first_seen_at, but=first.id
        )
        weighed = weigh_stories(signed, [one for one in candidates if one.story != story.id])
        found = await stories.get_stories(session, [one.story for one in weighed[:MOST]])
    return [found[one.story] for one in weighed[:MOST] if one.story in found]


async def find_meant(deps: Deps, typed: str) -> Sequence[Story]:
    """The story of this number or address; else those that hold these words, the newest first."""
    typed = typed.strip().removeprefix("#")
    if typed.isdigit() and len(typed) < 19:
        story = await read.get_story(deps, StoryId(int(typed)))
        return [story] if story else []
    if is_web_address(typed):
        found = await why.explain(deps, typed, look=False)
        return [found.known.story] if found.known and found.known.story else []
    return (await read.find(deps, typed, limit=MOST)).stories


async def count_told(deps: Deps, id_: StoryId) -> dict[DeliveryState, int]:
    """To how many chats a story was sent, and to how many it is owed, by state."""
    async with deps.database.read() as session:
        return await deliveries.count_by_state(session, story=id_)
