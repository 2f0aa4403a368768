"""A story: the articles about one event, and what is told of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import ArticleId, StoredArticle, StoryId
from bot.domain.brief import Brief, CountryTag, TopicTag


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

    `revision` counts what changed since the story was first told; `withdrawn_at` is set when its
    publisher or an editor took it back.
    """

    id: StoryId
    articles: tuple[BriefedArticle, ...]
    countries: tuple[CountryTag, ...]
    topics: tuple[TopicTag, ...]
    revision: int = 0
    created_at: datetime
    withdrawn_at: datetime | None = None

    def told_in(self, language: str) -> BriefedArticle:
        """The article to show a reader of this language: the first in it, else the first of all."""
        return next((one for one in self.articles if one.brief.language == language), self.articles[0])

    @property
    def sources(self) -> tuple[str, ...]:
        """The outlets that reported it, each once, in the order in which they did."""
        return tuple(dict.fromkeys(one.stored.article.source for one in self.articles))
