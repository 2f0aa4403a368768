"""Our summarizer: a learned scorer of sentences, then a learned judge of sets of them, then rules of readability."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.briefs.openers import opens_with_pronoun
from bot.briefs.passages import Passage
from bot.briefs.sentences import splits_quote
from bot.briefs.summarizers import forest, salience, sets
from bot.briefs.summarizers.document import Document, Floats, read
from bot.briefs.summarizers.features import NAMES, Described, describe

LEAD_PRIOR = 0.5
"""Added to the standardised score of a sentence, divided by its place: on news the lead is the best guess."""

AGREEMENT = 0.7
"""Added to a sentence's score for the first other source that says the same; less for each further one."""

_PENALTY = {"pronoun_first": 3.0, "dangling_first": 0.5, "dangling": 0.15, "split_quote": 0.8, "length": 0.5,
            "not_lead": 0.05, "not_first": 0.3, "short": 0.3, "said_twice": 1.0}  # fmt: skip
"""What a fault takes from a set's judgement, in standard deviations of the judgements of one article's sets.

Not to be the beginning of the article is a small one: where the judge hardly sees a difference, editors of outlets
that it never saw were nearer to the beginning. Not to open on its first sentence is a larger one: who reads only the
brief is to be told first what happened. `said_twice` counts how far the cosine of two sentences is above _TWINS.
"""

_TWINS = 0.45

_DANGLING, _SPLITS_QUOTE = NAMES.index("dangling"), NAMES.index("unbalanced")

_PHONE = (50, 72)
"""A phone's screen in words. How long the best brief of an unknown outlet is cannot be learned; this is its prior."""

_TELLING_WORDS = 5
"""A sentence of fewer words ("It was wrong.") tells nothing by itself."""


@dataclass(frozen=True)
class Ranking:
    """The chosen sentences, in the article's order, and every fit sentence from the best to the worst."""

    chosen: tuple[int, ...]
    ranked: tuple[int, ...]


def rank(
    title: str, passages: Sequence[Passage], language: str, *, count: int, agreed: Sequence[int] = ()
) -> Ranking:
    """Which passages tell the news in at most `count` sentences; fewer are chosen when fewer say it better.

    `agreed` tells of each passage how many other sources say the same; it speaks for the passage.
    """
    if not passages:
        return Ranking((), ())
    document = read(
        title, [one.sentence.text for one in passages], language, [one.paragraph for one in passages]
    )
    fit = np.array([one.fit for one in passages])
    fit = fit if fit.any() else np.ones(len(passages), dtype=bool)
    described = describe(document, salience.load())
    scores = sentence_scores(described.table)
    if len(agreed):
        scores = scores + AGREEMENT * np.log1p(np.array(agreed, dtype=float))
    ranked = [int(one) for one in np.argsort(-scores, kind="stable") if fit[one]]
    chosen = best_set(described, scores, fit, min(count, sets.MAX_SIZE))
    if count > sets.MAX_SIZE:
        chosen = _extended(document, chosen, ranked, count)
    return Ranking(tuple(sorted(chosen)), tuple(ranked))


def sentence_scores(table: Floats) -> Floats:
    """The standardised scores of an article's sentences, the lead prior added."""
    return with_prior(_sentence_forest().predict(table))


def with_prior(raw: Floats) -> Floats:
    standard: Floats = (raw - raw.mean()) / (raw.std() + 1e-6)
    return standard + LEAD_PRIOR / (1 + np.arange(len(raw)))


def best_set(described: Described, scores: Floats, fit: NDArray[np.bool_], most: int) -> list[int]:
    """The set of at most `most` sentences that is judged best."""
    among = sets.candidates(scores, fit)
    rows = sets.subsets(len(among), most)
    facts = sets.set_features(described, scores, among, rows)
    judged = _set_forest().predict(facts) - faults(described, among, rows, facts, most)
    return [int(among[member]) for member in rows[int(np.argmax(judged))] if member != sets.NONE]


