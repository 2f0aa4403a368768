"""Choosing sentences together: what is known of each small set of candidates.

A brief is more than its best sentences: they must not repeat each other and must fit a phone. So the best few
candidates are combined, up to three at a time, and a second learned scorer judges each set as a whole.
"""

from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bot.briefs.summarizers.document import Document, Floats, Ints
from bot.briefs.summarizers.features import NAMES

CANDIDATES = 8
MAX_SIZE = 3
NONE = -1

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


def set_features(document: Document, table: Floats, scores: Floats, chosen: Ints, rows: Ints) -> Floats:
    """One row of facts per set in `rows`, whose numbers point into `chosen`."""
    counts = _counts(document, chosen)
    size = (rows != NONE).sum(1)
    score = _gather(scores[chosen], rows)
    length = _gather(table[chosen, _COLUMN["words"]], rows)
    words = length.sum(1)
    first = chosen[rows[:, 0]]
    last = chosen[rows[np.arange(len(rows)), size - 1]]
    total = max(float(table[:, _COLUMN["words"]].sum()), 1.0)
    ranks = np.argsort(np.argsort(-scores, kind="stable"), kind="stable")[chosen].astype(float)
    constants = [
        min(total, 2000.0), min(len(document), 80.0), np.sort(scores)[::-1][min(2, len(scores) - 1)],
        table[0, _COLUMN["words"]], total / len(document), table[0, _COLUMN["paragraph_sentences"]],
        table[0, _COLUMN["first_paragraph_sentences"]],
    ]  # fmt: skip
    second = np.where(size > 1, chosen[rows[:, 1]], NONE)
    columns = [
        size, words, score.sum(1), score.sum(1) / size, _gather(scores[chosen], rows, 99.0).min(1),
        _gather(scores[chosen], rows, -99.0).max(1), first, last, *_coverage(document, counts, rows, words),
        words / total, _gather(table[chosen, _COLUMN["dangling"]], rows).sum(1), first + 1 == second,
        table[first, _COLUMN["words"]], _gather(ranks, rows).sum(1), words / size,
        (score * length).sum(1) / np.maximum(words, 1), _gather(table[chosen, _COLUMN["quotes"]], rows).sum(1) / size,
        _gather(table[chosen, _COLUMN["in_quotes"]], rows).sum(1) / size,
        _gather(table[chosen, _COLUMN["opens_paragraph"]], rows).sum(1),
    ]  # fmt: skip
    return np.column_stack([*columns, *(np.full(len(rows), one) for one in constants)]).astype(float)


def _counts(document: Document, chosen: Ints) -> Floats:
    """The candidates' stem counts, a row each."""
    place = np.full(len(document), NONE)
    place[chosen] = np.arange(len(chosen))
    own = place[document.sentence_of]
    counts = np.zeros((len(chosen), max(document.stem_count, 1)))
    counts[own[own != NONE], document.stem_of[own != NONE]] = document.count_of[own != NONE]
    return counts


def _coverage(document: Document, counts: Floats, rows: Ints, words: Floats) -> list[Floats]:
    """How much of the document and of the headline a set says, and how much of itself it says twice."""
    everywhere = np.ones(len(document))
    whole = document.vector(everywhere)
    early = document.vector(1 / (1 + np.arange(len(document))))
    products = np.zeros((len(counts) + 1, len(counts) + 1))
    products[:-1, :-1] = counts @ counts.T
    norms = np.sqrt(np.maximum(products.diagonal(), 1e-9))
    cosines = products / np.outer(norms, norms)
    pairs = [cosines[rows[:, one], rows[:, other]] for one, other in ((0, 1), (0, 2), (1, 2))]
    length = (
        np.sqrt(sum(products[rows[:, one], rows[:, other]] for one in range(3) for other in range(3))) + 1e-9
    )
    padded = np.vstack([counts > 0, np.zeros((1, counts.shape[1]), dtype=bool)])
    said = padded[rows[:, 0]] | padded[rows[:, 1]] | padded[rows[:, 2]]
    frequency = np.zeros(counts.shape[1])
    frequency[: document.stem_count] = document.document_frequency
    title = np.zeros(counts.shape[1])
    title[document.title] = 1.0
    distinct = said.sum(1)
    return [
        np.max(pairs, axis=0), np.sum(pairs, axis=0),
        _gather(_product(counts, whole), rows).sum(1) / length / _length(whole),
        _gather(_product(counts, early), rows).sum(1) / length / _length(early),
        said @ frequency / max(float(frequency.sum()), 1.0), distinct, distinct / np.maximum(words, 1),
        said @ title / max(float(title.sum()), 1.0),
    ]  # fmt: skip


def _product(counts: Floats, vector: Floats) -> Floats:
    return counts[:, : len(vector)] @ vector


def _length(vector: Floats) -> float:
    return float(np.sqrt(vector @ vector)) + 1e-9


def _gather(values: Floats, rows: Ints, fill: float = 0.0) -> Floats:
    """The values of each row's members; `fill` where a row has none."""
    padded: Floats = np.append(values, fill)[rows]
    return padded
