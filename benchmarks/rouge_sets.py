"""ROUGE-1 and ROUGE-2 of many sets of an article's sentences at once, counted as rouge-score counts."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from nltk.stem.porter import PorterStemmer
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pairs = list[tuple[Floats, Floats, Floats]]
"""Per size of n-gram: their counts per sentence, in the reference, and how many each sentence has."""


@cache
def _stemmed(word: str) -> str:
    return str(_porter().stem(word)) if len(word) > 3 else word


@cache
def _porter() -> Any:
    return PorterStemmer()


def tokenize(text: str, spoken: str | None) -> list[str]:
    """As rouge-score does with stemming for English; lower-cased words in any other language."""
    if spoken in {"en", None}:
        return [_stemmed(word) for word in re.sub(r"[^a-z0-9]+", " ", text.lower()).split()]
    return [word.lower() for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]


def against(reference: Sequence[str], tokens: Sequence[Sequence[str]]) -> Pairs:
    """For n = 1, 2: the count of each reference n-gram per sentence, in the reference, and each sentence's n-grams."""
    found = []
    for size in (1, 2):
        wanted = Counter(zip(*(reference[at:] for at in range(size)), strict=False))
        column = {gram: number for number, gram in enumerate(wanted)}
        counts = np.zeros((len(tokens), max(len(wanted), 1)))
        for row, own in enumerate(tokens):
            for gram, times in Counter(zip(*(own[at:] for at in range(size)), strict=False)).items():
                if gram in column:
                    counts[row, column[gram]] = times
        lengths = np.array([max(len(own) - size + 1, 0) for own in tokens], dtype=float)
        found.append((counts, np.array(list(wanted.values()) or [0], dtype=float), lengths))
    return found


def rouge(references: Sequence[Pairs], rows: Ints) -> Floats:
    """ROUGE-1 and ROUGE-2 F1 (two rows) of each set of sentences, the best over the references."""
    best = np.zeros((2, len(rows)))
    for reference in references:
        for measure, (counts, wanted, lengths) in enumerate(reference):
            padded = np.vstack([counts, np.zeros((1, counts.shape[1]))])
            said = padded[rows[:, 0]] + padded[rows[:, 1]] + padded[rows[:, 2]]
            shared = np.minimum(said, wanted).sum(1)
            total = np.append(lengths, 0)[rows].sum(1) + wanted.sum()
            best[measure] = np.maximum(best[measure], 2 * shared / np.maximum(total, 1))
    return best


def one_by_one(count: int) -> Ints:
    """The sets of one sentence."""
    return np.array([[number, -1, -1] for number in range(count)], dtype=np.int64)


def greedy_oracle(references: Sequence[Pairs], count: int) -> Floats:
    """1 for the sentences that a greedy choice by ROUGE-1 + ROUGE-2 takes, up to three."""
    taken: list[int] = []
    reached = 0.0
    while len(taken) < min(3, count):
        rest = [number for number in range(count) if number not in taken]
        rows = np.array([[*taken, number, *[-1] * (2 - len(taken))] for number in rest])
        gains = rouge(references, rows).sum(0)
        if gains.max() <= reached:
            break
        reached = float(gains.max())
        taken.append(rest[int(gains.argmax())])
    return np.isin(np.arange(count), taken).astype(float)
