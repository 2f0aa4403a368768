"""The words for everything that can be followed, in all of our languages, and how well typed words fit them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources
from itertools import islice, product
from types import MappingProxyType

from bot.domain.brief import CountryCode
from bot.domain.interest import EVERYTHING, Interest
from bot.domain.topics import TOPICS, topic_id
from bot.texts.countries import country_names
from bot.texts.endings import dictionary_forms
from bot.texts.languages import LANGUAGES
from bot.texts.spelling import Typed, letters, romanised, spelled
from bot.texts.stopwords import EVERYTHING_WORDS, without_stop_words
from bot.texts.texts import texts_for

Phrase = tuple[str, ...]


class Rank(IntEnum):
    """How good a word is for a thing; where one word serves several things, the better rank wins."""

    SET = 0
    """Marked with = in the lists: it goes before any name."""
    NAME = 1
    ALIAS = 2
    NEAR = 3
    """Marked with ~: a place or a thing close to it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that can be followed, by one of its words."""

    interest: Interest
    rank: Rank
    word: str


@dataclass(frozen=True, slots=True)
class Misspelled:
    """A thing whose word is `errors` typing errors away from what was typed."""

    interest: Interest
    rank: Rank
    errors: int
    word: str
    same_start: bool


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A phrase as it is compared with what was typed: joined, with the set of its letters as bits."""

    text: str
    letters: int
    things: tuple[Named, ...]


class Lexicon:
    """Phrases of spelled words, each with what it means."""

    def __init__(self, words: Mapping[Phrase, Sequence[Named]]) -> None:
        self._things = {phrase: _best(named) for phrase, named in words.items()}
        self._words = frozenset(word for phrase in self._things for word in phrase)
        self._longest = max(map(len, self._things), default=0)
        by_length: dict[int, list[_Spelling]] = {}
        for phrase, things in self._things.items():
            text = " ".join(phrase)
            by_length.setdefault(len(text), []).append(_Spelling(text, letters(text), things))
        self._by_length = by_length

    @property
    def longest(self) -> int:
        """Words of the longest phrase."""
        return self._longest

    def phrases(self) -> Iterator[tuple[Phrase, tuple[Named, ...]]]:
        yield from self._things.items()

    def knows(self, word: str) -> bool:
        """Whether a word, or what it is a form of, is part of any phrase."""
        return word in self._words or any(form in self._words for form in dictionary_forms(word))

    def exact(self, phrase: Phrase) -> tuple[Named, ...]:
        return self._things.get(phrase, ())

    def inflected(self, phrase: Phrase) -> tuple[Named, ...]:
        """What the words mean if they carry case endings; nothing if they could be several things."""
        forms = [self._forms(word) for word in phrase]
        found: dict[Interest, Named] = {}
        for candidate in islice(product(*forms), 200):
            for named in self._things.get(candidate, ()):
                known = found.get(named.interest)
                if known is None or named.rank < known.rank:
                    found[named.interest] = named
        return _best(tuple(found.values()))

    def _forms(self, word: str) -> tuple[str, ...]:
        candidates = dict.fromkeys((word, *dictionary_forms(word)))
        return tuple(form for form in candidates if form in self._words)

    def misspelled(self, typed: str, limit: int) -> list[Misspelled]:
        """What lies within `limit` typing errors of the text, nearest first, each thing once.

        Hardly anybody mistypes the first letter: what begins with another one may have one error only.
        """
        compared = Typed(typed)
        other_start = min(limit, 1)
        nearest: dict[Interest, Misspelled] = {}
        for length in range(len(typed) - limit, len(typed) + limit + 1):
            for spelling in self._by_length.get(length, ()):
                allowed = limit if spelling.text[0] == typed[0] else other_start
                if (spelling.letters ^ compared.letters).bit_count() <= 2 * allowed:
                    errors = compared.errors(spelling.text, allowed)
                    if errors <= allowed:
                        _keep_nearest(nearest, spelling, errors, typed)
        return sorted(nearest.values(), key=lambda one: (one.errors, one.rank, not one.same_start))

    def beginning(self, letters_typed: str) -> Iterator[tuple[bool, Named]]:
        """Things with a name that begins with the letters, or (False) a later word of which does."""
        later = f" {letters_typed}"
        for spellings in self._by_length.values():
            for spelling in spellings:
                starts = spelling.text.startswith(letters_typed)
                if starts or later in spelling.text:
                    yield from ((starts, named) for named in spelling.things)


def _keep_nearest(nearest: dict[Interest, Misspelled], spelling: _Spelling, errors: int, typed: str) -> None:
    for named in spelling.things:
        known = nearest.get(named.interest)
        if known is None or (errors, named.rank) < (known.errors, known.rank):
            same_start = spelling.text[0] == typed[0]
            nearest[named.interest] = Misspelled(
                named.interest, named.rank, errors, spelling.text, same_start
            )


def _best(named: Sequence[Named]) -> tuple[Named, ...]:
    """Those of the best rank, each thing once."""
    if not named:
        return ()
    rank = min(one.rank for one in named)
    return tuple({one.interest: one for one in named if one.rank == rank}.values())


@cache
def lexicon(languages: tuple[str, ...] = LANGUAGES) -> Lexicon:
    """The words of these languages."""
    words: dict[Phrase, list[Named]] = {}

    def add(text: str, interest: Interest, rank: Rank) -> None:
        phrase = without_stop_words(spelled(text)) or spelled(text)
        if phrase:
            words.setdefault(phrase, []).append(Named(interest, rank, " ".join(phrase)))

    for language in languages:
        texts = texts_for(language)
        for topic in TOPICS:
            add(texts.topic_name(topic), Interest(topic=topic), Rank.NAME)
        for code, name in country_names(language).items():
            add(name, Interest(country=code), Rank.NAME)
            add(romanised(name), Interest(country=code), Rank.ALIAS)
        for word, interest, rank in _listed_words(language):
            add(word, interest, rank)
        for word in EVERYTHING_WORDS.get(language, ()):
            add(word, EVERYTHING, Rank.NAME)
    return Lexicon(MappingProxyType(words))


def _listed_words(language: str) -> Iterator[tuple[str, Interest, Rank]]:
    for key, words in _lists(language, "topics"):
        yield from _ranked(words, Interest(topic=topic_id(key)))
    for key, words in _lists(language, "countries"):
        yield from _ranked(words, Interest(country=CountryCode(key)))


def _lists(language: str, kind: str) -> Iterator[tuple[str, str]]:
    source = resources.files("bot.texts") / "locales" / language / f"{kind}.txt"
    if not source.is_file():
        return
    for line in source.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, _, words = line.partition(" ")
            yield key, words


def _ranked(words: str, interest: Interest) -> Iterator[tuple[str, Interest, Rank]]:
    marks = {"=": Rank.SET, "~": Rank.NEAR}
    for word in (one.strip() for one in words.split(",")):
        yield word.lstrip("=~"), interest, marks.get(word[0], Rank.ALIAS)
