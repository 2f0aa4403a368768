"""Which of many readers' keywords an article holds: words and phrases, on word borders, in any of their endings.

A keyword is compared by its stems in the article's language, so that "election" is found in "elections" and
"Bakı" in "Bakıda". Its first stem is looked up in a table, so the time does not depend on how many keywords
there are, only on the words of the article.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, repeat

from bot.briefs.words import stem
from bot.domain.article import Article
from bot.domain.interest import MAX_KEYWORD, Key, fold

_WORD = re.compile(r"[\w\u0300-\u036f'’&+.-]+")
"""What `fold` takes for a word, before its accents are gone."""

READ_AHEAD = 20_000
"""Characters of a text in which keywords are looked for."""


class KeywordMatcher:
    """A set of keywords that articles are tried against. Made anew when the set changes.

    The stems of the keywords are worked out when an article of that language first comes.
    """

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = tuple(dict.fromkeys(keys))
        self._by_language: dict[str, _Index] = {}

    def find(self, article: Article, language: str) -> frozenset[Key]:
        """The keywords that stand in an article's title or text."""
        if not self._keys:
            return frozenset()
        index = self._by_language.get(language)
        if index is None:
            index = self._by_language[language] = _Index(self._keys, language)
        return index.find(article.title) | index.find(article.text[:READ_AHEAD])


class _Index:
    """The keywords of one language by their stems, and how long those are that begin with a given stem."""

    def __init__(self, keys: Iterable[Key], language: str) -> None:
        self._language = language
        self._keys: defaultdict[tuple[str, ...], set[Key]] = defaultdict(set)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for key in keys:
            phrase = _stems(key[1:-1], language)
            if phrase:
                self._keys[phrase].add(key)
                lengths[phrase[0]].add(len(phrase))
        self._lengths = {first: tuple(own) for first, own in lengths.items()}

    def find(self, text: str) -> frozenset[Key]:
        words = _stems(text, self._language)
        lengths = map(self._lengths.get, words, repeat(()))
        phrases = {words[at : at + length] for at, own in enumerate(lengths) for length in own}
        return frozenset(chain.from_iterable(map(self._keys.__getitem__, phrases & self._keys.keys())))


def _stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of a text's words, folded as keywords are; a possessive ending is left off."""
    return tuple(chain.from_iterable(map(_word_stems, _WORD.findall(text), repeat(language))))


@lru_cache(maxsize=100_000)
def _word_stems(word: str, language: str) -> tuple[str, ...]:
    return tuple(_stem_of(folded, language) for folded in fold(word).split())


def _stem_of(folded: str, language: str) -> str:
    bare = folded.strip("'.+&-") or folded
    head, _, _ = bare.partition("'")
    return stem(head or bare, language)[:MAX_KEYWORD]
