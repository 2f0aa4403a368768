"""How alike a new article and each of many earlier ones are, in numbers that a model can weigh.

Everything is computed for all candidates at once: their arrays are joined into one, and a column of
`owner` says whose each element is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.briefs.grouping.signature import Signature
from bot.briefs.grouping.terms import rarity

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_TITLE_WEIGHT = 2
_SAME_TIME_HOURS = 12.0
"""Articles published within so many hours are as good as simultaneous."""

WORDS = (
    "title cosine", "opening cosine", "text cosine", "title within opening, lesser", "title within opening, greater",
    "three rarest shared", "all shared", "number shared", "three rarest shared in titles", "shared in titles",
    "numbers shared", "names cosine", "names shared", "slots that agree", "slots that differ",
    "shorter title", "shorter text", "longer text", "days apart",
)  # fmt: skip
"""The features of two articles in one language, in the order of their columns; countries speak in guards.py."""

STORY = (
    "opening cosine over the rivals'", "rivals", "text cosine over the rivals'", "story's opening cosine",
    "story's text cosine", "story's size",
)  # fmt: skip
"""The features that a candidate has by the story it is in, among the other candidates and theirs."""

MEANING = (
    "names cosine", "rarest shared names", "names shared", "ideas cosine", "rarest shared ideas", "ideas shared",
    "numbers shared", "slots that agree", "slots that differ", "countries in common", "days apart",
)  # fmt: skip
"""The features that two articles in different languages have.

How long the texts are is not among them: it says which corpus a pair comes from, and nothing of the event.
"""


@dataclass(frozen=True, slots=True)
class _Joined:
    """An array of every candidate, end to end; `owner` is the candidate of each element."""

    values: NDArray[np.uint32]
    owner: Ints
    count: int

    def total(self, weights: Floats | None = None, where: NDArray[np.bool_] | Ints | None = None) -> Floats:
        """The sum over each candidate's elements."""
        owner = self.owner if where is None else self.owner[where]
        return np.bincount(owner, weights, self.count).astype(np.float32)


