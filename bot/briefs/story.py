"""The brief of a story that several outlets tell.

The sentences come from one article, so that they are one line of thought; which of its sentences are shown depends
on what the other outlets say too. What only another outlet adds stands apart, under that outlet's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.briefs import language
from bot.briefs.openers import opens_dangling
from bot.briefs.passages import Passage, passages
from bot.briefs.sentences import splits_quote
from bot.briefs.summarizers.newsbot import rank
from bot.briefs.words import is_stop_word, stem, words
from bot.domain.article import Article
from bot.domain.brief import Brief, Sentence, check_verbatim

SAYS_THE_SAME = 0.5
"""The share of the shorter sentence's stems that two sentences have in common when they say the same."""

FEWEST_STEMS = 4
"""A sentence of fewer stems is too short to agree with anything."""

SAME_TEXT = 0.6
"""The share of its sentences that an article has word for word from another when both are one agency's copy."""

MOST_ALSO = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, the number of the article it stands in, that article's outlet, and how many others say the same."""

    article: int
    source: str
    sentence: Sentence
    agreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBrief:
    """`told` is from one article, in its order; `also` is what others add, one sentence an outlet.

    `sources` counts the outlets that report the story, copies of one agency's text once.
    """

    language: str
    sources: int
    told: tuple[Told, ...]
    also: tuple[Told, ...] = ()


@dataclass(frozen=True)
class _Reading:
    """An article as it is compared: its passages and the stems of each."""

    number: int
    article: Article
    language: str
    passages: list[Passage]
    stems: list[frozenset[str]]


def make_story_brief(articles: Sequence[Article], *, main: int = 0, sentence_count: int = 3) -> StoryBrief:
    """The brief of the story that the articles tell, in the words of the one whose number is `main`."""
    readings = [_read(number, article) for number, article in enumerate(articles)]
    voices = _independent(readings, main)
    shown = readings[main]
    others = [one for one in voices if one.number != main and one.language == shown.language]
    agreed = [_agreeing(stems, others) for stems in shown.stems]
    ranking = rank(shown.article.title, shown.passages, shown.language, count=sentence_count, agreed=agreed)
    told = tuple(_told(shown, at, agreed[at]) for at in ranking.chosen)
    brief = StoryBrief(
        language=shown.language,
        sources=len({one.article.source or str(one.number) for one in voices}),
        told=told,
        also=_also(shown, [shown.stems[at] for at in ranking.chosen], others),
    )
    _check(brief, articles)
    return brief


def _read(number: int, article: Article) -> _Reading:
    spoken = language.identify(f"{article.title}\n{article.text[:2000]}", hint=article.language)
    found = passages(article.title, article.text, spoken)
    return _Reading(number, article, spoken, found, [_content(one.sentence.text, spoken) for one in found])


def _content(text: str, spoken: str) -> frozenset[str]:
    return frozenset(stem(word, spoken) for word in words(text) if not is_stop_word(word, spoken))


def _independent(readings: Sequence[_Reading], main: int) -> list[_Reading]:
    """The readings without copies: of articles that share their sentences word for word the first one speaks."""
    kept = [readings[main]]
    for one in readings:
        if one.number != main and not any(_is_copy(one, other) for other in kept):
            kept.append(one)
    return kept


def _is_copy(one: _Reading, other: _Reading) -> bool:
    own = {passage.sentence.text for passage in one.passages}
    theirs = {passage.sentence.text for passage in other.passages}
    return bool(own) and len(own & theirs) >= SAME_TEXT * min(len(own), len(theirs) or 1)


def _agreeing(stems: frozenset[str], others: Sequence[_Reading]) -> int:
    """How many of the other outlets say what a sentence says."""
    return len(
        {
            other.article.source or str(other.number)
            for other in others
            if any(_says_the_same(stems, theirs) for theirs in other.stems)
        }
    )


def _says_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= FEWEST_STEMS and len(one & other) >= SAYS_THE_SAME * shorter


def _also(shown: _Reading, said: list[frozenset[str]], others: Sequence[_Reading]) -> tuple[Told, ...]:
    """The best sentence of each other outlet that says something new, if it can stand alone."""
    if not said:
        return ()
    found: list[Told] = []
    for other in others:
        if (
            not other.article.source
            or other.article.source == shown.article.source
            or len(found) == MOST_ALSO
        ):
            continue
        for at in rank(other.article.title, other.passages, other.language, count=3).ranked[:5]:
            text = other.passages[at].sentence.text
            new = len(other.stems[at]) >= FEWEST_STEMS and not any(
                _says_the_same(other.stems[at], known) for known in [*said, *shown.stems]
            )
            if new and not opens_dangling(text, other.language) and not splits_quote(text):
                rest = [one for one in others if one.number != other.number]
                found.append(_told(other, at, _agreeing(other.stems[at], rest)))
                said.append(other.stems[at])
                break
    return tuple(found)


def _told(reading: _Reading, at: int, agreed: int) -> Told:
    return Told(reading.number, reading.article.source, reading.passages[at].sentence, agreed)


def _check(brief: StoryBrief, articles: Sequence[Article]) -> None:
    for one in (*brief.told, *brief.also):
        check_verbatim(Brief(language=brief.language, sentences=(one.sentence,)), articles[one.article].text)
