"""Words and their stems, in any language."""

import re
from collections.abc import Iterable
from functools import lru_cache
from threading import local

import Stemmer

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
"""A word: letters and digits, with apostrophes inside it."""

_ALGORITHMS = {
    "ar": "arabic", "az": "turkish", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

_per_thread = local()  # a Stemmer object must not be used by two threads at once


def words(text: str) -> list[str]:
    """The words of a text, lower-cased, in order."""
    return [lower(match) for match in WORD.findall(text)]


def lower(text: str) -> str:
    """Lower case in which the Turkish and Azerbaijani İ is a plain i, not an i and a loose dot."""
    return text.replace("İ", "i").lower()


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a lower-cased word; the word itself in a language without a stemmer."""
    algorithm = _ALGORITHMS.get(language)
    return _stemmer(algorithm).stemWord(word) if algorithm else word


def stems(text_words: Iterable[str], language: str) -> list[str]:
    """The stems of lower-cased words, in order."""
    return [stem(word, language) for word in text_words]


def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    stemmers: dict[str, Stemmer.Stemmer] = _per_thread.__dict__.setdefault("stemmers", {})
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm, 0)
    return stemmers[algorithm]
