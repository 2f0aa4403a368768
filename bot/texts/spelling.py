"""How words are compared: one spelling for all scripts' variants, and the distance of a typing error."""

import re

from bot.domain.interest import fold

_VARIANTS = str.maketrans({"ə": "e", "ł": "l", "ø": "o", "đ": "d", "æ": "a", "œ": "o", "й": "и"})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
"""U.S., T.C.: the dots of an abbreviation."""


def spelled(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: folded, ə as e, й as и, without hyphens and dots.

    >>> spelled("Côte d’Ivoire, U.K., Gürcüstanda, Ещё")
    ('cote', "d'ivoire", 'uk', 'gurcustanda', 'еще')
    """
    folded = fold(_DOTTED.sub(lambda match: match[0].replace(".", ""), text)).translate(_VARIANTS)
    return tuple(_WORD.findall(folded))


_ROMAN = (
    "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh "
    "щ=shch ъ= ы=y ь= э=e ю=yu я=ya"
)
_ROMAN_TABLE = str.maketrans(dict(pair.split("=") for pair in _ROMAN.split()))


def romanised(name: str) -> str:
    """A Russian name as it is typed on a Latin keyboard: Gruziya. Text in Latin letters stays as it is."""
    return name.lower().translate(_ROMAN_TABLE)


def letters(text: str) -> int:
    """The set of a text's letters as the bits of a number: what differs in many bits is far away."""
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) & 63)
    return bits


class Typed:
    """A text that is compared with many others.

    The errors are those of a keyboard: letters added, left out, replaced, or swapped with their neighbour
    (optimal string alignment), counted with all rows of the table at once as the bits of one number
    (H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, 2003).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = letters(text)
        self._places: dict[str, int] = {}
        for place, letter in enumerate(text):
            self._places[letter] = self._places.get(letter, 0) | 1 << place
        self._all = (1 << len(text)) - 1
        self._last = 1 << len(text) >> 1

    def errors(self, other: str, limit: int) -> int:
        """How many errors lie between the texts; `limit + 1` for anything beyond the limit."""
        if not self.text:
            return min(len(other), limit + 1)
        everything, last = self._all, self._last
        vertical_up, vertical_down, diagonal, places_before = everything, 0, 0, 0
        count, left = len(self.text), len(other)
        for letter in other:
            places = self._places.get(letter, 0)
            swapped = ((~diagonal & places) << 1) & places_before
            diagonal = (
                (((places & vertical_up) + vertical_up) ^ vertical_up) | places | vertical_down | swapped
            ) & everything
            across_up = vertical_down | (~(diagonal | vertical_up) & everything)
            across_down = diagonal & vertical_up
            count += bool(across_up & last) - bool(across_down & last)
            across_up = across_up << 1 | 1
            across_down <<= 1
            vertical_up = (across_down | ~(diagonal | across_up)) & everything
            vertical_down = across_up & diagonal
            places_before = places
            left -= 1
            if count - left > limit:  # each letter that is left can take one error back
                return limit + 1
        return min(count, limit + 1)
