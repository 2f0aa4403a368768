"""The countries an article is about: those in focus, not all it mentions, each with the words that say so."""

from bot.briefs.countries.focus import weigh
from bot.briefs.countries.gazetteer import gazetteer
from bot.briefs.countries.mentions import Mention, find_mentions
from bot.domain.article import Article
from bot.domain.brief import CountryTag, Evidence

__all__ = ["PUSH_FLOOR", "find_countries"]

PUSH_FLOOR = 0.4
"""A tag below this weight is the best guess of an article with no clear subject: shown, never pushed."""

READ_AHEAD = 12_000
"""Characters of the text that are read: what a story is about stands in its first pages."""

_MOST = 6
_EVIDENCE = 3


def find_countries(article: Article, language: str) -> tuple[CountryTag, ...]:
    """The countries of an article, most relevant first; the first is given even where it is a guess.

    The weight is the probability that the article is about the country.
    """
    text = article.text[:READ_AHEAD]
    mentions = find_mentions(article.title, text, gazetteer(language))
    weights = weigh(mentions, len(text))
    ranked = sorted(weights, key=lambda code: (-weights[code], code))
    return tuple(
        CountryTag(code, round(weights[code], 3), _evidence([m for m in mentions if m.code == code]))
        for place, code in enumerate(ranked[:_MOST])
        if place == 0 or weights[code] >= PUSH_FLOOR
    )


def _evidence(mentions: list[Mention]) -> tuple[Evidence, ...]:
    """The first few different words that named a country, title first."""
    seen: dict[str, Evidence] = {}
    for mention in mentions:
        seen.setdefault(mention.words.casefold(), Evidence(mention.where, mention.words))
    return tuple(seen.values())[:_EVIDENCE]
