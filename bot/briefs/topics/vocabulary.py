"""Words that speak for a topic, counted in a text.

The lists stand in data/topics, one file a language; a language without one is read with the English list, for
names such as NASA and Bitcoin that travel. A line of dashes holds words that only begin like a listed one: Avropa is
no "avro", and поэтому speaks of no poet.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.briefs.words import lower
from bot.domain.brief import TopicId
from bot.domain.topics import topic_id

LANGUAGES = ("en", "ru", "az", "tr")
_DATA = files("bot.briefs") / "data" / "topics"
_NO_TOPIC = "-" * 8
_PLURALS = frozenset({"s", "es", "'s", "’s"})


@dataclass(slots=True)
class Hits:
    """The words that were found for one topic, each with how often."""

    words: Counter[str] = field(default_factory=Counter)

    @property
    def distinct(self) -> int:
        return len(self.words)

    @property
    def total(self) -> int:
        return self.words.total()


class Vocabulary:
    """One language's lists, found in one pass over a text (Aho-Corasick)."""

    def __init__(self, language: str) -> None:
        readings: defaultdict[str, list[tuple[TopicId, str]]] = defaultdict(list)
        for topic, word in _read(language):
            bare, rule = _rule(word, language)
            if topic is None:
                readings.setdefault(bare, [])  # the longest word at a place is found, and it means nothing
            else:
                readings[bare].append((topic, rule))
        self._readings = list(readings.values())
        self._finder = AhoCorasick(readings, matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def speaks_of(self, topic: TopicId) -> bool:
        """Whether any word is listed for a topic."""
        return any(topic == listed for each in self._readings for listed, _ in each)

    def count(self, text: str) -> dict[TopicId, Hits]:
        """The hits of each topic that a text speaks of; the words as they stand in the lower-cased text."""
        small = lower(text)
        found: dict[TopicId, Hits] = {}
        for number, start, end in self._finder.find_matches_as_indexes(small):
            if start and small[start - 1].isalnum():
                continue
            rest = _rest(small, end)
            for topic, rule in self._readings[number]:
                if rule == "*" or not rest or (rule == "s" and rest in _PLURALS):
                    found.setdefault(topic, Hits()).words[small[start:end]] += 1
        return found


@cache
def vocabulary(language: str) -> Vocabulary:
    return Vocabulary(language if language in LANGUAGES else "en")


def _read(language: str) -> list[tuple[TopicId | None, str]]:
    lines = (_DATA / f"{language}.txt").read_text("utf-8").splitlines()
    return [
        (None if line.startswith(_NO_TOPIC) else topic_id(line[:8]), word.strip())
        for line in lines
        if line and not line.startswith("#")
        for word in line[9:].split(",")
    ]


def _rule(word: str, language: str) -> tuple[str, str]:
    """The word, and what may follow it: nothing, a plural's ending ("s"), or anything ("*")."""
    if word.endswith("$"):
        return word[:-1], ""
    if word.endswith("*"):
        return word[:-1], "*"
    return word, "s" if language == "en" else "*"


def _rest(text: str, end: int) -> str:
    stop = end
    while stop < len(text) and (text[stop].isalnum() or text[stop] in "'’"):
        stop += 1
    return text[end:stop]
