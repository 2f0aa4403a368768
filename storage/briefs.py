"""Briefs as JSON and back. Sentences keep their words beside their offsets: they outlive the article's text."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import ArticleId
from bot.domain.brief import Brief, CountryCode, CountryTag, Evidence, Sentence, TopicId, TopicTag
from storage.schema import BriefRow
from storage.schema.base import upsert

_COLUMNS = ("language", "sentences", "more", "countries", "topics", "not_news", "signature")


async def set_brief(
    session: AsyncSession, article: ArticleId, brief: Brief, *, signature: bytes | None
) -> None:
    """Keep what was drawn from an article; `signature` is what grouping compares it by."""
    values = {
        "article_id": article,
        "language": brief.language,
        "sentences": _from_sentences(brief.sentences),
        "more": _from_sentences(brief.more),
        "countries": countries_to_json(brief.countries),
        "topics": topics_to_json(brief.topics),
        "not_news": brief.not_news,
        "signature": signature,
    }
    await session.execute(upsert(session, BriefRow, values, key=("article_id",), change=_COLUMNS))


async def find_signature(session: AsyncSession, article: ArticleId) -> bytes | None:
    """What grouping compares an article by."""
    return await session.scalar(select(BriefRow.signature).where(BriefRow.article_id == article))


def brief_of(row: Any) -> Brief:
    """The noun for a row that has a brief's columns."""
    return Brief(
        language=row.language,
        sentences=_to_sentences(row.sentences),
        more=_to_sentences(row.more),
        countries=countries_from_json(row.countries),
        topics=topics_from_json(row.topics),
        not_news=row.not_news,
    )


def countries_to_json(tags: Iterable[CountryTag]) -> list[Any]:
    return [[tag.code, round(tag.weight, 3), _from_evidence(tag.evidence)] for tag in tags]


def countries_from_json(tags: Iterable[Any]) -> tuple[CountryTag, ...]:
    return tuple(CountryTag(CountryCode(code), weight, _to_evidence(why)) for code, weight, why in tags)


def topics_to_json(tags: Iterable[TopicTag]) -> list[Any]:
    return [[tag.id, round(tag.weight, 3), _from_evidence(tag.evidence)] for tag in tags]


def topics_from_json(tags: Iterable[Any]) -> tuple[TopicTag, ...]:
    return tuple(TopicTag(TopicId(id_), weight, _to_evidence(why)) for id_, weight, why in tags)


def _from_sentences(sentences: Iterable[Sentence]) -> list[Any]:
    return [[one.start, one.end, one.text] for one in sentences]


def _to_sentences(sentences: Iterable[Any]) -> tuple[Sentence, ...]:
    return tuple(Sentence(start, end, text) for start, end, text in sentences)


def _from_evidence(evidence: Iterable[Evidence]) -> list[Any]:
    return [[one.where, one.words] for one in evidence]


def _to_evidence(evidence: Iterable[Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence(where, words) for where, words in evidence)