def _join(parts: Sequence[bytes], count: int) -> _Joined:
    lengths = np.fromiter((len(part) // 4 for part in parts), dtype=np.int64, count=count)
    return _Joined(np.frombuffer(b"".join(parts), dtype="<u4"), np.repeat(np.arange(count), lengths), count)


def _matches(new: NDArray[np.uint32], joined: _Joined) -> tuple[Ints, Ints]:
    """Where the candidates' elements are among the sorted new ones: indexes into `joined`, and into `new`."""
    if not len(new):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    places = np.minimum(np.searchsorted(new, joined.values), len(new) - 1)
    hits = np.flatnonzero(new[places] == joined.values)
    return hits, places[hits]


@dataclass(frozen=True, slots=True)
class _Weights:
    """What the terms of a signature weigh in its title, its opening (title and lead) and its whole text."""

    title: Floats
    opening: Floats
    text: Floats


def _weights(terms: NDArray[np.uint32], marks: NDArray[np.uint16]) -> _Weights:
    rare = rarity(terms)
    in_title = (marks & 3).astype(np.float32)
    in_lead = (marks >> 2 & 31).astype(np.float32)
    in_text = (marks >> 7).astype(np.float32)
    opening = _TITLE_WEIGHT * in_title + in_lead
    text = _TITLE_WEIGHT * in_title + in_text
    return _Weights(
        np.where(in_title > 0, rare * (1 + np.log(np.maximum(in_title, 1))), 0),
        np.where(opening > 0, rare * (1 + np.log(np.maximum(opening, 1))), 0),
        rare * (1 + np.log(np.maximum(text, 1))),
    )


def by_words(new: Signature, candidates: Sequence[Signature]) -> Floats:
    """One row per candidate, one column for each of `WORDS`."""
    count = len(candidates)
    terms = np.frombuffer(new.terms, dtype="<u4")
    mine = _weights(terms, np.frombuffer(new.marks, dtype="<u2"))
    joined = _join([one.terms for one in candidates], count)
    theirs = _weights(joined.values, np.frombuffer(b"".join(one.marks for one in candidates), dtype="<u2"))
    hits, places = _matches(terms, joined)

    def cosine(ours: Floats, yours: Floats) -> Floats:
        norms = np.sqrt(joined.total(yours**2)) * np.sqrt((ours**2).sum())
        found: Floats = joined.total(ours[places] * yours[hits], hits) / np.maximum(norms, 1e-6)
        return found

    opening = cosine(mine.opening, theirs.opening)
    within = joined.total(mine.title[places] * (theirs.opening[hits] > 0), hits) / max(mine.title.sum(), 1e-6)
    around = joined.total(theirs.title[hits] * (mine.opening[places] > 0), hits) / np.maximum(
        joined.total(theirs.title), 1e-6
    )
    both = (theirs.opening[hits] > 0) & (mine.opening[places] > 0)
    shared = np.where(both, np.minimum(theirs.opening[hits], mine.opening[places]), 0).astype(np.float32)
    in_titles = np.minimum(theirs.title[hits], mine.title[places])
    owner = joined.owner[hits]
    columns = (
        cosine(mine.title, theirs.title),
        opening,
        cosine(mine.text, theirs.text),
        np.minimum(within, around),
        np.maximum(within, around),
        _largest(shared, owner, count),
        joined.total(shared, hits),
        joined.total(both.astype(np.float32), hits),
        _largest(in_titles, owner, count),
        joined.total(in_titles, hits),
        _count_shared(new.numbers, [one.numbers for one in candidates]),
        *_names(new, candidates)[::2],
        *_slots(new, candidates),
        *_lengths(new, candidates),
        _days_apart(new, candidates),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def in_stories(words: Floats, stories: Sequence[int], sizes: Sequence[int]) -> Floats:
    """One row per candidate, one column for each of `STORY`; `words` is what `by_words` gave of the same candidates."""
    opening, text = words[:, WORDS.index("opening cosine")], words[:, WORDS.index("text cosine")]
    story = np.unique(np.array(stories), return_inverse=True)[1]
    size = np.array(sizes, dtype=np.float32)
    ahead, rivals = _rivals(opening, story)
    columns = (
        ahead,
        rivals,
        _rivals(text, story)[0],
        _fellows(opening, story, size),
        _fellows(text, story, size),
        np.log(size),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def by_meaning(new: Signature, candidates: Sequence[Signature]) -> Floats:
    """One row per candidate, one column for each of `MEANING`."""
    columns = (
        *_names(new, candidates),
        *_cosine_and_shared(new.concepts, [one.concepts for one in candidates]),
        _count_shared(new.numbers, [one.numbers for one in candidates]),
        *_slots(new, candidates),
        _countries_in_common(new, candidates),
        _days_apart(new, candidates),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _names(new: Signature, candidates: Sequence[Signature]) -> tuple[Floats, Floats, Floats]:
    return _cosine_and_shared(new.names, [one.names for one in candidates])


def _cosine_and_shared(new: bytes, candidates: Sequence[bytes]) -> tuple[Floats, Floats, Floats]:
    """Of two sets of rare and common things: the cosine, the weight of the three rarest shared, their number."""
    joined = _join(candidates, len(candidates))
    mine = np.frombuffer(new, dtype="<u4")
    hits, places = _matches(mine, joined)
    ours, yours = rarity(mine), rarity(joined.values)
    norms = np.sqrt(joined.total(yours**2)) * np.sqrt((ours**2).sum())
    dot = joined.total(ours[places] * yours[hits], hits)
    return (
        dot / np.maximum(norms, 1e-6),
        _largest(ours[places], joined.owner[hits], joined.count),
        joined.total(where=hits),
    )


def _count_shared(new: bytes, candidates: Sequence[bytes]) -> Floats:
    joined = _join(candidates, len(candidates))
    hits, _ = _matches(np.frombuffer(new, dtype="<u4"), joined)
    return joined.total(where=hits)


def _slots(new: Signature, candidates: Sequence[Signature]) -> tuple[Floats, Floats]:
    """How many slots both fill alike, and how many both fill, but never alike."""
    pairs = np.frombuffer(new.slots, dtype="<u4").reshape(-1, 2)
    agree = np.zeros(len(candidates), np.float32)
    differ = np.zeros(len(candidates), np.float32)
    mine = {(int(slot), int(value)) for slot, value in pairs}
    names = {slot for slot, _ in mine}
    if not mine:
        return agree, differ
    for at, one in enumerate(candidates):
        if one.slots:
            yours = {
                (int(slot), int(value))
                for slot, value in np.frombuffer(one.slots, dtype="<u4").reshape(-1, 2)
            }
            alike = {slot for slot, _ in mine & yours}
            agree[at] = len(alike)
            differ[at] = len((names & {slot for slot, _ in yours}) - alike)
    return agree, differ


def _lengths(new: Signature, candidates: Sequence[Signature]) -> tuple[Floats, Floats, Floats]:
    titles = np.array([one.title_length for one in candidates], dtype=np.float32)
    texts = np.array([one.text_length for one in candidates], dtype=np.float32)
    return (
        np.log1p(np.minimum(titles, new.title_length)),
        np.log1p(np.minimum(texts, new.text_length)),
        np.log1p(np.maximum(texts, new.text_length)),
    )


def _days_apart(new: Signature, candidates: Sequence[Signature]) -> Floats:
    """Days between the two, less half a day; none where either has no time."""
    if new.at is None:
        return np.zeros(len(candidates), np.float32)
    hours = (0.0 if one.at is None else abs((new.at - one.at).total_seconds()) / 3600 for one in candidates)
    return np.array([max(0.0, hour - _SAME_TIME_HOURS) / 24 for hour in hours], dtype=np.float32)


def _countries_in_common(new: Signature, candidates: Sequence[Signature]) -> Floats:
    """How many countries are shared; -1 where both have some and share none."""
    mine = set(new.countries)
    shared = [len(mine.intersection(one.countries)) for one in candidates]
    none_of_some = [
        bool(mine and one.countries) and not count for one, count in zip(candidates, shared, strict=True)
    ]
    return np.where(none_of_some, -1, shared).astype(np.float32)


def _rivals(likeness: Floats, story: Ints) -> tuple[Floats, Floats]:
    """How far ahead of the candidates of other stories each one is, and how many of those are nearly as alike."""
    count = int(story.max()) + 1
    best = np.zeros(count, np.float32)
    np.maximum.at(best, story, likeness)
    order = np.argsort(-best)
    first, second = best[order[0]], best[order[1]] if count > 1 else np.float32(0)
    rival = np.where(story == order[0], second, first)
    ahead: Floats = np.minimum(likeness / np.maximum(rival, 0.05), 5).astype(np.float32)
    near = likeness[None, :] >= 0.8 * likeness[:, None]
    near &= story[None, :] != story[:, None]
    return ahead, np.log1p(near.sum(axis=1)).astype(np.float32)


def _fellows(likeness: Floats, story: Ints, size: Floats, top: int = 4) -> Floats:
    """For each candidate the mean likeness of its story: of its nearest few, those that were not found counting 0."""
    total = _largest(likeness, story, int(story.max()) + 1, top)
    return (total[story] / np.minimum(np.maximum(size, 1), top)).astype(np.float32)


def _largest(weights: Floats, owner: Ints, count: int, top: int = 3) -> Floats:
    """The sum of each owner's few largest weights."""
    order = np.lexsort((-weights, owner))
    ranked = owner[order]
    first = np.searchsorted(ranked, np.arange(count))
    rank = np.arange(len(ranked)) - first[ranked]
    best = order[rank < top]
    return np.bincount(owner[best], weights[best], count).astype(np.float32)
