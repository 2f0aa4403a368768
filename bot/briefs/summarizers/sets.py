"""Choosing sentences together: what is known of each small set of candidates.

A brief is more than its best sentences: they must not repeat each other and must fit a phone. So the best few
candidates are combined, up to three at a time, and a second learned scorer judges each set as a whole.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bot.briefs.summarizers.document import Document, Floats, Ints, stacked
from bot.briefs.summarizers.features import NAMES, Described

CANDIDATES = 8
MAX_SIZE = 3
NONE = -1
LIKEST = 8
"""The column of `set_features` that tells how like each other the two likest sentences of a set are."""

BRIEF = 50
"""About how many words a brief has: what a set tells is weighed against them and its own."""

_COLUMN = {name: number for number, name in enumerate(NAMES)}


def candidates(scores: Floats, fit: NDArray[np.bool_]) -> Ints:
    """The best-scored sentences and the first two, in the article's order."""
    ranked = np.argsort(np.where(fit, -scores, np.inf), kind="stable")[: int(fit.sum())]
    first = np.flatnonzero(fit)[:2]
    chosen = list(dict.fromkeys([*first.tolist(), *ranked[:CANDIDATES].tolist()]))[:CANDIDATES]
    return np.array(sorted(chosen), dtype=np.int64)


@cache
def subsets(count: int, most: int) -> Ints:
    """Every set of one to `most` of `count` things, a row each, filled up with NONE."""
    rows = [
        [*chosen, *[NONE] * (MAX_SIZE - size)]
        for size in range(1, most + 1)
        for chosen in combinations(range(count), size)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, MAX_SIZE)


_SUMMED = (
    "words", "dangling", "quotes", "in_quotes", "opens_paragraph", "rare_central", "rare_central_early", "rarity",
)  # fmt: skip
_SUMMED_COLUMNS = np.array([_COLUMN[name] for name in _SUMMED])


@dataclass(frozen=True)
class _Cover:
    """Which sentences and which stems each set has, a row per set.

    `stems` numbers the stems of the candidates, in the order of the columns of `counts` and `times`: how often each
    candidate has a stem, and in how many of a set's sentences it stands. `member` has a column per candidate.
    """

    stems: Ints
    counts: Floats
    member: Floats
    times: Floats
    words: Floats


def set_features(described: Described, scores: Floats, chosen: Ints, rows: Ints) -> Floats:
    """One row of facts per set in `rows`, whose numbers point into `chosen`."""
    table = described.table
    member = (rows[:, :, None] == np.arange(len(chosen))).any(1).astype(float)
    size = member.sum(1)
    own, score = scores[chosen], member @ scores[chosen]
    words, dangling, quotes, in_quotes, opening, *rare = (member @ table[np.ix_(chosen, _SUMMED_COLUMNS)]).T
    stems, counts = _counts(described.document, chosen)
    cover = _Cover(stems, counts, member, member @ (counts > 0), words)
    first = chosen[rows[:, 0]]
    last = chosen[rows.max(1)]
    second = np.where(size > 1, chosen[rows[:, 1]], NONE)
    total = max(float(table[:, _COLUMN["words"]].sum()), 1.0)
    ordered = np.sort(scores)[::-1]
    ranks = _ranks(scores)[chosen]
    constants = [
        min(total, 2000.0), min(len(table), 80.0), ordered[min(2, len(scores) - 1)],
        table[0, _COLUMN["words"]], total / len(table), table[0, _COLUMN["paragraph_sentences"]],
        table[0, _COLUMN["first_paragraph_sentences"]],
    ]  # fmt: skip
    columns = [
        size, words, score, score / size, np.append(own, 99.0)[rows].min(1), np.append(own, -99.0)[rows].max(1),
        first, last, *_coverage(described.document, cover, rows),
        words / total, dangling, first + 1 == second, table[first, _COLUMN["words"]], member @ ranks, words / size,
        member @ (own * table[chosen, _COLUMN["words"]]) / np.maximum(words, 1), quotes / size, in_quotes / size,
        opening, *(np.full(len(rows), one) for one in constants), *_of_weight(described, cover),
        *_of_pairs(described.document, chosen, cover), *(one / size for one in rare),
    ]  # fmt: skip
    return stacked(columns)


def _ranks(scores: Floats) -> Floats:
    """0 for the best score, counting up; ties in order."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return ranks


def _counts(document: Document, chosen: Ints) -> tuple[Ints, Floats]:
    """The stems of the candidates, and how often each candidate has each."""
    place = _places(document, chosen)[document.sentence_of]
    found = place != NONE
    stems, columns = np.unique(document.stem_of[found], return_inverse=True)
    counts = np.zeros((len(chosen), len(stems)))
    counts[place[found], columns] = document.count_of[found]
    return stems, counts


def _places(document: Document, chosen: Ints) -> Ints:
    """For each sentence which of the candidates it is, or NONE."""
    place = np.full(len(document), NONE)
    place[chosen] = np.arange(len(chosen))
    return place


def _coverage(document: Document, cover: _Cover, rows: Ints) -> list[Floats]:
    """How like the document a set is, and how much of itself it says twice."""
    counts, member = cover.counts, cover.member
    products = np.zeros((len(counts) + 1, len(counts) + 1))
    products[:-1, :-1] = counts @ counts.T
    norms = np.sqrt(np.maximum(products.diagonal(), 1e-9))
    cosines = products / np.outer(norms, norms)
    pairs = [cosines[rows[:, one], rows[:, other]] for one, other in ((0, 1), (0, 2), (1, 2))]
    length = np.sqrt(((member @ products[:-1, :-1]) * member).sum(1)) + 1e-9
    both = stacked([document.whole, document.early])
    like = member @ (counts @ both[cover.stems]) / length[:, None] / (np.sqrt((both**2).sum(0)) + 1e-9)
    return [np.max(pairs, axis=0), np.sum(pairs, axis=0), *like.T]


def _of_weight(described: Described, cover: _Cover) -> list[Floats]:
    """How much a set says of what the article, its headline and the expected brief are about."""
    document = described.document
    words = np.maximum(cover.words, 1)
    title = np.zeros(document.stem_count)
    title[document.title] = 1.0
    worth = np.column_stack([document.document_frequency, title, document.weight, described.salience.share])
    worth = worth / np.maximum(worth.sum(0), 1e-6)
    said = (cover.times > 0).astype(float)
    frequent, titled, covered, told = (said @ worth[cover.stems]).T
    again = (cover.times - said) @ worth[cover.stems, -1]
    distinct = said.sum(1)
    return [
        frequent, distinct, distinct / words, titled, covered, covered / np.sqrt(words),
        told / np.sqrt(words), again, told / (words + BRIEF),
    ]  # fmt: skip


def _of_pairs(document: Document, chosen: Ints, cover: _Cover) -> list[Floats]:
    """How much a set says of the pairs of words that the article says again."""
    place = _places(document, chosen)[document.pair_sentence_of]
    found = place != NONE
    pairs = np.zeros((len(chosen), len(document.pair_frequency)))
    pairs[place[found], document.pair_of[found]] = 1.0
    told = (cover.member @ pairs > 0).astype(float)
    again = np.maximum(document.pair_frequency - 1, 0)
    many = told.sum(1)
    return [told @ again / max(float(again.sum()), 1.0), many, many / np.maximum(cover.words, 1)]
