"""The recent articles, kept in memory: for the command and the tests. storage/grouping.py keeps them in a database."""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.briefs.grouping.choice import Candidate
from bot.briefs.grouping.probes import POSTINGS, best_candidates
from bot.briefs.grouping.signature import Signature, from_bytes
from bot.domain.article import StoryId

WINDOW = timedelta(hours=120)
"""How long an article can be joined: a story with nothing new for five days is over."""

MAX_ARTICLES = 200_000


@dataclass(slots=True)
class RecentWindow:
    """The latest articles by their telling terms, at most `limit` of them, none older than `WINDOW`.

    What there is by the million, terms and article numbers, is kept in arrays: a third of what objects would take.
    """

    limit: int = MAX_ARTICLES
    _numbers: int = 0
    _articles: dict[int, tuple[StoryId, bytes, datetime | None]] = field(default_factory=dict)
    _probes: "dict[int, array[int]]" = field(default_factory=dict)
    _postings: "defaultdict[int, array[int]]" = field(default_factory=lambda: defaultdict(_no_articles))
    _sizes: defaultdict[StoryId, int] = field(default_factory=lambda: defaultdict(int))

    def candidates(self, probes: Iterable[int], at: datetime | None) -> list[Candidate]:
        """The articles most likely to be of the same story as one with these terms that came out at this time."""
        found = {
            probe: [one for one in self._postings.get(probe, ()) if self._is_recent(one, at)]
            for probe in probes
        }
        chosen = []
        for number in best_candidates(found):
            story, packed, _ = self._articles[number]
            if signature := from_bytes(packed):
                chosen.append(Candidate(story=story, story_size=self._sizes[story], signature=signature))
        return chosen

    def add(self, signature: Signature, probes: tuple[int, ...], story: StoryId) -> None:
        """Remember an article of a story; the oldest one is forgotten when there are too many."""
        number = self._numbers
        self._numbers += 1
        self._articles[number] = (story, signature.to_bytes(), signature.at)
        self._probes[number] = array("q", probes)
        self._sizes[story] += 1
        for probe in probes:
            postings = self._postings[probe]
            postings.append(number)
            if len(postings) > POSTINGS:
                del postings[0]
        self._forget(signature.at)

    def _is_recent(self, number: int, at: datetime | None) -> bool:
        seen = self._articles[number][2]
        return at is None or seen is None or abs(at - seen) <= WINDOW

    def _forget(self, now: datetime | None) -> None:
        while self._articles:
            oldest = next(iter(self._articles))
            if len(self._articles) <= self.limit and self._is_recent(oldest, now):
                return
            story, _, _ = self._articles.pop(oldest)
            self._sizes[story] -= 1
            if not self._sizes[story]:
                del self._sizes[story]
            for probe in self._probes.pop(oldest):
                postings = self._postings.get(probe)
                if postings and postings[0] == oldest:
                    del postings[0]
                if not postings:
                    self._postings.pop(probe, None)


def _no_articles() -> "array[int]":
    return array("Q")
