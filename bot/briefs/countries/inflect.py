"""What may follow a name in a text for the name still to be meant: case endings, possessives, nothing."""

import re
from collections.abc import Iterator
from itertools import product

RUSSIAN_ENDINGS = {
    "": frozenset({""}),
    "ия": frozenset(["я", "и", "ю", "ей", "ею"]),
    "ий": frozenset(
        [
            "ий",
            "ый",
            "ой",
            "ого",
            "его",
            "ому",
            "ему",
            "им",
            "ым",
            "ом",
            "ем",
            "ая",
            "яя",
            "ую",
            "юю",
            "ою",
            "ое",
            "ее",
            "ие",
            "ые",
            "их",
            "ых",
            "ими",
            "ыми",
        ]
    ),
    "а": frozenset(["", *["а", "ы", "и", "е", "у", "ой", "ою", "ам", "ами", "ах"]]),
    "я": frozenset(["я", "и", "ю", "е", "ей", "ею"]),
    "ь": frozenset(["ь", "и", "ью", "я", "ю", "ем", "ём", "е"]),
    "й": frozenset(["й", "я", "ю", "ем", "е", "и", "ев"]),
    "ы": frozenset(["", *["ы", "и", "ов", "ев", "ей", "ам", "ям", "ами", "ями", "ах", "ях"]]),
    "ье": frozenset(["е", "я", "ю", "ем"]),
    "ец": frozenset(["ец", "ца", "цу", "цем", "цев", "цам", "цами", "цах", "це", "цы"]),
    "б": frozenset(["", *["а", "у", "ом", "ем", "е", "ы", "ым", "ов", "ам", "ами", "ах"]]),
}
"""Endings by the class of a word; a class is named for the ending of its nominative ("б": a consonant)."""

_RUSSIAN_CLASSES = ("ец", "ия", "ий", "ье", "а", "я", "ь", "й", "ы")
_INDECLINABLE = frozenset("еиоуэюё")

_AZERBAIJANI = re.compile(
    r"-?(?:lar|lər)?(?:[ıiuü]|s[ıiuü])?n?"
    r"(?:[ıiuü]n|n[ıiuü]n|[aə]|y[aə]|d[aə]|d[aə]n|l[aə]|yl[aə]|n[ıiuü]|y[ıiuü]|[ıiuü])?"
    r"(?:k[ıi]|l[ıiuü])?(?:lar|lər)?(?:[ıiuü]n?|d[aə]n?|[aə])?"
)
_TURKISH = re.compile(
    r"(?:lar|ler)?(?:[ıiuü]|s[ıiuü])?n?"
    r"(?:[ıiuü]n|n[ıiuü]n|[ae]|y[ae]|[dt][ae]|[dt][ae]n|l[ae]|yl[ae]|y[ıiuü]|[ıiuü])?(?:ki|l[ıiuü])?"
)
_APOSTROPHE = re.compile(r"['’`ʼ]\w+")
_ENGLISH = frozenset({"", "'s", "’s", "'", "’"})


def may_follow(rest: str, name: str, language: str) -> bool:
    """Whether `rest`, the remainder of the word after `name`, is an ending that a name takes."""
    if not rest or rest in _ENGLISH:
        return True
    if language in {"tr", "az"}:
        if _APOSTROPHE.fullmatch(rest):
            return True
        pattern = _TURKISH if language == "tr" else _AZERBAIJANI
        return (len(name) > 3 or rest.startswith("-")) and pattern.fullmatch(rest) is not None
    if language == "en":
        return False
    return len(name) > 4 and len(rest) <= 3


def russian_stems(name: str) -> Iterator[tuple[str, str]]:
    """The unchanging beginnings of a name, each with the class of the endings that may follow.

    Of several words all but the last are given in every case: Саудовская, Саудовской ... Арави-.
    """
    *first, last = name.split(" ")
    stem, ending = _stem(last)
    if len(first) > 1 or not name[:1].isalpha():
        yield " ".join([*first, stem]), ending
        return
    for forms in product(*map(_forms, first)):
        yield " ".join([*forms, stem]), ending


def _forms(word: str) -> list[str]:
    stem, ending = _stem(word)
    return sorted(stem + tail for tail in RUSSIAN_ENDINGS[ending])


def _stem(word: str) -> tuple[str, str]:
    if (len(word) < 4 and word[-1:] not in "айы") or word.isupper() or not "а" <= word[-1:] <= "я":
        return word, "б" if word[-1:] not in _INDECLINABLE and word.istitle() and len(word) > 2 else ""
    if word.endswith(("ый", "ской", "цкой", "ская", "цкая", "ные", "ские")) or (
        word.endswith("ная") and len(word) > 5
    ):
        return word[:-2], "ий"
    for ending in _RUSSIAN_CLASSES:
        if word.endswith(ending):
            kept = word[: -len(ending)]
            return (
                (kept + "и", "ия")
                if ending == "ия"
                else (kept + "ь", "ье")
                if ending == "ье"
                else (kept, ending)
            )
    if word[-1] == "и" and word[-2] in "кцнр" and word[0].islower():
        return word[:-1], "ы"
    return word, "" if word[-1] in _INDECLINABLE else "б"
