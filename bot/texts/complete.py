"""Search by typing: what the first letters of a name could become."""

from collections.abc import Iterator
from enum import Enum

from bot.domain.interest import Interest
from bot.texts.lexicon import Rank, lexicon
from bot.texts.markup import clean_line
from bot.texts.spelling import spelled
from bot.texts.texts import texts_for
from bot.texts.understand import understand


class Kind(Enum):
    """What a picker offers."""

    TOPICS = "topics"
    COUNTRIES = "countries"
    BOTH = "both"


def complete(prefix: str, language: str, *, kind: Kind = Kind.BOTH, most: int = 10) -> list[Interest]:
    """Topics and countries that the letters may be the beginning of, best first.

    Names in the reader's own language come before other words for a thing and before names in other languages,
    beginnings of a name before beginnings of a later word in it. What begins nothing is understood
    as `understand` does, typing errors included.
    """
    typed = " ".join(spelled(clean_line(prefix)))
    if not typed:
        return []
    ranked = sorted(_beginnings(typed, language), key=lambda one: one[:3])
    found = dict.fromkeys(interest for *_, interest in ranked if _fits(interest, kind))
    if not found:
        meant = understand(prefix)
        single = meant.suggestions if meant.interest is None else (meant.interest,)
        found = dict.fromkeys(interest for interest in single if _fits(interest, kind))
    return list(found)[:most]


def _fits(interest: Interest, kind: Kind) -> bool:
    is_topic, is_country = interest.topic is not None, interest.country is not None
    if kind is Kind.BOTH:
        return is_topic or is_country
    return is_topic and not is_country if kind is Kind.TOPICS else is_country and not is_topic


def _beginnings(typed: str, language: str) -> Iterator[tuple[int, bool, str, Interest]]:
    """Matches with their rank: whose word it is, whether a later word begins so, and the name to sort by."""
    texts = texts_for(language)
    for strangeness, words in ((0, lexicon((texts.language,))), (2, lexicon())):
        for starts, named in words.beginning(typed):
            name = texts.interest_name(named.interest).casefold()
            yield strangeness + (named.rank > Rank.NAME), not starts, name, named.interest
