"""What tells two alike articles apart: numbers, and things that have one value only, as a day or a round."""

import re
from collections.abc import Iterator
from functools import cache
from zlib import crc32

from bot.briefs.grouping.terms import PREFIX, fold_word, folded_words

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[.,\u00a0\u202f ](?=\d{3}(?:\D|$))")
_ORDINAL = re.compile(
    r"(\d+)(?:st|nd|rd|th|-?[йяе]|-?го|-?ci|-?cı|-?cu|-?cü|['’]?(?:inci|ıncı|uncu|üncü|nci|ncı))$",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"(\d[.,]\d)\s?-?(?:magnitude|magnitud|балл|büyüklü|bal\b|mag)"
    r"|(?:magnitude|магнитуд\w*|büyüklüğünde|maqnitud\w*)\D{0,12}(\d[.,]\d)",
    re.IGNORECASE,
)

_WEEKDAYS = """
monday понедельник понедельника bazar_ertəsi pazartesi
tuesday вторник вторника çərşənbə_axşamı salı
wednesday среда среду среды çərşənbə çarşamba
thursday четверг четверга cümə_axşamı perşembe
friday пятница пятницу пятницы cümə cuma
saturday суббота субботу субботы şənbə cumartesi
sunday воскресенье воскресенья bazar_günü pazar_günü
"""
_SECOND_HALVES = ("axsami", "ertesi", "gunu")
"""The endings come after these: çərşənbə axşamından is from Tuesday, and çərşənbədən from Wednesday."""

_ORDINALS = """
first первый первая первое первого первой birinci ilk
second второй вторая второе второго ikinci
third третий третья третье третьего третьей üçüncü
fourth четвертый четвертая четвертое четвертого dördüncü
fifth пятый пятая пятое пятого пятой beşinci
sixth шестой шестая шестого altıncı
seventh седьмой седьмая седьмого yeddinci yedinci
eighth восьмой восьмая восьмого səkkizinci sekizinci
ninth девятый девятая девятого doqquzuncu dokuzuncu
tenth десятый десятая десятого onuncu
"""
_MONTHS = """
january jan января yanvar ocak
february feb февраля fevral şubat
march марта mart
april апреля aprel nisan
may мая mayıs
june июня iyun haziran
july июля iyul temmuz
august aug августа avqust ağustos
september sept sep сентября sentyabr eylül
october oct октября oktyabr ekim
november nov ноября noyabr kasım
december dec декабря dekabr aralık
"""


_COUNTED = """
round matchday week day game part season episode stage phase chapter
тур тура день сезон серия этап матч
hafta gün bölüm sezon tur
mərhələ mövsüm seriya
"""
"""What a number after it counts: round 3, день 641."""


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, written one way: `1 200`, `1,200` and `1.200` are 1200, `5,6` is 5.6."""
    return frozenset(_plain(match[0]) for match in _NUMBER.finditer(text))


def _plain(written: str) -> str:
    return _THOUSANDS.sub("", written).replace(",", ".").lstrip("0") or "0"


def slots(text: str) -> frozenset[tuple[int, int]]:
    """What a text says of each thing that can have one value only: (the thing, the value), as numbers.

    Two texts that fill a slot differently are likely to be of two events: Monday and Tuesday, the
    third and the fourth round, 5.6 and 6.1 on the scale, 23 and 24 November.
    """
    return frozenset((_number(slot), _number(value)) for slot, value in _slots(text))


def _slots(text: str) -> Iterator[tuple[str, str]]:
    found = list(folded_words(text))
    for at, (word, bare) in enumerate(found):
        before = found[at - 1][1] if at else ""
        after = found[at + 1][1] if at + 1 < len(found) else ""
        yield from _day(bare, before, after)
        yield from _place_in_a_row(word, bare, before, after)
    for match in _SCALE.finditer(text):
        yield "magnitude", (match[1] or match[2]).replace(",", ".")


def _day(bare: str, before: str, after: str) -> Iterator[tuple[str, str]]:
    """A weekday, or a month with a number beside it."""
    weekdays, months = _values(_WEEKDAYS), _values(_MONTHS)
    second = next((half for half in _SECOND_HALVES if after.startswith(half)), after)
    if day := weekdays.get(f"{bare}_{second}") or weekdays.get(bare):
        yield "weekday", day
    elif bare in months and (
        number := re.match(r"\d{1,2}(?!\d)", before) or re.match(r"\d{1,2}(?!\d)", after)
    ):
        yield "date", f"{months[bare]}/{number[0]}"


def _place_in_a_row(word: str, bare: str, before: str, after: str) -> Iterator[tuple[str, str]]:
    """The third round, the 3rd round, round 3."""
    ordinals, months = _values(_ORDINALS), _values(_MONTHS)
    if bare in ordinals and after:
        yield f"nth {after[:PREFIX]}", ordinals[bare]
    elif (match := _ORDINAL.match(word)) and after and after not in months:
        yield f"nth {after[:PREFIX]}", match[1]
    elif bare.isdigit() and len(bare) <= 4 and before in _values(_COUNTED):
        yield f"nth {before[:PREFIX]}", bare


@cache
def calendar() -> frozenset[str]:
    """The folded names of days and months."""
    return frozenset({*_values(_WEEKDAYS), *_values(_MONTHS)})


@cache
def _values(table: str) -> dict[str, str]:
    lines = table.strip().splitlines()
    return {fold_word(word): str(value) for value, line in enumerate(lines, start=1) for word in line.split()}


def _number(text: str) -> int:
    return crc32(text.encode())


DAY_SLOTS = frozenset({_number("weekday"), _number("date")})
"""The slots that say when."""
