"""A story: the articles about one event, and what is told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from bot.domain.article import ArticleId, StoredArticle, StoryId
from bot.domain.brief import Brief, CountryTag, TopicTag

Tag = TypeVar("Tag", CountryTag, TopicTag)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefedArticle:
    """An article of a story with the brief that was drawn from it."""

    stored: StoredArticle
    brief: Brief

    @property
    def id(self) -> ArticleId:
        return self.stored.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles about one event, in the order in which we saw them.

    `revision` counts what changed since the story was first told; `corrected_at` is set when what was told
    had to be put right, `withdrawn_at` when its publisher or an editor took it back.
    """

    id: StoryId
    articles: tuple[BriefedArticle, ...]
    countries: tuple[CountryTag, ...]
    topics: tuple[TopicTag, ...]
    revision: int = 0
    created_at: datetime
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def told_in(self, language: str) -> BriefedArticle:
        """The article to show a reader of this language: the first in it, else the first of all."""
        return next((one for one in self.articles if one.brief.language == language), self.articles[0])

    @property
    def sources(self) -> tuple[str, ...]:
        """The outlets that reported it, each once, in the order in which they did."""
        return tuple(dict.fromkeys(one.stored.article.source for one in self.articles))


_LEAST_SHARE = 0.25
"""A tag needs this share of the strongest tag's weight to be the story's too."""


def tags_of_story(briefs: Sequence[Brief]) -> tuple[tuple[CountryTag, ...], tuple[TopicTag, ...]]:
    """What a story is about: each tag of its articles, with the mean of its weights over all of them.

    A tag that only one of several articles bears thereby sinks, and is left out when it sinks too low.
    """
    countries = _mean((tag.code, tag.weight, tag) for brief in briefs for tag in brief.countries)
    topics = _mean((tag.id, tag.weight, tag) for brief in briefs for tag in brief.topics)
    return (
        tuple(replace(tag, weight=total / len(briefs)) for total, tag in countries),
        tuple(replace(tag, weight=total / len(briefs)) for total, tag in topics),
    )


def _mean(weighed: Iterable[tuple[str, float, Tag]]) -> list[tuple[float, Tag]]:
    """Each tag once with the sum of its weights, the heaviest first."""
    totals: dict[str, float] = {}
    tags: dict[str, Tag] = {}
    for name, weight, tag in weighed:
        totals[name] = totals.get(name, 0) + weight
        tags.setdefault(name, tag)
    floor = _LEAST_SHARE * max(totals.values(), default=0)
    ranked = sorted(totals, key=lambda name: -totals[name])
    return [(totals[name], tags[name]) for name in ranked if totals[name] >= floor]
