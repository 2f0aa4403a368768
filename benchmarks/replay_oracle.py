"""Which entries of recorded feeds are one article, judged without our parser and without our keys.

feedparser reads the recordings. Two entries of a feed are the same article

- when their guids are the same, or their addresses but for scheme, query and fragment, and their titles or texts have
  a third of their words in common (an address that is used again for something else is another article);
- or when their titles share six of ten words and their texts eight of ten: within three days where the texts have
  twenty words or more, else within one.
"""

import io
import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

import feedparser

_DAY = 86_400
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
_LONG = 20


@dataclass(frozen=True, slots=True)
class Entry:
    guid: str
    place: str
    title: tuple[str, ...]
    text: tuple[str, ...]
    shown: str


@dataclass(slots=True)
class Version:
    entry: Entry
    at: int
    article: int


def read(body: bytes) -> list[Entry]:
    return [_entry(one) for one in feedparser.parse(io.BytesIO(body)).entries]


def _entry(one: feedparser.FeedParserDict) -> Entry:
    bodies = [one.get("summary", ""), *(content.get("value", "") for content in one.get("content", []))]
    text = max(bodies, key=len)
    title = one.get("title", "")
    return Entry(
        guid=one.get("id", ""),
        place=place_of(one.get("link", "")),
        title=words(title),
        text=words(_TAG.sub(" ", text))[:400],
        shown=f"{title[:90]} <{one.get('link', '')}>",
    )


def place_of(url: str) -> str:
    parts = urlsplit(url.strip())
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"


def words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


class Oracle:
    """The articles of one feed, numbered in the order in which they first came."""

    def __init__(self) -> None:
        self.first_at: list[int] = []
        self.shown: list[str] = []
        self._exact: dict[Entry, Version] = {}
        self._by_guid: dict[str, list[Version]] = defaultdict(list)
        self._by_place: dict[str, list[Version]] = defaultdict(list)
        self._by_word: dict[str, list[Version]] = defaultdict(list)

    def number(self, entry: Entry, at: int) -> int:
        """The number of the article that an entry is of; a new one if it is of none that came before."""
        known = self._exact.get(entry)
        if known is not None and (entry.place or at - known.at < 3 * _DAY):
            known.at = at
            return known.article
        found = self._find(entry, at)
        if found is None:
            found = len(self.first_at)
            self.first_at.append(at)
            self.shown.append(entry.shown)
        self._keep(Version(entry, at, found))
        return found

    def _find(self, entry: Entry, at: int) -> int | None:
        by_guid = self._by_guid[entry.guid] if entry.guid else []
        by_place = self._by_place[entry.place] if "/" in entry.place else []
        for version in (*reversed(by_guid), *reversed(by_place)):
            if _akin(entry, version.entry):
                return version.article
        near = {id(one): one for word in _telling(entry) for one in self._by_word[word][-50:]}
        for version in near.values():
            if _same_words(entry, version, at):
                return version.article
        return None

    def _keep(self, version: Version) -> None:
        self._exact[version.entry] = version
        self._by_guid[version.entry.guid].append(version)
        self._by_place[version.entry.place].append(version)
        for word in _telling(version.entry):
            self._by_word[word].append(version)


def _telling(entry: Entry) -> list[str]:
    return sorted(set(entry.title), key=lambda word: (-len(word), word))[:5]


def _akin(one: Entry, other: Entry) -> bool:
    if not (one.title or one.text) or not (other.title or other.text):
        return True  # a feed that lost the words of an entry for a while
    return max(_shared(one.title, other.title), _shared(one.text, other.text)) >= 1 / 3


def _same_words(entry: Entry, version: Version, at: int) -> bool:
    other = version.entry
    days = 3 if min(len(entry.text), len(other.text)) >= _LONG else 1
    return (
        at - version.at < days * _DAY
        and _shared(entry.title, other.title) >= 0.6
        and (entry.text == other.text or _shared(entry.text, other.text) >= 0.8)
    )


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Words in common among all words of both."""
    mine, theirs = set(one), set(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
