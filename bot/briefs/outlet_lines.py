"""What one outlet repeats under article after article, learned from its own articles."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from struct import iter_unpack, pack

from bot.briefs.words import lower

MAX_LINES = 4_000
"""Lines remembered of an outlet; the rarest are forgotten first."""

ENOUGH = 3
"""In how many articles a line has to stand before it is the page's and not an article's."""

_VERSION = 1
_ROW = "<QI"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class OutletLines:
    """In how many of an outlet's articles each line stood, by a hash of the line. Immutable; pickles."""

    articles: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)

    def learn(self, text: str) -> "OutletLines":
        """What is known after one more article of the outlet. Learn each article once, not each revision."""
        return self.merge(OutletLines(1, dict.fromkeys(_hashes(text), 1)))

    def merge(self, other: "OutletLines") -> "OutletLines":
        """What two parts of an outlet's articles teach together; the order of merging does not matter."""
        both = Counter(self.counts)
        both.update(other.counts)
        kept = dict(sorted(both.items(), key=lambda item: (-item[1], item[0]))[:MAX_LINES])
        return OutletLines(self.articles + other.articles, kept)

    def is_boilerplate(self, line: str) -> bool:
        """Whether a line stood in several articles: in three at least, and in two of a hundred."""
        times = self.counts.get(_hash(line), 0)
        return times >= ENOUGH and times * 50 >= self.articles

    def only(self, text: str) -> "OutletLines":
        """What is known of the lines of one text: little enough to be handed to another process."""
        return OutletLines(
            self.articles, {line: self.counts[line] for line in _hashes(text) if line in self.counts}
        )

    def to_bytes(self) -> bytes:
        rows = b"".join(pack(_ROW, line, times) for line, times in sorted(self.counts.items()))
        return pack("<BI", _VERSION, self.articles) + rows

    @classmethod
    def from_bytes(cls, packed: bytes) -> "OutletLines":
        """What `to_bytes` wrote; nothing is known if another version wrote it."""
        if packed[:1] != bytes([_VERSION]):
            return cls()
        articles = int.from_bytes(packed[1:5], "little")
        return cls(articles, dict(iter_unpack(_ROW, packed[5:])))


def _hashes(text: str) -> set[int]:
    return {_hash(line) for line in text.split("\n") if line.strip()}


def _hash(line: str) -> int:
    """Of the words alone: numbers (a counter of comments, a date) and spacing do not tell lines apart."""
    folded = " ".join(_DIGITS.sub("0", lower(line)).split())
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")
