"""An article as numbers for the linear model: hashed words and letter groups, and what the word lists say."""

import math
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.briefs.topics.vocabulary import Hits
from bot.briefs.words import stem, words
from bot.domain.brief import TopicId
from bot.domain.topics import TOP_LEVELS, ancestors

TOPS = tuple(topic.id for topic in TOP_LEVELS)
BUCKETS = 1 << 18
READ_AHEAD = 2_500
"""Characters of a text that are read: news says early what it is about."""

_SAID, _SHARE = 1.5, 3.0
"""What the two numbers of a topic's words weigh where the lists judge for themselves."""

_FEW_SOURCES = frozenset({"az", "tr"})
_BOTH = 1.6
"""Languages of which the model knows one or two sources only; and what keeps the sum of both opinions calibrated."""

_TOP = {topic: place for place, topic in enumerate(TOPS)}
_LETTER_GROUPS = (4, 5)


def hashed_counts(title: str, text: str, language: str) -> Counter[int]:
    """How often each bucket is met: stems (the headline's twice), pairs and, but for English, groups of letters."""
    headline = words(title)
    found = [*headline, "|", *words(text[:READ_AHEAD])]
    roots = [stem(word, language) for word in found]
    names = [f"{language} {root}" for root in roots]
    names += [f"{language}! {root}" for root in roots[: len(headline)]]
    names += [f"{language} {left} {right}" for left, right in pairwise(roots)]
    if language != "en":
        for word in found:
            framed = f"_{word}_"
            names += [
                f"{language}#{framed[at : at + size]}"
                for size in _LETTER_GROUPS
                for at in range(len(framed) - size + 1)
            ]
    return Counter(crc32(name.encode()) % BUCKETS for name in names)


def said_by_words(*parts: tuple[float, Mapping[TopicId, Hits]]) -> NDArray[np.float64]:
    """For each top level: how much the listed words say for it, and their share; `parts` come with weights."""
    said = np.zeros(len(TOPS))
    for weight, hits in parts:
        for topic, hit in hits.items():
            said[_TOP[ancestors(topic)[-1]]] += weight * sum(1 + math.log(n) for n in hit.words.values())
    total = said.sum()
    return np.stack([np.log1p(said), said / total if total else said])


def strength(said: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much the lists speak for each top level; `said` are their two numbers, along the first axis."""
    judged: NDArray[np.float64] = _SAID * said[0] + _SHARE * said[1]
    return judged


def with_lists(scores: NDArray[np.float64], said: NDArray[np.float64], language: str) -> NDArray[np.float64]:
    """The scores of the model, and of the lists beside them where it knows too few sources of the language."""
    return (scores + strength(said)) / _BOTH if language in _FEW_SOURCES else scores
