"""How probable it is that a brief says each word of its article: a logistic regression on what is known of the word.

What makes a word worth telling differs little between outlets, less than where they put it. So this is the part of
the choice that carries over best to outlets that the trees have never seen.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from bot.briefs.summarizers.document import Document, Floats, stacked

WORD_NAMES = (
    "frequency", "frequency_share", "count", "first_inverse", "first", "first_share", "last_share", "early",
    "in_title", "name", "number", "length", "rarity", "rarity_frequency", "rare_and_said_again", "frequent_name",
    "frequent_in_title", "sentences", "has_title", "stems", "in_first_sentence", "in_lead_and_said_again",
    "sentence_length", "rank_early", "rank_frequent",
)  # fmt: skip

SENTENCE_NAMES = ("told", "odds")


@dataclass(frozen=True)
class WordWeights:
    """The regression: a weight for each of WORD_NAMES, and where it begins."""

    weights: Floats
    begin: float


@dataclass(frozen=True)
class Salience:
    """Of each stem: its share of all that a brief is expected to say, and its log-odds less their mean."""

    share: Floats
    odds: Floats


def load() -> WordWeights:
    return _stored()


@cache
def _stored() -> WordWeights:
    with np.load(BytesIO(files("bot.briefs").joinpath("data/summarizer_words.npz").read_bytes())) as stored:
        return WordWeights(stored["weights"].astype(float), float(stored["begin"]))


def salience(document: Document, learned: WordWeights) -> Salience:
    if not document.stem_count:
        return Salience(np.zeros(0), np.zeros(0))
    odds = word_features(document) @ learned.weights + learned.begin
    told = 1 / (1 + np.exp(-odds))
    return Salience(told / max(float(told.sum()), 1e-9), odds - odds.mean())


def word_features(document: Document) -> Floats:
    """One row per stem, one column per name in WORD_NAMES."""
    stems, sentences = document.stem_count, len(document)
    frequency = document.document_frequency
    many = np.log1p(frequency)
    first, last = document.first_in, document.last_in
    early = document.early
    title, name = np.zeros(stems), np.zeros(stems)
    title[document.title] = 1.0
    name[document.named] = 1.0
    within = np.bincount(document.stem_of, document.word_counts[document.sentence_of], minlength=stems)
    again, rarity = frequency >= 2, document.rarity
    one = np.ones(stems)
    columns = [
        many, frequency / sentences, np.log1p(document.whole), 1 / (1 + first), np.log1p(first),
        first / sentences, last / sentences, early, title, name,
        np.array([stem[:1].isdigit() for stem in document.stems], dtype=float),
        np.minimum(np.array(list(map(len, document.stems)), dtype=float), 12.0),
        rarity, rarity * many, rarity * again, name * many, title * many, one * np.log1p(sentences),
        one * (len(document.title) > 0), one * np.log1p(stems), first == 0, (first < 3) & again,
        np.minimum(within / np.maximum(frequency, 1), 60.0),
        _place(early), _place(frequency * rarity),
    ]  # fmt: skip
    return stacked(columns)


def _place(values: Floats) -> Floats:
    """From 0 for the largest to nearly 1 for the smallest; ties in order."""
    ranks = np.empty(len(values))
    ranks[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return ranks / max(len(values), 1)


def sentence_features(document: Document, of: Salience) -> list[Floats]:
    """One column per name in SENTENCE_NAMES."""
    distinct = np.maximum(document.sum_by_sentence(np.ones_like(document.count_of)), 1.0)
    told = document.sum_by_sentence(of.share[document.stem_of])
    odds = document.sum_by_sentence(of.odds[document.stem_of])
    return [told / np.sqrt(np.maximum(document.word_counts, 1)), odds / distinct]
