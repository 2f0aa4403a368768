"""Where an article names countries, and which country each ambiguous name means there."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from bot.briefs.countries.gazetteer import NOWHERE, Gazetteer, Kind, Place
from bot.briefs.countries.people import FIRST_NAMES, FORMS_OF_ADDRESS, GIVEN_NAME_PLACES
from bot.briefs.words import lower
from bot.domain.brief import CountryCode

_SHOUTED = re.compile(r"\b(?:[A-ZА-ЯЁƏĞİÖŞÜÇ]{4,}|NEW|SAN|LOS|LAS|RIO|TEL|ABU|SRI|DES)\b")
_BEFORE = re.compile(r"([\w.'’-]+)[ \n]$")
_AFTER = re.compile(r" ([A-ZÀ-ÞА-Я]\w+)")
_AMERICAN = re.compile(
    r" (?:(?:Independent|Consolidated|Unified|Community) School District|(?:(?:Junior|Senior) )?High School"
    r"|Elementary|Middle School|Township|County (?!Council|Hall|Cricket|Championship))"
)
"""What follows a place's name in the United States and hardly anywhere else: Lebanon High School, Guernsey County."""

_PLACE_WORDS_TEXT = """
in at near from of to outside around across into for via and through toward against
"""
_PLACE_WORDS = frozenset(_PLACE_WORDS_TEXT.split())
_PRIOR = {"name": 3.0, "people": 3.0, "region": 2.6, "city": 2.6, "power": 2.4, "weak": 1.0}
_WEIGHT = {"name": 1.0, "people": 0.8, "region": 0.8, "city": 0.8, "power": 0.6, "weak": 0.4, "town": 0.5}
_NEAR = 24
"""Characters between a town and the state or country that follows it: "Springfield, Ohio"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in the title or the text; `start` and `end` are code points there."""

    where: Literal["title", "text"]
    start: int
    end: int
    words: str
    code: CountryCode
    kind: Kind
    size: int


@dataclass(frozen=True, slots=True)
class _Found:
    where: Literal["title", "text"]
    start: int
    end: int
    words: str
    places: tuple[Place, ...]
    bare: bool
    """Whether it stands where a person could: with nothing before it such as "in" or "near"."""
    american: bool = False
    """Whether an American institution bears it."""


