"""Words, their stems, and the words that say little, in any language."""

import gzip
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from importlib.resources import files
from threading import local
from typing import TypeVar

import Stemmer

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
"""A word: letters and digits, with apostrophes inside it."""

_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")
"""The same in a text of ASCII, in two thirds of the time."""

UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""A character of a script that puts no spaces between words: Thai, Japanese, Chinese."""

_ALGORITHMS = {
    "ar": "arabic", "az": "turkish", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

MOST_REMEMBERED = 200_000

Found = TypeVar("Found")

_per_thread = local()  # a Stemmer object must not be used by two threads at once


def tokens(text: str) -> list[str]:
    """The matches of WORD in a text."""
    found: list[str] = (_ASCII_WORD if text.isascii() else WORD).findall(text)
    return found


def words(text: str) -> list[str]:
    """The words of a text, lower-cased, in order.

    Where words are not spaced apart (Chinese, Japanese, Thai) each pair of neighbouring characters stands for
    a word, as is usual in retrieval.
    """
    return lowered(tokens(text))


def lowered(found: Sequence[str]) -> list[str]:
    """The same of the tokens of a text."""
    joined = "\n".join(found)
    small = lower(joined).split("\n") if joined else []
    if joined.isascii() or not UNSPACED.search(joined):
        return small
    return [part for word in small for part in _pairs(word)]


def _pairs(word: str) -> list[str]:
    if len(word) < 3 or not UNSPACED.search(word):
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]


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


@cache
def stop_words(language: str) -> frozenset[str]:
    """The words of a language that say little by themselves; none are known for most languages."""
    return _stop_words().get(language, frozenset())


@lru_cache(maxsize=200_000)
def is_stop_word(word: str, language: str) -> bool:
    """Whether a lower-cased word says little; without a list, a word of one or two letters does."""
    listed = stop_words(language)
    if not listed:
        return len(word) <= 2 and not word.isdigit() and not UNSPACED.search(word)
    return word in listed


def content_stem(word: str, language: str) -> str:
    """The stem of a lower-cased word; empty for a word that says little."""
    return "" if is_stop_word(word, language) else stem(word, language)


class Remembered(dict[str, Found]):
    """What a function says of words; a look-up takes a third of the time that lru_cache takes."""

    def __init__(self, tell: Callable[[str], Found]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, word: str) -> Found:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        found = self[word] = self._tell(word)
        return found


@cache
def content_stems(language: str) -> Remembered[str]:
    """`content_stem` of every word of a language, by look-up."""
    return Remembered(partial(content_stem, language=language))


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    packed = files("bot.briefs").joinpath("data/stopwords.json.gz").read_bytes()
    return {language: frozenset(listed) for language, listed in json.loads(gzip.decompress(packed)).items()}
