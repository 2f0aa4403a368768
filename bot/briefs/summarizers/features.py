"""What the learned scorer is told of each sentence."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bot.briefs.openers import opens_dangling
from bot.briefs.sentences import QUOTE, splits_quote
from bot.briefs.summarizers.document import Document, Floats, Ints, stacked
from bot.briefs.summarizers.salience import SENTENCE_NAMES, Salience, WordWeights, salience, sentence_features

NAMES = (
    "position", "position_share", "position_inverse", "sentences", "words_before", "document_words",
    "words", "words_share", "characters_per_word", "content_share", "central", "central_early", "central_idf",
    "like_first", "like_lead", "like_previous", "like_next", "headline_cosine", "headline_share", "shared_stems",
    "textrank", "frequent", "novelty", "new_frequent", "names", "names_share", "names_frequent", "numbers", "quotes",
    "in_quotes", "opens_with_quote", "ends_open", "commas", "dangling", "question", "unbalanced",
    "paragraph_sentences", "first_paragraph_sentences", "opens_paragraph", "paragraph_place",
    "rank_central", "rank_central_early", "rank_words", "rank_textrank",
    "rare_central", "rare_central_early", "weight", "weight_share", "rarity", "pairs", "pairs_share", "pairs_shared",
    *SENTENCE_NAMES,
)  # fmt: skip

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d(?<![\w'’ʼ]\d)")
_COMMA = re.compile("[,،，]")
CLOSERS = ".!?…。！？؟\"'”»’)"


@dataclass(frozen=True)
class Described:
    """A document, the salience of its words, and its sentences as numbers: a row each, a column per name in NAMES."""

    document: Document
    salience: Salience
    table: Floats


def describe(document: Document, learned: WordWeights) -> Described:
    """Linear in the length of the document."""
    of = salience(document, learned)
    return Described(document, of, with_salience(document, of, plain_features(document)))


def with_salience(document: Document, of: Salience, plain: Floats) -> Floats:
    return np.vstack([plain.T, *sentence_features(document, of)]).T


def plain_features(document: Document) -> Floats:
    """The columns that do not depend on what was learned of words."""
    count = len(document)
    position = np.arange(count, dtype=float)
    length = document.word_counts.astype(float)
    total = max(float(length.sum()), 1.0)
    before = np.concatenate([[0.0], np.cumsum(length)[:-1]])
    columns = [
        np.minimum(position, 60), position / max(count - 1, 1), 1 / (1 + position), np.full(count, min(count, 80.0)),
        np.minimum(before, 800), np.full(count, min(total, 2000.0)),
        np.minimum(length, 80), length / (total / count),
        *_of_words(document, length), *_of_surface(document), *_of_paragraphs(document),
    ]  # fmt: skip
    table = stacked(columns)
    ranks = [_rank(table[:, NAMES.index(name)]) for name in ("central", "central_early", "words", "textrank")]
    return stacked([*columns, *ranks, *_of_rarity(document, length)])


def _of_words(document: Document, length: Floats) -> list[Floats]:
    """Similarities, shared stems, what is new: all that depends on stems."""
    count = len(document)
    position = np.arange(count, dtype=float)
    frequency = document.document_frequency
    distinct = np.maximum(document.sum_by_sentence(np.ones_like(document.count_of)), 1.0)
    whole, early = document.whole, document.early
    idf = np.log1p(count / np.maximum(frequency, 1))
    first, lead = (document.vector((position < many).astype(float)) for many in (1, 3))
    title = np.zeros(document.stem_count)
    title[document.title] = 1.0
    if not len(document.title):
        title = np.minimum(first, 1.0)  # without a headline the first sentence says what it is about
    own = document.count_of
    shared = document.sum_by_sentence(frequency[document.stem_of] - 1)
    new = (document.first_in[document.stem_of] == document.sentence_of).astype(float)
    previous, following = _neighbours(document)
    return [
        np.minimum(np.array([len(text) for text in document.texts], dtype=float) / np.maximum(length, 1), 20),
        document.sum_by_sentence(own) / np.maximum(length, 1),
        document.similarity(whole),
        document.similarity(early),
        document.similarity(whole * idf),
        document.similarity(first) * (position > 0),
        document.similarity(lead),
        previous,
        following,
        document.similarity(title),
        document.sum_by_sentence(title[document.stem_of]) / max(float(title.sum()), 1.0),
        shared / distinct / max(np.log1p(count), 1),
        shared / np.log(2 + length) / max(count, 1),
        document.sum_by_sentence((frequency[document.stem_of] >= 2).astype(float)),
        document.sum_by_sentence(new) / distinct,
        document.sum_by_sentence(new * (frequency[document.stem_of] >= 2)),
    ]


def _of_rarity(document: Document, length: Floats) -> list[Floats]:
    """What is told by the words that are rare in other news, and by pairs of words that the article says again."""
    count = len(document)
    length = np.maximum(length, 1)
    distinct = np.maximum(document.sum_by_sentence(np.ones_like(document.count_of)), 1.0)
    squares = document.rarity**2
    norms = np.sqrt(
        np.maximum(document.sum_by_sentence(document.count_of**2 * squares[document.stem_of]), 1e-9)
    )

    def like(vector: Floats) -> Floats:
        weighed = vector * squares
        length_of_vector = float(np.sqrt(vector @ weighed)) or 1.0
        return (
            document.sum_by_sentence(document.count_of * weighed[document.stem_of]) / norms / length_of_vector
        )

    weight = document.sum_by_sentence(document.weight[document.stem_of])
    pairs = np.bincount(document.pair_sentence_of, minlength=count).astype(float)
    again = document.pair_frequency[document.pair_of] - 1
    return [
        like(document.whole),
        like(document.early),
        weight / np.sqrt(length),
        weight / distinct,
        document.sum_by_sentence(document.rarity[document.stem_of]) / distinct,
        pairs,
        pairs / length,
        np.minimum(np.bincount(document.pair_sentence_of, again, minlength=count), 40),
    ]


def _neighbours(document: Document) -> tuple[Floats, Floats]:
    """The share of each sentence's stems that the sentence before and the one after have too."""
    cells = document.sentence_of * max(document.stem_count, 1) + document.stem_of
    has_next = _among(cells, cells + document.stem_count)
    has_previous = _among(cells, cells - document.stem_count)
    distinct = np.maximum(document.sum_by_sentence(np.ones_like(document.count_of)), 1.0)
    return document.sum_by_sentence(has_previous) / distinct, document.sum_by_sentence(has_next) / distinct


