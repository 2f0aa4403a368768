"""A document as numbers: which stems stand in which sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.briefs.words import WORD, content_stem, lowered, stem, words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Document:
    """The sentences of an article and the stems of their content words.

    `sentence_of` and `stem_of` are parallel: the distinct stems of each sentence, sentence by sentence, with
    `count_of` giving how often each occurs in it. `title` holds the stems of the headline that the text uses too.
    """

    texts: tuple[str, ...]
    tokens: tuple[tuple[str, ...], ...]
    word_counts: Ints
    sentence_of: Ints
    stem_of: Ints
    count_of: Floats
    stem_count: int
    title: Ints
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


def read(title: str, texts: Sequence[str], language: str, paragraphs: Sequence[int] = ()) -> Document:
    """The document of a headline and the sentences below it; `paragraphs` numbers each sentence's paragraph."""
    known: dict[str, int] = {}
    tokens, sentence_ids, stem_ids, word_counts = [], [], [], []
    for number, text in enumerate(texts):
        found = WORD.findall(text)
        own = lowered(found)
        said = [one for word in own if (one := content_stem(word, language))]
        content = [known.setdefault(one, len(known)) for one in said]
        tokens.append(tuple(found))
        word_counts.append(len(own))
        stem_ids += content
        sentence_ids += [number] * len(content)
    cells = np.array(sentence_ids, dtype=np.int64) * max(len(known), 1) + np.array(stem_ids, dtype=np.int64)
    distinct, counts = np.unique(cells, return_counts=True)
    named = {known[one] for word in words(title) if (one := stem(word, language)) in known}
    return Document(
        texts=tuple(texts),
        tokens=tuple(tokens),
        word_counts=np.array(word_counts, dtype=np.int64),
        sentence_of=distinct // max(len(known), 1),
        stem_of=distinct % max(len(known), 1),
        count_of=counts.astype(float),
        stem_count=len(known),
        title=np.array(sorted(named), dtype=np.int64),
        language=language,
        paragraph_of=np.array(paragraphs or [0] * len(texts), dtype=np.int64),
    )
