"""Time zones as people name them: by a city, by a country that has only one, or by their distance from UTC."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from bot.texts.languages import LANGUAGES
from bot.texts.markup import clean_line
from bot.texts.spelling import Typed, spelled
from bot.texts.understand import understand

_OFFERED = (
    "Asia/Baku Asia/Tbilisi Asia/Yerevan Europe/Istanbul Europe/Moscow Asia/Tehran Asia/Dubai Asia/Almaty "
    "Asia/Tashkent Asia/Bishkek Asia/Dushanbe Asia/Ashgabat Europe/Kyiv Europe/Berlin Europe/London America/New_York"
)
OFFERED: tuple[str, ...] = tuple(_OFFERED.split())
"""The zones that stand on buttons, by `Texts.zone_name`; any other can be written."""

_CITIES = """
Europe/Moscow saint petersburg, st petersburg, sankt peterburg, санкт петербург, питер, казань, сочи
Europe/Istanbul ankara, анкара, izmir, измир
Asia/Baku ganja, gence, гянджа, sumqayit, сумгаит, nakhchivan, naxcivan, нахчыван, lenkeran
Asia/Tbilisi batumi, batum, батуми, kutaisi, кутаиси, tiflis
Asia/Almaty astana, астана, alma ata, алма ата
America/New_York washington, вашингтон, vasinqton, nyu york, boston
America/Los_Angeles san francisco, сан франциско
Asia/Shanghai beijing, peking, pekin, пекин
Asia/Kolkata delhi, new delhi, mumbai, дели, мумбаи
Europe/Berlin frankfurt, munich, hamburg, мюнхен
"""
"""Cities that are no zones of their own, in the zone whose clock they keep."""

_LONGEST = 64
"""Characters of the longest name of a city, and some more."""

_FARTHEST_EAST, _FARTHEST_WEST = 14, -12
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-−])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)


def understand_zone(words: str) -> str | None:
    """The IANA name of the zone that is meant by `Baku`, `Баку`, `Gürcüstan`, `UTC+4`, `Europe/Paris`."""
    line = clean_line(words)
    if line in _zones():
        return line
    if line.upper() in {"UTC", "GMT"}:
        return "UTC"
    if offset := _OFFSET.fullmatch(line):
        return _at_offset(int(offset[2]) * (1 if offset[1] == "+" else -1))
    if len(line) > _LONGEST:
        return None
    typed = " ".join(spelled(line))
    return _cities().get(typed) or _only_zone_of_country(line) or _misspelled(typed)


def _at_offset(hours: int) -> str | None:
    if not _FARTHEST_WEST <= hours <= _FARTHEST_EAST:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _only_zone_of_country(line: str) -> str | None:
    understood = understand(line)
    countries = {one.country for one in (understood.interest, *understood.suggestions) if one and one.country}
    zones = get_global("territory_zones").get(countries.pop(), ()) if len(countries) == 1 else ()
    known = [zone for zone in zones if zone in _zones()]
    return known[0] if len(known) == 1 else None


def _misspelled(typed: str) -> str | None:
    """A city that is one typing error away, if it is one only and the name is long enough."""
    compared = Typed(typed)
    near = {zone for city, zone in _cities().items() if len(city) > 4 and compared.errors(city, 1) == 1}
    return near.pop() if len(near) == 1 else None


@cache
def _zones() -> frozenset[str]:
    """The zones of the time-zone database, which lies in files."""
    return frozenset(available_timezones())


@cache
def _cities() -> Mapping[str, str]:
    """Cities, as they are compared, in all of our languages, with their zones."""
    return MappingProxyType({" ".join(spelled(city)): zone for city, zone in _named_cities()})


def _named_cities() -> Iterator[tuple[str, str]]:
    for zone in sorted(_zones()):
        area, _, city = zone.rpartition("/")
        if area and area not in {"Etc", "SystemV", "US", "Canada", "Brazil", "Chile", "Mexico"}:
            yield city.replace("_", " "), zone
    for language in LANGUAGES:
        for zone, names in Locale(language).time_zones.items():
            if zone in _zones() and "city" in names:
                yield str(names["city"]), zone
    for line in _CITIES.strip().splitlines():
        zone, cities = line.split(" ", 1)
        yield from ((city, zone) for city in cities.split(", "))
