"""A document as numbers: which stems stand in which sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.briefs.grouping.terms import fold_word, rarity, term
from bot.briefs.words import Remembered, content_stems, lowered, stem, tokens, words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Document:
    """The sentences of an article and the stems of their content words.

    `sentence_of` and `stem_of` are parallel: the distinct stems of each sentence, sentence by sentence, with
    `count_of` giving how often each occurs in it. `title` holds the stems of the headline that the text uses too.
    `rarity` tells of each stem how rare it is in news. `pair_sentence_of` and `pair_of` are parallel too: the pairs
    of neighbouring stems that stand in several sentences, sentence by sentence. `names` are each sentence's
    capitalised words but its first, `named` the stems that stand capitalised somewhere.
    """

    texts: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    stems: tuple[str, ...]
    word_counts: Ints
    sentence_of: Ints
    stem_of: Ints
    count_of: Floats
    stem_count: int
    rarity: Floats
    pair_sentence_of: Ints
    pair_of: Ints
    title: Ints
    named: Ints
    language: str
    paragraph_of: Ints

    def __len__(self) -> int:
        return len(self.texts)

    def sum_by_sentence(self, values: Floats) -> Floats:
        summed: Floats = np.bincount(self.sentence_of, values, minlength=len(self)).astype(float)
        return summed

    @cached_property
    def document_frequency(self) -> Floats:
        """In how many sentences each stem stands."""
        return np.bincount(self.stem_of, minlength=self.stem_count).astype(float)

    @cached_property
    def whole(self) -> Floats:
        """How often each stem stands in the article."""
        return self.vector(np.ones(len(self)))

    @cached_property
    def early(self) -> Floats:
        """The same, each sentence counted by one over its place."""
        return self.vector(1 / (1 + np.arange(len(self))))

    @cached_property
    def pair_frequency(self) -> Floats:
        """In how many sentences each pair stands."""
        return np.bincount(self.pair_of, minlength=1).astype(float)

    @cached_property
    def first_in(self) -> Ints:
        """In which sentence each stem stands first."""
        first = np.zeros(self.stem_count, dtype=np.int64)
        first[self.stem_of[::-1]] = self.sentence_of[::-1]
        return first

    @cached_property
    def last_in(self) -> Ints:
        """In which sentence each stem stands last."""
        last = np.zeros(self.stem_count, dtype=np.int64)
        last[self.stem_of] = self.sentence_of
        return last

    @cached_property
    def weight(self) -> Floats:
        """How much each stem is of what the article is about: said again and again, and rare elsewhere."""
        frequency = self.document_frequency
        weighed: Floats = np.log1p(frequency) * (frequency >= 2) * self.rarity
        return weighed

    @cached_property
    def norms(self) -> Floats:
        """The Euclidean length of each sentence's counts; never 0, so that one may divide by it."""
        return np.sqrt(np.maximum(self.sum_by_sentence(self.count_of**2), 1e-9))

    def vector(self, weights: Floats) -> Floats:
        """The sum of the sentences' counts, each sentence weighted."""
        terms = self.count_of * weights[self.sentence_of]
        return np.bincount(self.stem_of, terms, minlength=self.stem_count).astype(float)

    def similarity(self, vector: Floats) -> Floats:
        """The cosine of each sentence with a vector of stems."""
        length = float(np.sqrt(vector @ vector)) or 1.0
        return self.sum_by_sentence(self.count_of * vector[self.stem_of]) / (self.norms * length)


def stacked(columns: Sequence[NDArray[Any]]) -> Floats:
    """A table of columns, each of one number a row: numpy's column_stack in a fifth of the time."""
    table: Floats = np.concatenate(columns, dtype=np.float64, casting="unsafe").reshape(len(columns), -1).T
    return table


def read(title: str, texts: Sequence[str], language: str, paragraphs: Sequence[int] = ()) -> Document:
    """The document of a headline and the sentences below it; `paragraphs` numbers each sentence's paragraph."""
    found = [tokens(text) for text in texts]
    own = [lowered(one) for one in found]
    names = [tuple([token for token in one[1:] if token[0].isupper()]) for one in found]
    said = list(chain.from_iterable(own))
    stem_of = content_stems(language)
    said_stems = list(map(stem_of.__getitem__, said))
    heads = dict(zip(reversed(said_stems), reversed(said), strict=True))  # the first word of each stem stays
    known = {one: number for number, one in enumerate(dict.fromkeys(chain([""], said_stems)), start=-1)}
    numbers = np.fromiter(map(known.__getitem__, said_stems), dtype=np.int64, count=len(said_stems))
    del known[""]  # what says little
    word_counts = np.fromiter(map(len, own), dtype=np.int64, count=len(own))
    telling = numbers >= 0
    sentences, stems = np.repeat(np.arange(len(own)), word_counts)[telling], numbers[telling]
    distinct, counts = np.unique(sentences * max(len(known), 1) + stems, return_counts=True)
    pair_sentence_of, pair_of = _pairs(sentences, stems, len(texts))
    titled = {known[one] for word in words(title) if (one := stem(word, language)) in known}
    capitals = lowered(list(set(chain.from_iterable(names))))
    named = {known[one] for word in capitals if (one := stem_of[word]) in known}
    return Document(
        texts=tuple(texts),
        names=tuple(names),
        stems=tuple(known),
        word_counts=word_counts,
        sentence_of=distinct // max(len(known), 1),
        stem_of=distinct % max(len(known), 1),
        count_of=counts.astype(float),
        stem_count=len(known),
        rarity=np.array([_RARITIES[heads[one]] for one in known], dtype=float),
        pair_sentence_of=pair_sentence_of,
        pair_of=pair_of,
        title=np.array(sorted(titled), dtype=np.int64),
        named=np.array(sorted(named), dtype=np.int64),
        language=language,
        paragraph_of=np.array(paragraphs or [0] * len(texts), dtype=np.int64),
    )


def _pairs(sentences: Ints, stems: Ints, count: int) -> tuple[Ints, Ints]:
    """The sentence and the number of each pair of neighbouring stems that stands in two sentences or more."""
    inside = np.flatnonzero(sentences[1:] == sentences[:-1])
    pairs = stems[inside] * (int(stems.max(initial=0)) + 1) + stems[inside + 1]
    cells = np.sort(pairs * count + sentences[inside])
    cells = cells[_differs(cells)]
    codes = cells // count
    begins = np.flatnonzero(_differs(codes))
    times = np.diff(begins, append=len(codes))
    again = np.repeat(times > 1, times)
    numbers = np.repeat(np.cumsum(times > 1) - 1, times)
    return cells[again] % count, numbers[again]


def _differs(ordered: Ints) -> NDArray[np.bool_]:
    """Which of ordered numbers differ from the one before."""
    found = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=found[1:])
    return found


def _rarity_of(word: str) -> float:
    """How rare a word is in news; as the first of its stem's words it speaks for them all."""
    bare = fold_word(word)
    return float(rarity(np.array([term(bare)], dtype=np.uint32))[0]) if bare else 0.0


_RARITIES = Remembered(_rarity_of)
