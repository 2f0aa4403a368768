"""The dictionary forms that a word with a case ending may stand for, in our languages.

A form is a guess: it counts only if the lexicon knows it. The rules are written on spelled words (see
`bot.texts.spelling`): no accents, ı as i, ə as e, ü as u, й as и.
"""

from collections.abc import Iterator
from functools import cache

_SHORTEST_STEM = 2

_VOWELS = frozenset("aeiou")

# Azerbaijani and Turkish: what may follow a vowel, and what may follow a consonant.
_AFTER_VOWEL = (
    "da de dan den ya ye na ne nda nde ndan nden n nin nun ni nu yi yu la le yla yle lar ler lari leri larin lerin "
    "larda lerde lardan lerden lara lere si su sina sine sini sunu sinin sunun sinda sinde sindan sinden li lu"
)
_AFTER_CONSONANT = (
    "da de ta te dan den tan ten a e i u in un la le lar ler lari leri larin lerin larda lerde lardan lerden lara "
    "lere ina ine una une ini unu inin unun inda inde unda unde indan inden li lu"
)
_SOFTENED = {"g": ("k", "q"), "y": ("k",), "b": ("p",), "d": ("t",)}
"""The last consonant of a stem before a vowel, and what it is without: sağlığı, sağlık; iqlimi stays."""

# English: endings, and what stands in the dictionary instead.
_ENGLISH = (("ies", "y"), ("es", ""), ("s", ""), ("", "s"), ("y", "ies"))

# Russian: for the end of a dictionary form, the ends of its other forms.
_RUSSIAN = {
    "ия": "ии ию иеи иям иями иях",
    "ие": "ия ию ием ии иям иями иях их им ими",
    "а": "ы и е у ои ою ам ами ах",
    "я": "и е ю еи ею ям ями ях",
    "": "а у ом е ы и ов ам ами ах ем я ю",
    "ь": "и ю ем е я ью еи ям ями ях",
    "и": "я ю ем е ев еи ам ами ах ям ями ях",
    "о": "а у ом е",
    "е": "я ю ем и еи ям ями ях",
    "ы": "ов ам ами ах",
    "ая": "ои ую ою ые ых ым ыми",
    "яя": "еи юю ие их им ими",
    "ыи": "ого ому ым ом ые ых ыми ая ое ои ую",
    "ии": "его ему им ем ие их ими яя ее еи юю ого ому ом ая ое ои ую",
    "ои": "ого ому ым ом ая ое ые ых ыми ую",
    "ое": "ого ому ым им ом ые ых ыми",
    "ые": "ых ым ыми",
}
_RUSSIAN_SINGULARS = ("и", "ы")
"""What makes a plural of a singular: налог, налоги."""


@cache
def _russian_rules() -> tuple[tuple[str, str], ...]:
    """Pairs of an ending that is typed and the dictionary form's end that it may stand for."""
    pairs = {(ending, base) for base, endings in _RUSSIAN.items() for ending in endings.split()}
    pairs |= {("", plural) for plural in _RUSSIAN_SINGULARS}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def dictionary_forms(word: str) -> Iterator[str]:
    """What a word may be a form of, itself not among it; may repeat itself."""
    stem, apostrophe, _ending = word.partition("'")
    if apostrophe:
        yield stem  # Gürcistan'da, Georgia's
    if any("а" <= letter <= "я" for letter in word):
        yield from _swapped(word, _russian_rules())
    else:
        yield from _turkic(word)
        yield from _swapped(word, _ENGLISH)


def _swapped(word: str, rules: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for ending, base in rules:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            yield word[: len(word) - len(ending)] + base


def _turkic(word: str) -> Iterator[str]:
    for ending in _AFTER_VOWEL.split():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM and stem[-1] in _VOWELS:
            yield stem
    for ending in _AFTER_CONSONANT.split():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM and stem[-1] not in _VOWELS:
            yield stem
            yield from (stem[:-1] + hard for hard in _SOFTENED.get(stem[-1], ()))
    if len(word) > _SHORTEST_STEM:
        yield from (word + "lar", word + "ler")
