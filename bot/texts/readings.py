"""What the parts of a typed text can be read as, and the best way to read the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.brief import CountryCode
from bot.domain.interest import Interest
from bot.texts.lexicon import Lexicon, Misspelled, Named, Rank

_UNKNOWN = 10.0
"""The cost of a word that cannot be read: more than any way of reading it."""

_SEGMENT = 0.01
"""The cost of each part: of two ways to read a text, the one with longer names is meant."""

_CODE, _INFLECTED, _NEAR, _MISSPELLED = 0.7, 0.5, 1.0, 2.0
"""The costs of reading a word as a code, with an ending, as something near it, or as misspelled."""

_LONGEST_MISSPELLED = 3
"""Words of a name that is looked for by similarity."""

_MANY_STRANGE = 3
"""Of a text with more strange words than this, only single words are looked for."""

_CONVERSATION = 5
"""A text with more strange words than this is not a name with errors in it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A typed word as it is compared, and the country whose code it may be.

    `sure` is whether it is surely meant as the code, if it is no other word: GE is, `no` is not.
    """

    text: str
    code: CountryCode | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of the text, read as one of `things`, the likeliest first; `cost` is its distance from what was typed.

    `sure` is whether the first may be taken without asking.
    """

    things: tuple[Interest, ...]
    cost: float
    sure: bool
    misspelled: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """A way to read the whole text; `unknown` counts the words that stay unread."""

    readings: tuple[Reading, ...] = ()
    cost: float = 0.0
    unknown: int = 0

    @property
    def sure(self) -> bool:
        return not self.unknown and all(one.sure for one in self.readings)

    @property
    def misspelled(self) -> bool:
        return any(one.misspelled for one in self.readings)


def read(words: Sequence[Word], lexicon: Lexicon) -> Cover:
    """The best way to read the words: by what they are if that explains them all, else by what they resemble."""
    plain = _cover(words, lexicon, frozenset())
    if not plain.unknown:
        return plain
    strange = frozenset(word.text for word in words if not lexicon.knows(word.text))
    return plain if len(strange) > _CONVERSATION else _cover(words, lexicon, strange)


def _cover(words: Sequence[Word], lexicon: Lexicon, strange: frozenset[str]) -> Cover:
    """The cheapest division of the words into parts that can be read, and words that cannot.

    Parts that hold a strange word are looked for by similarity.
    """
    best = [Cover()]
    for end in range(1, len(words) + 1):
        before = best[end - 1]
        choices = [Cover(before.readings, before.cost + _UNKNOWN, before.unknown + 1)]
        for start in range(max(0, end - lexicon.longest), end):
            if reading := _read_part(words[start:end], lexicon, strange):
                before = best[start]
                cost = before.cost + reading.cost + _SEGMENT
                choices.append(Cover((*before.readings, reading), cost, before.unknown))
        best.append(min(choices, key=lambda cover: cover.cost))
    return best[-1]


def _read_part(part: Sequence[Word], lexicon: Lexicon, strange: frozenset[str]) -> Reading | None:
    phrase = tuple(word.text for word in part)
    code = part[0] if len(part) == 1 and part[0].code else None
    if named := lexicon.exact(phrase):
        return _by_name(named, 0.0, code)
    if named := lexicon.inflected(phrase):
        return _with_ending(phrase, named, lexicon)
    if code and code.code:
        return Reading((Interest(country=code.code),), _CODE, code.sure)
    longest = _LONGEST_MISSPELLED if len(strange) <= _MANY_STRANGE else 1
    if len(part) <= longest and not strange.isdisjoint(phrase):
        return _by_similarity(" ".join(phrase), lexicon)
    return None


def _by_name(named: Sequence[Named], cost: float, code: Word | None = None) -> Reading:
    things = tuple(one.interest for one in named)
    near = named[0].rank is Rank.NEAR
    if len(things) > 1 and code and code.code:
        things = (*things, Interest(country=code.code))  # IT: the industry, the technology, or Italy
    return Reading(things, cost + (_NEAR if near else 0.0), sure=len(things) == 1 and not near)


def _with_ending(phrase: Sequence[str], named: Sequence[Named], lexicon: Lexicon) -> Reading:
    """Names with case endings; with an ending of one letter, it may be another name without one: Nigeri is no Niger."""
    reading = _by_name(named, _INFLECTED)
    typed = " ".join(phrase)
    doubtful = len(typed) > 3 and len(typed) <= len(named[0].word) + 1
    similar = lexicon.misspelled(typed, 1) if doubtful else []
    doubles = tuple(
        one.interest
        for one in similar
        if one.interest not in reading.things and one.interest.country and one.rank <= Rank.NAME
    )
    if not doubles or not any(one.country for one in reading.things):
        return reading
    return Reading((*reading.things, *doubles), reading.cost, sure=False)


def _by_similarity(typed: str, lexicon: Lexicon) -> Reading | None:
    """What the text is a misspelling of, if anything.

    It is taken without asking only if the name is long enough for its errors, begins with the same letter,
    and nothing else is nearly as near: Iran and Iraq, Austria and Australia are always asked about.
    """
    found = lexicon.misspelled(typed, _search_limit(len(typed)))
    plausible = [one for one in found if one.errors <= _plausible_errors(typed, one)]
    if not plausible:
        return None
    nearest = plausible[0]
    rivals = [one for one in found if one.interest != nearest.interest and _is_rival(one, nearest)]
    sure = not rivals and nearest.rank is not Rank.NEAR and nearest.errors <= _sure_errors(nearest)
    things = tuple(one.interest for one in plausible if one.errors <= nearest.errors + 1)
    return Reading(things[:4], _MISSPELLED + nearest.errors, sure, misspelled=True)


def _is_rival(other: Misspelled, nearest: Misspelled) -> bool:
    """Whether another thing is so near that it might be meant: a name with one error more still may."""
    return other.errors <= nearest.errors + (other.rank is not Rank.NEAR)


def _search_limit(length: int) -> int:
    """How far to look: one error beyond what may be taken without asking, to see the rivals."""
    if length < 4:
        return 0
    return 1 if length == 4 else 2 if length < 8 else 3


def _plausible_errors(typed: str, found: Misspelled) -> int:
    """How many errors make a name worth a question."""
    length = min(len(typed), len(found.word))
    if not found.same_start:
        return 1 if length > 4 else 0
    return 1 if length < 7 else 2 if length < 9 else 3


def _sure_errors(found: Misspelled) -> int:
    """How many errors a name forgives without a question."""
    length = len(found.word)
    if not found.same_start:
        return 0
    return 0 if length < 6 else 1 if length < 9 else 2
