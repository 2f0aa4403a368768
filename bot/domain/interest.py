"""What a subscription follows, and the keys that make matching one indexed join.

A key is `topic/country`, where either may be `*`: `04000000/AZ`, `04000000/*`, `*/AZ`, `*/*`. A keyword is
its folded words in quotes: `"baku port"`. A single story is `story/17`. A story has the set of all keys
that it answers to; a subscription has one.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NewType

from bot.domain.article import StoryId
from bot.domain.brief import CountryCode, TopicId
from bot.domain.topics import ancestors

Key = NewType("Key", str)

MAX_KEYWORD = 64
"""Characters of a keyword; longer ones never match a text."""

_ANY = "*"
_TOPIC_PREFIX = "medtop:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """A topic, a country, a topic in a country, a keyword, one story, or (with nothing set) everything."""

    topic: TopicId | None = None
    country: CountryCode | None = None
    keyword: str = ""
    story: StoryId | None = None

    def __post_init__(self) -> None:
        kinds = (bool(self.topic or self.country), bool(self.keyword), self.story is not None)
        if sum(kinds) > 1:
            raise ValueError(f"an interest is tags, a keyword or a story, not several: {self}")

    @property
    def key(self) -> Key:
        """The one key under which a subscription to this is stored."""
        if self.story is not None:
            return story_key(self.story)
        if self.keyword:
            return keyword_key(self.keyword)
        return tag_key(self.topic, self.country)


EVERYTHING = Interest()


def tag_key(topic: TopicId | None, country: CountryCode | None) -> Key:
    """The key of a topic, a country, both at once, or (with neither) everything."""
    number = topic.removeprefix(_TOPIC_PREFIX) if topic else _ANY
    return Key(f"{number}/{country or _ANY}")


def story_key(story: StoryId) -> Key:
    """The key of one story: followed and muted like any other."""
    return Key(f"story/{story}")


def keyword_key(words: str) -> Key:
    """The key of a keyword, the same for any case, accent and spacing it is typed in."""
    return Key(f'"{fold(words)[:MAX_KEYWORD]}"')


def read_key(key: str) -> Interest:
    """The interest that a stored key stands for. Raises ValueError for text that is no key."""
    if len(key) > 2 and key[0] == key[-1] == '"':
        return Interest(keyword=key[1:-1])
    if match := re.fullmatch(r"story/(\d+)", key):
        return Interest(story=StoryId(int(match[1])))
    if match := re.fullmatch(r"(\*|\d{8})/(\*|[A-Z]{2})", key):
        topic, country = match.groups()
        return Interest(
            topic=None if topic == _ANY else TopicId(_TOPIC_PREFIX + topic),
            country=None if country == _ANY else CountryCode(country),
        )
    raise ValueError(f"not a subscription key: {key!r}")


def story_keys(
    story: StoryId,
    topics: Collection[TopicId],
    countries: Collection[CountryCode],
    keywords: Iterable[Key] = (),
) -> frozenset[Key]:
    """Every key a story answers to.

    These are (its topics and all above them, or any) × (its countries, or any), its own, and the keys of the
    keywords that were found in it.
    """
    lineage = {above for topic in topics for above in ancestors(topic)}
    pairs = {tag_key(topic, country) for topic in (*lineage, None) for country in (*countries, None)}
    return frozenset({*pairs, story_key(story), *keywords})


def audience_keys(key: Key) -> frozenset[Key]:
    """The keys of those who would be told a story of exactly this topic, country, or both: for a broadcast to them."""
    interest = read_key(key)
    if interest.keyword or interest.story is not None:
        return frozenset({key})
    topics = ancestors(interest.topic) if interest.topic else ()
    countries = (interest.country,) if interest.country else ()
    return frozenset(tag_key(topic, country) for topic in (*topics, None) for country in (*countries, None))


_ACCENT = re.compile(r"(?<![иИ])[\u0300-\u036f]|(?<=[иИ])(?!\u0306)[\u0300-\u036f]")
"""Й is a letter, not an и with an accent."""


def fold(text: str) -> str:
    """Text as it is compared: no case, no accents, no dotted or dotless i, one space between words.

    Letters that are no accented letters (ə, ş after decomposition keeps its s, ё its е) keep their own
    base, so that "İlham", "ilham" and "ILHAM" are one word in Turkish, Azerbaijani and English alike.
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("İ", "i").replace("ı", "i"))
    bare = unicodedata.normalize("NFC", _ACCENT.sub("", decomposed))
    return " ".join(re.findall(r"[\w'&+.-]+", bare.casefold().replace("’", "'")))
