"""Which of many readers' keywords an article holds: words and phrases, on word borders, in any of their endings.

A keyword is compared by its stems in the article's language, so that "election" is found in "elections" and
"Bakı" in "Bakıda". Its first stem is looked up in a table, so the time does not depend on how many keywords
there are, only on the words of the article.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.briefs.words import stem
from bot.domain.article import Article
from bot.domain.interest import MAX_KEYWORD, Key, fold

READ_AHEAD = 20_000
"""Characters of a text in which keywords are looked for."""

_NO_PHRASES: Mapping[str, frozenset[Key]] = MappingProxyType({})


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
    """The keywords of one language: by their first stem, then by all of them."""

    def __init__(self, keys: Iterable[Key], language: str) -> None:
        self._language = language
        self._phrases: defaultdict[str, dict[tuple[str, ...], set[Key]]] = defaultdict(dict)
        for key in keys:
            phrase = _stems(key[1:-1], language)
            if phrase:
                self._phrases[phrase[0]].setdefault(phrase, set()).add(key)

    def find(self, text: str) -> frozenset[Key]:
        words = _stems(text, self._language)
        found: set[Key] = set()
        for at, word in enumerate(words):
            for phrase, keys in self._phrases.get(word, _NO_PHRASES).items():
                if len(phrase) == 1 or words[at : at + len(phrase)] == phrase:
                    found |= keys
        return frozenset(found)


def _stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of a text's words, folded as keywords are; a possessive ending is left off."""
    return tuple(_folded_stem(word, language) for word in fold(text).split())


def _folded_stem(word: str, language: str) -> str:
    bare = word.strip("'.+&-") or word
    head, _, _ = bare.partition("'")
    return stem(head or bare, language)[:MAX_KEYWORD]
