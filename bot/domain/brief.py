"""A brief: what a reader sees of a story, in the article's own words."""

from dataclasses import dataclass
from typing import Literal, NewType

from bot.errors import VerbatimError

CountryCode = NewType("CountryCode", str)
"""ISO 3166-1 alpha-2, upper case; `XK` for Kosovo, as in CLDR."""

TopicId = NewType("TopicId", str)
"""An IPTC Media Topics id, such as `medtop:04000000`."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands: `article.text[start:end] == text`, in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that spoke for a tag, and where they stood."""

    where: Literal["title", "text", "category", "url"]
    words: str


@dataclass(frozen=True, slots=True)
class CountryTag:
    """A country that an article is about. `weight` is the probability that the tag is right."""

    code: CountryCode
    weight: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicTag:
    """A topic that an article is about. `weight` is the probability that the tag is right."""

    id: TopicId
    weight: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What was drawn from one article.

    `sentences` is what a reader sees at once, in the article's order; `more` is what unfolds below
    them, in order too. `countries` and `topics` come most relevant first. `not_news` names the
    reason (horoscope, deals, quiz, live-blog shell ...) why the article is stored but never pushed;
    it is empty for news.
    """

    language: str
    sentences: tuple[Sentence, ...]
    more: tuple[Sentence, ...] = ()
    countries: tuple[CountryTag, ...] = ()
    topics: tuple[TopicTag, ...] = ()
    not_news: str = ""


def check_verbatim(brief: Brief, text: str) -> None:
    """Refuse a brief that says anything its article does not.

    Raises VerbatimError: a brief that fails here is a defect of ours and must never be shown.
    """
    for sentence in (*brief.sentences, *brief.more):
        if not sentence.text or text[sentence.start : sentence.end] != sentence.text:
            raise VerbatimError(f"not in the article at {sentence.start}: {sentence.text[:80]!r}")