def _among(ordered: Ints, wanted: Ints) -> Floats:
    """1 for each wanted number that is one of the ordered ones, else 0."""
    if not len(ordered):
        return np.zeros(len(wanted))
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    found: Floats = (ordered[at] == wanted).astype(float)
    return found


def _of_surface(document: Document) -> list[Floats]:
    """Names, numbers, quotes, punctuation: what the characters tell."""
    distinct = [set(capitals) for capitals in document.names]
    named = Counter(chain.from_iterable(distinct))
    rows = [
        (
            len(capitals),
            len(capitals) / max(length, 1),
            sum(map(named.__getitem__, names)) - len(names),
            len(_NUMBER.findall(text)) if _DIGIT.search(text) else 0,
            *_punctuation(text),
            opens_dangling(text, document.language),
            text.endswith("?"),
            splits_quote(text),
        )
        for text, length, capitals, names in zip(
            document.texts, document.word_counts.tolist(), document.names, distinct, strict=True
        )
    ]
    return list(np.array(rows, dtype=float).reshape(len(document), -1).T)


def _of_paragraphs(document: Document) -> list[Floats]:
    """How the text is laid out. Text on one line counts as if it were never laid out: one value for all."""
    count = len(document)
    own = document.paragraph_of
    sizes = np.bincount(own, minlength=1)
    used = max(int((sizes > 0).sum()), 1)
    if used == 1:
        return [np.full(count, -1.0)] * 4
    opens = np.concatenate([[True], own[1:] != own[:-1]])
    place = np.arange(count) - np.maximum.accumulate(np.where(opens, np.arange(count), 0))
    return [
        np.full(count, count / used),
        np.full(count, float(sizes[own[0]])),
        opens.astype(float),
        np.minimum(place, 10).astype(float),
    ]


def _punctuation(text: str) -> tuple[float, float, bool, bool, int]:
    commas = text.count(",") if text.isascii() else len(_COMMA.findall(text))
    asked = text.count("?") - text.endswith("?")
    open_end = text[-1:] not in CLOSERS
    if not QUOTE.search(text):
        return min(asked, 6), 0.0, False, open_end, min(commas, 8)
    marks = sum(map(text.count, '"“”«»„')) + asked
    opened = min((at for at in map(text.find, '"“«„') if at >= 0), default=-1)
    closed = max(map(text.rfind, '"”»“'))
    inside = (closed - opened) / len(text) if 0 <= opened < closed else 0.0
    return min(marks, 6), inside, 0 <= opened <= 1, open_end, min(commas, 8)


def _rank(values: Floats) -> Floats:
    """0 for the largest, counting up; ties in order."""
    ranks = np.empty(len(values))
    ranks[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return np.minimum(ranks, 60)
