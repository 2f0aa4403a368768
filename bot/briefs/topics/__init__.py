"""The topics an article is about: top levels by a trained model and word lists, finer ones by the lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.briefs.topics.features import TOPS, hashed_counts, said_by_words, with_lists
from bot.briefs.topics.model import topic_model
from bot.briefs.topics.vocabulary import Hits, vocabulary
from bot.domain.article import Article
from bot.domain.brief import Evidence, TopicId, TopicTag
from bot.domain.topics import TOPICS, ancestors

__all__ = ["PUSH_FLOOR", "find_topics"]

PUSH_FLOOR = 0.5
"""A tag below this weight is the best guess of an article without a clear topic: shown, never pushed."""

SHOW_FLOOR = 0.25
"""A second top level is given from this weight on."""

READ_AHEAD = 4_000
"""Characters of a text in which listed words are looked for."""

_MOST = 8
_EVIDENCE = 3
_CATEGORY_SHARE = 0.6
_SECTION_SHARE = 0.5
"""How much of the probability the desk's own word for the article takes, where it has one; the text has the rest."""

_ENOUGH = 2.0
"""The strength from which a finer topic is given: a word of its list in the title, or two in the text."""

Found = Mapping[TopicId, Hits]
_NOTHING: Found = {}


@dataclass(frozen=True, slots=True)
class _Signs:
    """The listed words that were found, by where they stood."""

    title: Found = field(default_factory=dict)
    text: Found = field(default_factory=dict)
    category: Found = field(default_factory=dict)
    url: Found = field(default_factory=dict)


def find_topics(article: Article, language: str) -> tuple[TopicTag, ...]:
    """The topics of an article, most relevant first; the best top level is given even where it is a guess.

    The weight is the probability that the tag is right.
    """
    signs = _read(article, language)
    probability = _top_levels(article, language, signs)
    best = max(probability, key=lambda topic: probability[topic])
    weights = {topic: p for topic, p in probability.items() if topic == best or p >= SHOW_FLOOR}
    weights |= dict(_finer(signs, probability))
    ranked = sorted(weights, key=lambda topic: (topic != best, -weights[topic], topic))
    return tuple(
        TopicTag(topic, round(weights[topic], 3), _evidence(topic, signs)) for topic in ranked[:_MOST]
    )


def _read(article: Article, language: str) -> _Signs:
    listed = vocabulary(language)
    return _Signs(
        title=listed.count(article.title),
        text=listed.count(article.text[:READ_AHEAD]),
        category=_both(" . ".join(article.categories), language),
        url=_both(section(article.url), language),
    )


def _both(text: str, language: str) -> Found:
    """What a label says in the article's language, or else in English, which sites use in addresses."""
    if not text:
        return _NOTHING
    return vocabulary(language).count(text) or vocabulary("en").count(text)


def section(url: str) -> str:
    """The folders of an address as words: `/news/world-economy/12345.html` is "news . world economy"."""
    path = re.sub(r"^\w+://[^/]*|[?#].*", "", url)
    folders = [part for part in path.split("/")[:-1] if part and not part.isdigit()]
    return " . ".join(re.sub(r"[-_+.]", " ", part) for part in folders)


def _top_levels(article: Article, language: str, signs: _Signs) -> dict[TopicId, float]:
    model = topic_model()
    said = said_by_words((2.0, signs.title), (1.0, signs.text))
    scores = model.scores(hashed_counts(article.title, article.text, language), said)
    scores = with_lists(scores, said, language)
    probability = dict(zip(TOPS, map(float, model.probabilities(scores)), strict=True))
    for found, share in ((signs.url, _SECTION_SHARE), (signs.category, _CATEGORY_SHARE)):
        tops = {ancestors(topic)[-1] for topic in found}
        if tops:
            probability = {
                top: (1 - share) * chance + (share / len(tops) if top in tops else 0.0)
                for top, chance in probability.items()
            }
    return probability


def _finer(signs: _Signs, probability: Mapping[TopicId, float]) -> Iterator[tuple[TopicId, float]]:
    """The finer topics whose words were found, where the top level above them is probable too."""
    for topic in {*signs.title, *signs.text, *signs.category}:
        if TOPICS[topic].parent is None:
            continue
        strength = _strength(topic, signs)
        above = probability[ancestors(topic)[-1]]
        if strength >= _ENOUGH and above >= SHOW_FLOOR:
            yield topic, (1 - 0.6**strength) * above**0.5


def _strength(topic: TopicId, signs: _Signs) -> float:
    title, text, category = (
        found[topic].distinct if topic in found else 0 for found in (signs.title, signs.text, signs.category)
    )
    again = signs.text[topic].total - text if topic in signs.text else 0
    return 2.0 * title + 1.0 * text + 3.0 * category + 0.3 * min(again, 4)


def _evidence(topic: TopicId, signs: _Signs) -> tuple[Evidence, ...]:
    """The first words that spoke for a topic or for one below it; none where the model alone did."""
    found = [
        evidence
        for evidences in (
            [Evidence("title", word) for word in _words(topic, signs.title)],
            [Evidence("category", word) for word in _words(topic, signs.category)],
            [Evidence("text", word) for word in _words(topic, signs.text)],
            [Evidence("url", word) for word in _words(topic, signs.url)],
        )
        for evidence in evidences
    ]
    return tuple(found[:_EVIDENCE])


def _words(topic: TopicId, found: Found) -> list[str]:
    return list(
        dict.fromkeys(word for each, hit in found.items() if topic in ancestors(each) for word in hit.words)
    )