def find_mentions(title: str, text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Every place that the article names, each read as one country."""
    people: set[str] = set()
    found = [*_find(title, "title", gazetteer, people), *_find(text, "text", gazetteer, people)]
    found = [one for one in found if not (one.bare and one.words in people) and not _is_a_word(one, text)]
    if gazetteer.language == "en":
        found = _as_american(found)
    context = _certain(found)
    return [_read(one, following, context) for one, following in _with_following(found)]


def _find(text: str, where: Literal["title", "text"], gazetteer: Gazetteer, people: set[str]) -> list[_Found]:
    """The names in one text, without those that only look like places; what is a surname is told to `people`."""
    calm = _SHOUTED.sub(_title_case, text).replace("\n", " ")
    found = []
    for start, end, places in gazetteer.find(calm):
        before = _BEFORE.search(calm, max(0, start - 20), start)
        word = before[1] if before else ""
        american = _has_namesakes(places[0]) and _AMERICAN.match(calm, end) is not None
        is_person = not american and _is_person(calm, start, end, places, word)
        if places[0].code == NOWHERE or is_person or (american and word in FIRST_NAMES):
            *first, last = f"{word} {calm[start:end]}".split()
            if last in GIVEN_NAME_PLACES and FIRST_NAMES.intersection(first[-1:]):
                people.add(last)
            continue
        bare = word.lower() not in _PLACE_WORDS
        found.append(_Found(where, start, end, text[start:end], places, bare, american))
    return found


def _has_namesakes(place: Place) -> bool:
    return place.kind in _TOPONYMS and place.code not in _COUNTIES_OF_THEIR_OWN


def _as_american(found: Sequence[_Found]) -> list[_Found]:
    """A name that an American school or county bears is a town there, wherever the article has it.

    It is not where the article speaks of the country that is named so, by another name of it: Jordan and Jordanians.
    """
    named = {one.words for one in found if one.american}
    if not named:
        return list(found)
    elsewhere = {
        one.places[0].code for one in found if one.words not in named and one.places[0].kind != "town"
    }
    return [
        replace(one, places=_AN_AMERICAN_TOWN)
        if one.words in named and (one.american or one.places[0].code not in elsewhere)
        else one
        for one in found
    ]


_TOPONYMS = frozenset({"name", "region", "city", "town"})
_COUNTIES_TEXT = "CA CN EE HR HU IN JP KE KR LR MY NO PH RO SE TW US ZA"
_COUNTIES_OF_THEIR_OWN = frozenset(_COUNTIES_TEXT.split())
"""Countries whose own places have counties, townships or high schools in English news."""

_AN_AMERICAN_TOWN = (Place(CountryCode("US"), "town", 0),)


def _title_case(match: re.Match[str]) -> str:
    """WASHINGTON as Washington, letter for letter, so that datelines are found and offsets still hold."""
    word = match[0]
    lower = word[1:].lower()
    return word[0] + lower if len(lower) == len(word) - 1 and word not in _ACRONYMS else word


_ACRONYMS_TEXT = """
ANZAC ASEAN ADNOC BIST BSEC CNOOC CECC COMELEC EFCC FARC FSLN FYROM HKSAR IEBC IRGC IRNA ISPR JCPOA KCNA
KOSPI KUNA LEGCO LTTE NASA NASDAQ NATO NYSE NSFAS PBOC PDVSA PEMEX POSCO RCMP SABIC SAPS SARS SASSA SOCAR
SWAPO TASS TEPCO TPLF TSMC UNRWA USSR USAID AFAD ASAN AZAL BAKU TBMM TCMB ÖSYM УЕФА ОПЕК НАТО ООН ХАМАС
ЦАХАЛ КСИР СОКАР FSB DNR HƏMAS SEPAH AZƏRTAC AMEA OPEC UEFA FIFA AUKUS USDA
"""
_ACRONYMS = frozenset(_ACRONYMS_TEXT.split())


def _is_a_word(one: _Found, text: str) -> bool:
    """Whether a country's name is a common word of this article, capital where a sentence begins: Mısır, Turkey."""
    if one.places[0].kind != "name" or " " in one.words or one.words[1:] != one.words[1:].lower():
        return False
    small = lower(one.words)
    at = text.find(small) if small != one.words else -1
    return at >= 0 and not text[max(0, at - 1) : at].isalnum() and one.bare


def _is_person(text: str, start: int, end: int, places: Sequence[Place], word: str) -> bool:
    """Whether a name that could be a place is part of a person's: Denzel Washington, Jordan Smith.

    `word` is the one before it.
    """
    if places[0].kind in {"people", "weak"}:
        return False
    if word in FIRST_NAMES or (word in FORMS_OF_ADDRESS and places[0].kind != "power"):
        return True
    if text[start:end] not in GIVEN_NAME_PLACES or word in _PLACE_WORDS:
        return False
    after = _AFTER.match(text, end)
    return after is not None and after[1] not in GIVEN_NAME_PLACES[text[start:end]]


def _certain(found: Sequence[_Found]) -> Counter[CountryCode]:
    """How much of the article speaks for each country beyond doubt: names with one reading, but no small towns."""
    context: defaultdict[CountryCode, float] = defaultdict(float)
    for one in found:
        if len({place.code for place in one.places}) == 1:
            place = one.places[0]
            context[place.code] += _WEIGHT[place.kind] if place.size == 0 or place.size > 48 else 0.3
    return Counter(context)


def _with_following(found: Sequence[_Found]) -> list[tuple[_Found, _Found | None]]:
    """Each name with the one that follows it after a comma, as a state follows its town."""
    pairs: list[tuple[_Found, _Found | None]] = []
    for one, following in zip_longest(found, found[1:]):
        near = following is not None and following.where == one.where and 0 < following.start - one.end <= 3
        pairs.append((one, following if near else None))
    return pairs


def _read(one: _Found, following: _Found | None, context: Counter[CountryCode]) -> Mention:
    place = one.places[0]
    if len(one.places) > 1:
        after = {p.code for p in following.places if p.kind in {"name", "region"}} if following else set()
        place = max(one.places, key=lambda p: _plausible(p, one.places, after, context))
    return Mention(one.where, one.start, one.end, one.words, place.code, place.kind, place.size)


def _plausible(
    place: Place, rivals: Sequence[Place], after: set[CountryCode], context: Counter[CountryCode]
) -> float:
    """A score to choose among the readings of one name, larger for the likelier.

    A small town that bears a famous name needs its own state or country right behind it: Dublin, Ohio.
    """
    beside = 5.0 * (place.code in after)
    if place.kind != "town":
        return _PRIOR[place.kind] + beside + 2 * min(context[place.code], 3)
    if any(rival.kind != "town" for rival in rivals):
        return beside
    return (place.size - 40) / 10 + beside + 2 * min(context[place.code], 3)
