"""The index of recent articles by their telling terms: where grouping looks for the stories of a new one.

What the terms and the signatures are is grouping's business (`bot.briefs.grouping`); here they are numbers and bytes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import TextClause, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import ArticleId, StoryId
from storage.schema import ArticleRow, BriefRow, StoryTermRow
from storage.schema.base import insert_into


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A recent article, its story, how many recent articles the story has, and what the article is compared by."""

    article: ArticleId
    story: StoryId
    story_size: int
    signature: bytes


async def add_terms(session: AsyncSession, article: ArticleId, terms: Sequence[int]) -> None:
    """Let later articles find this one by these terms; adding it again changes nothing."""
    if terms:
        rows = [{"term": term, "article_id": article} for term in dict.fromkeys(terms)]
        table = insert_into(session, StoryTermRow).on_conflict_do_nothing()
        await (await session.connection()).execute(table, rows)


async def find_by_terms(
    session: AsyncSession, terms: Sequence[int], *, since: datetime, each: int, but: ArticleId | None = None
) -> dict[int, list[int]]:
    """For each term the latest articles that have it and are in a story, those seen before `since` left out.

    At most `each` articles are looked at for a term: one short walk down the index, whatever the archive's
    size. `but` is the article that asks, where its own terms are stored already.
    """
    found = await _latest(session, terms, each, but)
    recent = await _recent(session, {one for articles in found.values() for one in articles}, since)
    return {term: [one for one in articles if one in recent] for term, articles in found.items()}


async def get_neighbours(
    session: AsyncSession, articles: Sequence[int], *, since: datetime
) -> list[Neighbour]:
    """These articles with all that they are judged by, in this order; one without signature or story is left out."""
    rows = await session.execute(
        select(BriefRow.article_id, ArticleRow.story_id, BriefRow.signature)
        .join(ArticleRow, ArticleRow.id == BriefRow.article_id)
        .where(
            BriefRow.article_id.in_(articles),
            ArticleRow.story_id.is_not(None),
            BriefRow.signature.is_not(None),
        )
    )
    kept = {article: (StoryId(story or 0), signature or b"") for article, story, signature in rows}
    sizes = await _sizes(session, {story for story, _ in kept.values()}, since)
    return [
        Neighbour(ArticleId(one), kept[one][0], sizes.get(kept[one][0], 1), kept[one][1])
        for one in articles
        if one in kept
    ]


async def forget_old(session: AsyncSession, *, before: datetime, limit: int = 1000) -> int:
    """Drop the terms of up to `limit` articles seen before a moment; how many articles those were."""
    first = select(StoryTermRow.article_id).distinct().order_by(StoryTermRow.article_id).limit(limit)
    outdated = list(
        await session.scalars(
            select(ArticleRow.id).where(ArticleRow.id.in_(first), ArticleRow.first_seen_at < before)
        )
    )
    if outdated:
        await session.execute(delete(StoryTermRow).where(StoryTermRow.article_id.in_(outdated)))
    return len(outdated)


async def _latest(
    session: AsyncSession, terms: Sequence[int], each: int, but: ArticleId | None
) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {term: [] for term in terms}
    if not found:
        return found
    given = {f"term_{number}": term for number, term in enumerate(found)}
    rows = await session.execute(_walks(len(found)), given | {"but": but or 0, "each": each})
    for term, article in rows:
        found[term].append(article)
    return found


@lru_cache(maxsize=64)
def _walks(count: int) -> TextClause:
    """A walk down the index for each of so many terms.

    In plain words, for SQLAlchemy took 17 ms of the event loop to put thirty such parts together, for every article.
    """
    walk = (
        "SELECT * FROM (SELECT term, article_id FROM story_terms WHERE term = :term_{} AND article_id != :but "
        "ORDER BY article_id DESC LIMIT :each) AS walk_{}"
    )
    return text(" UNION ALL ".join(walk.format(number, number) for number in range(count)))


async def _recent(session: AsyncSession, articles: Collection[int], since: datetime) -> set[int]:
    rows = await session.scalars(
        select(ArticleRow.id).where(
            ArticleRow.id.in_(articles), ArticleRow.story_id.is_not(None), ArticleRow.first_seen_at >= since
        )
    )
    return set(rows)


async def _sizes(session: AsyncSession, stories: Collection[StoryId], since: datetime) -> dict[StoryId, int]:
    rows = await session.execute(
        select(ArticleRow.story_id, func.count())
        .where(ArticleRow.story_id.in_(stories), ArticleRow.first_seen_at >= since)
        .group_by(ArticleRow.story_id)
    )
    return {StoryId(story): count for story, count in rows if story is not None}
