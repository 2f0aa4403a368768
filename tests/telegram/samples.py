"""Stories to render, made of sentences that no newspaper printed."""

from datetime import UTC, datetime, timedelta

from bot.domain.article import Article, ArticleId, StoredArticle, StoryId
from bot.domain.brief import Brief, CountryCode, CountryTag, Sentence, TopicId, TopicTag
from bot.domain.story import BriefedArticle, Story

NOW = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
ENERGY = TopicId("medtop:20000256")
BUSINESS = TopicId("medtop:04000000")
GEORGIA = CountryCode("GE")


def a_brief(
    sentences: list[str], more: list[str], separator: str = " ", language: str = "en"
) -> tuple[Brief, str]:
    """A brief and the text that it was drawn from, sentence after sentence."""
    found, text = [], ""
    for words in (*sentences, *more):
        text += separator if text else ""
        found.append(Sentence(len(text), len(text) + len(words), words))
        text += words
    brief = Brief(
        language=language, sentences=tuple(found[: len(sentences)]), more=tuple(found[len(sentences) :])
    )
    return brief, text


def a_report(
    number: int = 1,
    *,
    title: str = "Enguri dam reopens after repairs",
    sentences: list[str] | None = None,
    more: list[str] | None = None,
    source: str = "Rioni Post",
    url: str = "https://rioni.example/enguri",
    language: str = "en",
    separator: str = " ",
    published_at: datetime | None = NOW - timedelta(minutes=12),
    first_seen_at: datetime = NOW - timedelta(minutes=5),
) -> BriefedArticle:
    brief, text = a_brief(
        ["The Enguri dam works again.", "Two turbines were replaced."] if sentences is None else sentences,
        ["The repairs took nine months.", "A third turbine follows in May."] if more is None else more,
        separator,
        language,
    )
    article = Article(
        title=title, text=text, url=url, source=source, language=language, published_at=published_at
    )
    stored = StoredArticle(
        id=ArticleId(number), article=article, feed_id=None, story_id=StoryId(1), first_seen_at=first_seen_at
    )
    return BriefedArticle(stored=stored, brief=brief)


def a_story(
    *reports: BriefedArticle,
    number: int = 1,
    withdrawn_at: datetime | None = None,
    corrected_at: datetime | None = None,
) -> Story:
    return Story(
        id=StoryId(number),
        articles=reports or (a_report(),),
        countries=(CountryTag(GEORGIA, 0.9), CountryTag(CountryCode("TR"), 0.05)),
        topics=(TopicTag(BUSINESS, 0.9), TopicTag(ENERGY, 0.8)),
        created_at=NOW,
        withdrawn_at=withdrawn_at,
        corrected_at=corrected_at,
    )
