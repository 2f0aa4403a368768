"""The telling terms of an article, by which earlier ones that may be of its story are looked up.

Looking up is the same wherever the articles are kept: for each term the latest few articles that have it, and of all
those the ones that share the most. A term that everybody has finds only the latest, which costs little; rare
ones find all there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from zlib import crc32

import numpy as np

from bot.briefs.grouping.signature import Signature
from bot.briefs.grouping.terms import rarity

MAX_WORDS = 16
MAX_NAMES = 4
_PAIRED_NAMES = 3
_PAIRED_IDEAS = 2

POSTINGS = 60
"""The latest articles that are looked at for one term."""

MAX_CANDIDATES = 60
"""The articles that are compared with a new one in full."""

_MAX_BY_MEANING = 15
"""Of them, those that are found by names and ideas alone: in other languages no word is shared."""

_NAME, _NAMES, _NAME_AND_IDEA = 1 << 32, 2 << 32, 3 << 32
_TERM = (1 << 32) - 1
_PAIR_WEIGHT = 10.0


def probe_terms(signature: Signature) -> tuple[int, ...]:
    """The terms an article is stored and looked up under; they fit a signed 64-bit column.

    They are its rarest words, its rarest names, two of those names together, and a name with an idea: the last
    two find what other languages tell, even of somebody who is in the news all day.
    """
    words = np.frombuffer(signature.terms, dtype="<u4")
    marks = np.frombuffer(signature.marks, dtype="<u2")
    telling = rarity(words) * (1 + 2 * np.minimum(marks & 3, 1) + np.log1p(marks >> 2 & 31))
    best = words[np.argsort(-telling, kind="stable")[:MAX_WORDS]].tolist()
    names = _rarest(signature.names)[:MAX_NAMES]
    paired = sorted(names[:_PAIRED_NAMES])
    ideas = _rarest(signature.concepts)[:_PAIRED_IDEAS]
    every = (
        *best,
        *(name | _NAME for name in names),
        *(_both(one, other) | _NAMES for one, other in combinations(paired, 2)),
        *(_both(name, idea) | _NAME_AND_IDEA for name in paired for idea in ideas),
    )
    return tuple(dict.fromkeys(every))


def _rarest(packed: bytes) -> list[int]:
    terms = np.frombuffer(packed, dtype="<u4")
    rarest: list[int] = terms[np.argsort(-rarity(terms), kind="stable")].tolist()
    return rarest


def _both(one: int, other: int) -> int:
    return crc32(f"{one} {other}".encode())


def best_candidates(found: Mapping[int, Iterable[int]]) -> list[int]:
    """Of the articles found under each term, those that share the most with the new one; the later first of equals."""
    by_all: dict[int, float] = defaultdict(float)
    by_meaning: dict[int, float] = defaultdict(float)
    for probe, weight in zip(found, _weights(list(found)), strict=True):
        for article in found[probe]:
            by_all[article] += weight
            if probe >= _NAME:
                by_meaning[article] += weight
    meant = _first(by_meaning, _MAX_BY_MEANING)
    return list(dict.fromkeys((*_first(by_all, MAX_CANDIDATES - len(meant)), *meant)))


def _first(scores: Mapping[int, float], count: int) -> list[int]:
    return sorted(scores, key=lambda article: (-scores[article], -article))[:count]


def _weights(probes: Sequence[int]) -> list[float]:
    rare = rarity(np.array([probe & _TERM for probe in probes], dtype=np.uint32)).tolist() if probes else []
    return [_PAIR_WEIGHT if probe >= _NAMES else weight for probe, weight in zip(probes, rare, strict=True)]
