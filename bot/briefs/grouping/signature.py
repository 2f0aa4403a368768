"""What is kept of an article to find and to judge the stories it may belong to: about half a kilobyte."""

import re
import struct
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zlib import crc32

import numpy as np

from bot.briefs.grouping.concepts import concept
from bot.briefs.grouping.details import calendar, numbers, slots
from bot.briefs.grouping.kinds import Kind, kind_of
from bot.briefs.grouping.names import name_key
from bot.briefs.grouping.terms import concept_term, fold_word, folded_words, name_term, rarity, term
from bot.briefs.words import WORD, lower
from bot.domain.article import Article
from bot.domain.brief import CountryCode

VERSION = 1

MAX_TERMS = 120
MAX_NAMES = 24
MAX_CONCEPTS = 24
MAX_NUMBERS = 16
MAX_SLOTS = 12

_LEAD_WORDS = 100
_BODY_WORDS = 400
_CHARS_A_WORD = 13
_TITLE_WORDS_OF_A_TEXT = 14
"""A text without a headline is taken to begin with one."""

_DETAIL_CHARS = 300
"""Of the lead: where numbers, days and ordinals are of the event itself, not of its history."""

_HEAD = struct.Struct("<B8sIBBBBBBBB")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The evidence of one article.

    The arrays are bytes, little-endian, so that many are compared at once without a loop: `terms` are sorted
    uint32, and `marks` say for each where it stood (uint16: its count in the title in 2 bits, in the lead
    in 5, in the text in 6); `names`, `concepts` and `numbers` are sorted uint32; `slots` are pairs of
    them, sorted. `at` is when it was published, to the minute; None where nobody said.
    """

    language: str
    at: datetime | None
    kind: Kind
    countries: tuple[CountryCode, ...]
    title_length: int
    text_length: int
    terms: bytes
    marks: bytes
    names: bytes
    concepts: bytes
    numbers: bytes
    slots: bytes

    def to_bytes(self) -> bytes:
        """The form that is stored; `from_bytes` reads it on any machine."""
        minutes = 0 if self.at is None else max(1, int((self.at - _EPOCH).total_seconds()) // 60)
        head = _HEAD.pack(
            VERSION,
            self.language.encode()[:8],
            minutes,
            self.kind,
            len(self.countries),
            self.title_length,
            self.text_length,
            len(self.terms) // 4,
            len(self.names) // 4,
            len(self.concepts) // 4,
            (len(self.numbers) // 4) | (len(self.slots) // 8) << 4,
        )
        places = "".join(self.countries).encode()
        arrays = (self.terms, self.marks, self.names, self.concepts, self.numbers, self.slots)
        return b"".join((head, places, *arrays))


def from_bytes(stored: bytes) -> Signature | None:
    """The signature in a stored form; None for one of another version, whose article is then nobody's neighbour."""
    if not stored or stored[0] != VERSION:
        return None
    _, language, minutes, kind, places, title, text, terms, names, concepts, counts = _HEAD.unpack_from(
        stored
    )
    parts = []
    at = _HEAD.size
    for size in (
        2 * places,
        4 * terms,
        2 * terms,
        4 * names,
        4 * concepts,
        4 * (counts & 15),
        8 * (counts >> 4),
    ):
        parts.append(stored[at : at + size])
        at += size
    codes = parts[0].decode()
    return Signature(
        language=language.rstrip(b"\0").decode(),
        at=_EPOCH + timedelta(minutes=minutes) if minutes else None,
        kind=Kind(kind),
        countries=tuple(CountryCode(codes[i : i + 2]) for i in range(0, len(codes), 2)),
        title_length=title,
        text_length=text,
        terms=parts[1],
        marks=parts[2],
        names=parts[3],
        concepts=parts[4],
        numbers=parts[5],
        slots=parts[6],
    )


