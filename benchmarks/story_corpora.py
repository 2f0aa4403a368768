"""The corpora for story grouping: reading them, replaying them as a stream, and scoring what came out.

FOLDER holds `stories/*.jsonl.gz`. Clusters (`id title text language published_at? story`): uci (UCI News
Aggregator, headlines, CC BY 4.0), neus and allsides2021 (AllSides stories from HLTCHKUST/framing-bias-metric), basil
(launchnlp/BASIL), ecbplus (ECB+ from tommasoc80/EventStoryLine, CC BY 3.0). Pairs (`id a b same`): pairs_tg_*
(Telegram data clustering contest, IlyaGusev/tgcontest), pairs_semeval_* (SemEval-2022 task 8).
"""

import gzip
import json
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.article import Article
from bot.feeds.record import read_article

CLUSTERS = ("uci", "neus", "allsides2021", "basil", "ecbplus")
PAIRS = ("pairs_semeval_en", "pairs_semeval_ru", "pairs_semeval_tr", "pairs_tg_en", "pairs_tg_ru")

_PAIRS_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_MINUTES_A_PAIR = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles of a stream, by their places in it, and whether people call them one story."""

    first: int
    second: int
    same: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles in order of time. `stories` has the story of each, or `pairs` what is known of some."""

    name: str
    articles: tuple[Article, ...]
    languages: tuple[str, ...]
    stories: tuple[str, ...]
    pairs: tuple[Pair, ...]

    @property
    def groups(self) -> list[int]:
        """The true story of each article as a number; of pairs, those that are the same joined."""
        if self.stories:
            numbers = {story: at for at, story in enumerate(dict.fromkeys(self.stories))}
            return [numbers[story] for story in self.stories]
        found = list(range(len(self.articles)))
        for pair in self.pairs:
            if pair.same:
                one, other = found[pair.first], found[pair.second]
                found = [min(one, other) if group in {one, other} else group for group in found]
        return found


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_corpus(folder: Path, name: str) -> Corpus:
    """One corpus; pairs are laid end to end, ten minutes a pair, an article that comes twice standing once."""
    rows = read_lines(folder / "stories" / f"{name}.jsonl.gz")
    if not name.startswith("pairs"):
        return Corpus(
            name,
            tuple(map(_article, rows)),
            tuple(row["language"] for row in rows),
            tuple(str(row["story"]) for row in rows),
            (),
        )
    places: dict[str, int] = {}
    stream: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        for turn, side in enumerate((row["a"], row["b"])):
            if side["id"] not in places:
                places[side["id"]] = len(stream)
                at = _PAIRS_BEGIN + timedelta(minutes=_MINUTES_A_PAIR * number + turn)
                stream.append({**side, "published_at": at.isoformat()})
    return Corpus(
        name,
        tuple(map(_article, stream)),
        tuple(row["language"] for row in stream),
        (),
        tuple(Pair(places[row["a"]["id"]], places[row["b"]["id"]], row["same"]) for row in rows),
    )


def _article(row: dict[str, Any]) -> Article:
    """The article of a row, whose language nobody tells."""
    return read_article(row | {"language": None})


def b_cubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 in percent (Bagga and Baldwin, 1998)."""
    golds, founds, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    precision = sum(n * n / founds[pair[1]] for pair, n in both.items()) / len(gold)
    recall = sum(n * n / golds[pair[0]] for pair, n in both.items()) / len(gold)
    return 100 * precision, 100 * recall, 200 * precision * recall / (precision + recall)


def accuracy(pairs: Sequence[Pair], found: Sequence[Hashable]) -> float:
    """The share of pairs, in percent, that were rightly joined or rightly kept apart."""
    return 100 * sum((found[p.first] == found[p.second]) == p.same for p in pairs) / max(len(pairs), 1)
