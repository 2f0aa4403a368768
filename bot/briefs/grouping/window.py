"""The recent articles, kept in memory: for the command and the tests. storage/grouping.py keeps them in a database."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.briefs.grouping.choice import Candidate
from bot.briefs.grouping.probes import POSTINGS, best_candidates, probe_terms
from bot.briefs.grouping.signature import Signature, from_bytes
from bot.domain.article import StoryId

WINDOW = timedelta(hours=120)
"""How long an article can be joined: a story with nothing new for five days is over."""

MAX_ARTICLES = 200_000


@dataclass(slots=True)
class RecentWindow:
    """The latest articles by their telling terms, at most `limit` of them, none older than `WINDOW`.

    Of a million terms two in three are one article's: such a term leads to its number itself, which costs nothing, and
    the others to an array. The terms of an article are not kept, for its signature gives them again.
    """

    limit: int = MAX_ARTICLES
    _numbers: int = 0
    _articles: dict[int, tuple[StoryId, bytes, datetime | None]] = field(default_factory=dict)
    _postings: "dict[int, int | array[int]]" = field(default_factory=dict)
    _sizes: defaultdict[StoryId, int] = field(default_factory=lambda: defaultdict(int))

    def candidates(self, probes: Iterable[int], at: datetime | None) -> list[Candidate]:
        """The articles most likely to be of the same story as one with these terms that came out at this time."""
        found = {probe: [one for one in self._found(probe) if self._is_recent(one, at)] for probe in probes}
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
        self._sizes[story] += 1
        for probe in probes:
            self._post(probe, number)
        self._forget(signature.at)

    def _found(self, probe: int) -> "Sequence[int]":
        found = self._postings.get(probe, ())
        return (found,) if isinstance(found, int) else found

    def _post(self, probe: int, number: int) -> None:
        found = self._postings.get(probe)
        if found is None:
            self._postings[probe] = number
        elif isinstance(found, int):
            self._postings[probe] = array("Q", (found, number))
        else:
            found.append(number)
            if len(found) > POSTINGS:
                del found[0]

    def _is_recent(self, number: int, at: datetime | None) -> bool:
        seen = self._articles[number][2]
        return at is None or seen is None or abs(at - seen) <= WINDOW

    def _forget(self, now: datetime | None) -> None:
        while self._articles:
            oldest = next(iter(self._articles))
            if len(self._articles) <= self.limit and self._is_recent(oldest, now):
                return
            story, packed, _ = self._articles.pop(oldest)
            self._sizes[story] -= 1
            if not self._sizes[story]:
                del self._sizes[story]
            if signature := from_bytes(packed):
                for probe in probe_terms(signature):
                    self._withdraw(probe, oldest)

    def _withdraw(self, probe: int, oldest: int) -> None:
        found = self._postings.get(probe)
        if isinstance(found, array) and found[0] == oldest:
            del found[0]
        if found == oldest or (isinstance(found, array) and not found):
            del self._postings[probe]
