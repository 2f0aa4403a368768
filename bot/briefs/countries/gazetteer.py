"""The names of places, people and institutions that stand for countries, ready to be found in a text.

Three sources: CLDR's names of countries in every language (through Babel), the hand-written files in
data/countries, and the cities of GeoNames in data/countries/cities_*.txt.gz. See docs/tags.md.
"""

import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind
from babel import Locale, UnknownLocaleError

from bot.briefs.countries.inflect import RUSSIAN_ENDINGS, may_follow, russian_stems
from bot.domain.brief import CountryCode
from bot.domain.countries import COUNTRIES

Kind = Literal["name", "people", "region", "city", "power", "weak", "town"]
KINDS: tuple[Kind, ...] = ("name", "people", "region", "city", "power", "weak", "town")

HAND_WRITTEN = ("en", "ru", "az", "tr")
NOWHERE = CountryCode("--")
"""The code of words that hold a place's name and mean none."""

_LETTERS = dict(zip("nprcowt", KINDS, strict=True))
_LETTER = {kind: letter for letter, kind in _LETTERS.items()}
_KNOWN = frozenset(COUNTRIES)
_DATA = files("bot.briefs") / "data" / "countries"
_SPACELESS = frozenset({"zh", "ja", "th", "lo", "km", "my"})


@dataclass(frozen=True, slots=True)
class Place:
    """One reading of a name. `size` is ten times the decimal logarithm of a town's people, else 0."""

    code: CountryCode
    kind: Kind
    size: int
    endings: str = ""


class Gazetteer:
    """All that is known of one language's names, found in one pass over a text (Aho-Corasick)."""

    def __init__(self, language: str) -> None:
        readings = _readings(language)
        self.language = language
        self._readings = list(readings.values())
        self._finder = AhoCorasick(readings, matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
        """Each name that stands on word borders: its start, its end, and what it may mean."""
        for number, start, end in self._finder.find_matches_as_indexes(text):
            if self.language in _SPACELESS:
                yield start, end, _parse(self._readings[number])
            elif not start or not (text[start - 1].isalnum() or text[start - 1] in "@#_"):
                rest = _rest(text, end)
                meant = self._meant(text[start:end], rest, self._readings[number])
                if meant:
                    yield start, end + len(rest), meant

    def _meant(self, name: str, rest: str, readings: str) -> tuple[Place, ...]:
        places = _parse(readings)
        if self.language == "ru" and name[0] > "\u0400":
            return tuple(place for place in places if rest in RUSSIAN_ENDINGS[place.endings])
        if rest[:1].isdigit():
            return tuple(place for place in places if place.kind == "weak")
        return places if may_follow(rest, name, self.language) else ()


@cache
def gazetteer(language: str) -> Gazetteer:
    """The names of a language; made at its first use, in some 0.1 s."""
    return Gazetteer(language)


def _rest(text: str, end: int) -> str:
    """The remainder of the word that a name begins, with an apostrophe or, after capitals, a hyphen."""
    stop = end
    size = len(text)
    while stop < size and text[stop].isalnum():
        stop += 1
    if stop < size - 1 and text[stop] in "'’" and text[stop + 1].isalpha():
        stop += 2
        while stop < size and text[stop].isalnum():
            stop += 1
    return text[end:stop]


@lru_cache(maxsize=20_000)
def _parse(readings: str) -> tuple[Place, ...]:
    places = []
    for reading in readings.split():
        body, _, endings = reading.partition(":")
        places.append(Place(CountryCode(body[:2]), _LETTERS[body[2]], int(body[3:] or 0), endings))
    return tuple(dict.fromkeys(places))


def _readings(language: str) -> dict[str, str]:
    readings = _cities(language)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, code, kind in (*_cldr(language), *_hand_written(language)):
        for form, ending in _forms(name, language):
            found[form].append(f"{code}{_LETTER[kind]}" + (f":{ending}" if ending else ""))
    for form, meant in found.items():
        if language == "en" and form in readings and not meant[0].startswith(NOWHERE):
            known = " ".join(meant)
            meant += [town for town in readings[form].split() if town[:2] not in known]
        readings[form] = " ".join(meant)
    return readings


def _forms(name: str, language: str) -> Iterator[tuple[str, str]]:
    variants = {name, name[0].upper() + name[1:]} if language in HAND_WRITTEN and language != "en" else {name}
    for variant in variants:
        if language == "ru" and variant[0] > "\u0400":
            yield from russian_stems(variant)
        else:
            yield variant, ""


def _cldr(language: str) -> Iterator[tuple[str, str, Kind]]:
    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return
    for code, name in territories.items():
        if code in _KNOWN:
            yield name, code, "name"


def _hand_written(language: str) -> Iterator[tuple[str, str, Kind]]:
    for line in (_DATA / "not_places.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line, NOWHERE, "name"
    if language not in HAND_WRITTEN:
        return
    for line in (_DATA / f"{language}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, kind, names = line.split(" ", 2)
            for name in names.split(","):
                yield name.strip(), code, _kind(kind)


def _kind(word: str) -> Kind:
    return KINDS[KINDS.index(word)]  # raises ValueError for a word that is no kind


def _cities(language: str) -> dict[str, str]:
    """The cities in the language's letters, each with its readings; small towns for English alone."""
    parts = {"ru": ("cyrillic",), "en": ("small", "large")}.get(language, ("large",))
    lines: list[str] = []
    for part in parts:
        lines += gzip.decompress((_DATA / f"cities_{part}.txt.gz").read_bytes()).decode().split("\n")
    readings: dict[str, str] = {}
    for line in lines:
        name, _, meant = line.partition("\t")
        readings[name] = f"{meant} {readings[name]}" if name in readings else meant
    return readings