def faults(
    described: Described, among: NDArray[np.int64], rows: NDArray[np.int64], facts: Floats, most: int
) -> Floats:
    """What stands against showing each set to a reader; `facts` are the sets' features."""
    document, table = described.document, described.table
    pronoun = np.array([opens_with_pronoun(document.texts[one], document.language) for one in among])
    dangling = np.append(table[among, _DANGLING] > 0, False)
    quote = np.append(table[among, _SPLITS_QUOTE], 0.0)
    numbers = np.append(among, -9)
    lengths = np.append(document.word_counts[among], _TELLING_WORDS)
    loose = np.zeros(len(rows))
    for place in range(1, sets.MAX_SIZE):
        led_up_to = numbers[rows[:, place]] == numbers[rows[:, place - 1]] + 1
        loose += dangling[rows[:, place]] & ~led_up_to
    found: Floats = (
        _PENALTY["pronoun_first"] * pronoun[rows[:, 0]]
        + _PENALTY["dangling_first"] * dangling[rows[:, 0]]
        + _PENALTY["dangling"] * loose
        + _PENALTY["split_quote"] * quote[rows].sum(1)
        + _PENALTY["not_lead"] * ~_is_lead(among, rows)
        + _PENALTY["not_first"] * (among[rows[:, 0]] > 0)
        + _PENALTY["short"] * (lengths[rows] < _TELLING_WORDS).sum(1)
        + _PENALTY["said_twice"] * np.maximum(facts[:, sets.LIKEST] - _TWINS, 0)
    )
    if most == sets.MAX_SIZE:  # who asks for less than a screen gets the best of that size
        found = found + _PENALTY["length"] * _off_the_screen(
            np.append(document.word_counts[among], 0)[rows].sum(1)
        )
    return found


def _is_lead(among: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which sets are the first sentences of the article, with none left out."""
    numbers = np.append(among, sets.NONE)[rows]
    lead: NDArray[np.bool_] = ((numbers == np.arange(sets.MAX_SIZE)) | (numbers == sets.NONE)).all(1)
    return lead


def _off_the_screen(words: NDArray[np.int64]) -> Floats:
    """By what factor, as a logarithm, a brief is shorter or longer than a phone's screen."""
    length = np.maximum(words, 5)
    off: Floats = np.maximum(0.0, np.maximum(np.log(_PHONE[0] / length), np.log(length / _PHONE[1])))
    return off


def _extended(document: Document, chosen: list[int], ranked: Sequence[int], count: int) -> list[int]:
    """The best set and further sentences, each the next best that is not said already."""
    stems = _stems(document)
    picked = list(chosen)
    for one in ranked:
        if len(picked) >= count:
            break
        if one not in picked and all(_overlap(stems[one], stems[other]) < 0.6 for other in picked):
            picked.append(one)
    return picked


def further(
    document_texts: Sequence[str], ranking: Ranking, language: str, *, characters: int
) -> tuple[int, ...]:
    """Further sentences worth reading, in order: the next best while they fit into so many characters."""
    if not characters or not ranking.chosen:
        return ()
    document = read("", [document_texts[one] for one in (*ranking.chosen, *ranking.ranked[:40])], language)
    stems = _stems(document)
    said = list(range(len(ranking.chosen)))
    picked: list[int] = []
    room = characters
    for place, one in enumerate(ranking.ranked[:40], start=len(ranking.chosen)):
        text = document_texts[one]
        new = one not in ranking.chosen and all(_overlap(stems[place], stems[other]) < 0.6 for other in said)
        tells = document.word_counts[place] >= _TELLING_WORDS and not splits_quote(text)
        if new and tells and len(text) <= room:
            room -= len(text)
            picked.append(one)
            said.append(place)
    return tuple(sorted(picked))


def _stems(document: Document) -> list[frozenset[int]]:
    found: list[set[int]] = [set() for _ in document.texts]
    for sentence, stem in zip(document.sentence_of.tolist(), document.stem_of.tolist(), strict=True):
        found[sentence].add(stem)
    return [frozenset(one) for one in found]


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / max(min(len(one), len(other)), 1)


@cache
def _sentence_forest() -> forest.Forest:
    return forest.load("summarizer_sentences.npz")


@cache
def _set_forest() -> forest.Forest:
    return forest.load("summarizer_sets.npz")
