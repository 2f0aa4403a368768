"""What the learned scorer is told of each sentence."""

import re
from collections import Counter
from itertools import chain

import numpy as np

from bot.briefs.openers import opens_dangling
from bot.briefs.sentences import QUOTE, splits_quote
from bot.briefs.summarizers.document import Document, Floats, Ints

NAMES = (
    "position", "position_share", "position_inverse", "sentences", "words_before", "document_words",
    "words", "words_share", "characters_per_word", "content_share", "central", "central_early", "central_idf",
    "like_first", "like_lead", "like_previous", "like_next", "headline_cosine", "headline_share", "shared_stems",
    "textrank", "frequent", "novelty", "new_frequent", "names", "names_share", "names_frequent", "numbers", "quotes",
    "in_quotes", "opens_with_quote", "ends_open", "commas", "dangling", "question", "unbalanced",
    "paragraph_sentences", "first_paragraph_sentences", "opens_paragraph", "paragraph_place",
    "rank_central", "rank_central_early", "rank_words", "rank_textrank",
)  # fmt: skip

_DIGIT = re.compile(r"\d")
_COMMA = re.compile("[,،，]")
CLOSERS = ".!?…。！？؟\"'”»’)"


def features(document: Document) -> Floats:
    """One row per sentence, one column per name in NAMES. Linear in the length of the document."""
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
    table = np.column_stack(columns)
    ranks = [_rank(table[:, NAMES.index(name)]) for name in ("central", "central_early", "words", "textrank")]
    return np.column_stack([table, *ranks])


def _of_words(document: Document, length: Floats) -> list[Floats]:
    """Similarities, shared stems, what is new: all that depends on stems."""
    count = len(document)
    position = np.arange(count, dtype=float)
    frequency = document.document_frequency
    one = np.ones(count)
    distinct = np.maximum(document.sum_by_sentence(np.ones_like(document.count_of)), 1.0)
    whole = document.vector(one)
    early = document.vector(1 / (1 + position))
    idf = np.log1p(count / np.maximum(frequency, 1))
    first, lead = (document.vector((position < many).astype(float)) for many in (1, 3))
    title = np.zeros(document.stem_count)
    title[document.title] = 1.0
    if not len(document.title):
        title = np.minimum(first, 1.0)  # without a headline the first sentence says what it is about
    own = document.count_of
    shared = document.sum_by_sentence(frequency[document.stem_of] - 1)
    first_seen = np.full(max(document.stem_count, 1), count, dtype=np.int64)
    np.minimum.at(first_seen, document.stem_of, document.sentence_of)
    new = (first_seen[document.stem_of] == document.sentence_of).astype(float) if len(own) else own
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
    per_sentence = [[token for token in own[1:] if token[0].isupper()] for own in document.tokens]
    distinct = [set(capitals) for capitals in per_sentence]
    named = Counter(chain.from_iterable(distinct))
    rows = [
        (
            len(capitals),
            len(capitals) / max(len(own), 1),
            sum(map(named.__getitem__, names)) - len(names),
            len([token for token in own if token[0].isdigit()]) if _DIGIT.search(text) else 0,
            *_punctuation(text),
            opens_dangling(text, document.language),
            text.endswith("?"),
            splits_quote(text),
        )
        for text, own, capitals, names in zip(
            document.texts, document.tokens, per_sentence, distinct, strict=True
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
