"""Words as they are compared: folded, cut to five letters, and weighed by how rare they are in news."""

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.briefs.words import WORD
from bot.domain.interest import fold

PREFIX = 5
"""Letters of a word that are compared. Cutting is as good as Snowball here, and the same in every language."""

_DATA = "data/grouping_terms.npz"


def folded_words(text: str) -> Iterator[tuple[str, str]]:
    """Each word of a text as it stands, and folded."""
    for match in WORD.finditer(text):
        if bare := fold_word(match[0]):
            yield match[0], bare


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """A word without case, accents and what an apostrophe joins to it: `Ankara'da` and `ANKARA` are `ankara`."""
    head, _, tail = word.replace("’", "'").replace("ʼ", "'").partition("'")
    core = tail if len(head) <= 2 and len(tail) > len(head) else head
    return fold(core).replace("ə", "e")


@lru_cache(maxsize=100_000)
def term(folded: str) -> int:
    """The number of a folded word, 32 bits, the same on every machine."""
    return crc32((folded if folded[0].isdigit() else folded[:PREFIX]).encode())


@lru_cache(maxsize=100_000)
def name_term(key: str) -> int:
    """The number of a name's key (see names.py), apart from those of words."""
    return crc32(b"name\0" + key.encode())


@lru_cache(maxsize=10_000)
def concept_term(concept: int) -> int:
    """The number of a line of the glossary, apart from those of words."""
    return crc32(b"concept\0" + str(concept).encode())


def rarity(terms: NDArray[np.uint32]) -> NDArray[np.float32]:
    """How telling each term is: its inverse document frequency in the news the table was counted on."""
    table = _table()
    found: NDArray[np.float32] = table[terms & np.uint32(len(table) - 1)]
    return found


@cache
def _table() -> NDArray[np.float32]:
    with resources.files("bot.briefs").joinpath(_DATA).open("rb") as file, np.load(file) as data:
        quantised: NDArray[np.uint8] = data["rarity"]
        return quantised.astype(np.float32) * np.float32(data["step"])
