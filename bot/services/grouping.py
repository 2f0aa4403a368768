"""The recent articles in the database that a new one may share a story with.

It gives what `bot.briefs.grouping.window.RecentWindow` gives, from tables: the same articles in the same order lead to
the same stories, in memory or in a database, before a restart and after it, in one process or in several that take
turns.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.briefs.grouping.choice import Candidate
from bot.briefs.grouping.probes import POSTINGS, best_candidates
from bot.briefs.grouping.signature import from_bytes
from bot.briefs.grouping.window import WINDOW
from bot.domain.article import ArticleId
from storage import grouping


async def find_candidates(
    session: AsyncSession, probes: Sequence[int], *, now: datetime, but: ArticleId | None = None
) -> list[Candidate]:
    """The recent articles most likely to be of the same story as one that has these probes and came now.

    `but` is the article itself, where its terms are stored already.
    """
    since = now - WINDOW
    found = await grouping.find_by_terms(session, probes, since=since, each=POSTINGS, but=but)
    neighbours = await grouping.get_neighbours(session, best_candidates(found), since=since)
    signed = ((one, from_bytes(one.signature)) for one in neighbours)
    return [
        Candidate(story=one.story, story_size=one.story_size, signature=signature)
        for one, signature in signed
        if signature
    ]