def signature(
    article: Article, *, language: str, countries: Collection[CountryCode] = (), at: datetime | None = None
) -> Signature:
    """The signature of an article; `language` and `countries` are its brief's, `at` is when it came out."""
    title, text = _headline_and_text(article)
    head = [bare for _, bare in folded_words(title)]
    body = [bare for _, bare in islice(folded_words(text[: _BODY_WORDS * _CHARS_A_WORD]), _BODY_WORDS)]
    lead = body[:_LEAD_WORDS]
    terms, marks = _terms(head, lead, body)
    opening = f"{title}\n{text[:_DETAIL_CHARS]}"
    found_slots = sorted(slots(opening))[:MAX_SLOTS]
    return Signature(
        language=language,
        at=at.replace(second=0, microsecond=0).astimezone(UTC) if at else None,
        kind=kind_of(title),
        countries=tuple(sorted(countries))[:8],
        title_length=min(len(head), 255),
        text_length=min(len(body) // 2, 255),
        terms=terms,
        marks=marks,
        names=_packed(_names(title, text, language)[:MAX_NAMES]),
        concepts=_packed([concept_term(one) for one in _concepts(head, lead)[:MAX_CONCEPTS]]),
        numbers=_packed(
            [crc32(one.encode()) for one in sorted(numbers(opening), key=_telling)[: MAX_NUMBERS - 1]]
        ),
        slots=np.array(found_slots, dtype="<u4").tobytes(),
    )


def _headline_and_text(article: Article) -> tuple[str, str]:
    title, text = article.title.strip(), article.text
    if title:
        return title, text
    first = text.strip().split("\n", 1)[0].split()
    return " ".join(first[:_TITLE_WORDS_OF_A_TEXT]), text


def _terms(head: list[str], lead: list[str], body: list[str]) -> tuple[bytes, bytes]:
    in_title, in_lead, in_body = (Counter(map(term, words)) for words in (head, lead, body))
    every = np.array(sorted(in_title | in_body), dtype=np.uint32)
    counts = [(in_title[t], in_lead[t], in_body[t]) for t in every.tolist()]
    marks = np.array([min(a, 3) | min(b, 31) << 2 | min(c, 63) << 7 for a, b, c in counts], dtype=np.uint16)
    if len(every) > MAX_TERMS:
        weight = rarity(every) * np.array([1 + 2 * a + b + c**0.5 for a, b, c in counts], dtype=np.float32)
        kept = np.sort(np.argsort(-weight, kind="stable")[:MAX_TERMS])
        every, marks = every[kept], marks[kept]
    return every.astype("<u4").tobytes(), marks.astype("<u2").tobytes()


def _names(title: str, text: str, language: str) -> list[int]:
    """The keys of the names in the headline and the lead, the headline's first.

    A name is written with a capital and nowhere without; a headline in which every word has one tells nothing.
    """
    lead = " ".join(text[: _LEAD_WORDS * _CHARS_A_WORD].split()[:_LEAD_WORDS])
    plain = {word for word in WORD.findall(f"{title} {lead}") if word[0].islower()}
    found: dict[int, None] = {}
    for part in (title, lead):
        words = WORD.findall(part)
        if sum(word[0].isupper() for word in words) > 0.7 * len(words) and not plain:
            continue
        for word in words:
            small = lower(word)
            if not word[0].isupper() or small in plain or _is_no_name(word):
                continue
            if key := name_key(small, language):
                found[name_term(key)] = None
    return list(found)


@lru_cache(maxsize=50_000)
def _is_no_name(word: str) -> bool:
    """Courts, ministers and Mondays are written with a capital too, and are everybody's."""
    bare = fold_word(word)
    return not bare or bare in calendar() or concept(bare) is not None


def _concepts(head: list[str], lead: list[str]) -> list[int]:
    found = (concept(bare) for bare in (*head, *lead[: _LEAD_WORDS // 2]))
    return list(dict.fromkeys(one for one in found if one is not None))


def _telling(number: str) -> tuple[int, str]:
    return -len(re.sub(r"\D", "", number)), number


def _packed(values: Collection[int]) -> bytes:
    return np.array(sorted(values), dtype="<u4").tobytes()


def background_terms(article: Article, language: str) -> set[int]:
    """All that an article would be known by, words, names and ideas, of its whole text: to count how rare each is."""
    words = [bare for _, bare in folded_words(f"{article.title}\n{article.text}")]
    ideas = {concept_term(one) for one in _concepts([], words[: 2 * _LEAD_WORDS])}
    return {*map(term, words), *_names(article.title, article.text, language), *ideas}
