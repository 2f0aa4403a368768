"""Briefs beside the lead, sumy's methods and the greedy oracle, on corpora with reference briefs.

    python benchmarks/summaries.py FOLDER [--corpus NAME] [--limit N] [--methods newsbot,lead,...] [--speed]

FOLDER holds summaries/*.jsonl.gz (`id title text language refs[]`). The language is never told to the product.
Per corpus and method: ROUGE-1, -2, -Lsum (F1, the best over the references; rouge-score), the 95 % interval of ROUGE-1
by bootstrap, words, sentences, how many stand word for word in the article, repeat the headline, open the brief on a
pronoun or a connective, and milliseconds an article. `--speed` times the summarizer beside sumy's LexRank instead.
Needs `make bench-setup`.
"""

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from nltk.stem.porter import PorterStemmer
from rouge_score.rouge_scorer import RougeScorer

from bot.briefs.build import make_brief
from bot.briefs.language import identify
from bot.briefs.openers import opens_dangling
from bot.briefs.passages import passages, repeats_headline
from bot.briefs.sentences import split
from bot.briefs.summarizers.methods import METHODS
from bot.briefs.summarizers.newsbot import rank
from bot.briefs.summarizers.sumy_methods import sumy_picks
from bot.domain.article import Article

SHOWN = ("R1", "R2", "RLsum", "±R1", "words", "sents", "verbatim%", "headline%", "dangling%", "empty%", "ms")
Row = dict[str, Any]
Method = Callable[[Row], Sequence[str]]


class Tokenizer:
    """rouge-score's English tokenizer with stems kept; lower-cased words in any other language."""

    def __init__(self, language: str | None) -> None:
        self._english = language in {"en", None}
        self._stem = PorterStemmer().stem
        self._stems: dict[str, str] = {}

    def tokenize(self, text: str) -> list[str]:
        if not self._english:
            return [word.lower() for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]
        return [self._stemmed(word) for word in re.sub(r"[^a-z0-9]+", " ", text.lower()).split()]

    def _stemmed(self, word: str) -> str:
        if word not in self._stems:
            self._stems[word] = self._stem(word) if len(word) > 3 else word
        return self._stems[word]


@dataclass(frozen=True)
class Judge:
    """Scores briefs; keeps one scorer per language."""

    scorers: dict[str | None, RougeScorer]

    def rouge(self, row: Row, sentences: Sequence[str]) -> tuple[float, float, float]:
        language = row["language"]
        if language not in self.scorers:
            self.scorers[language] = RougeScorer(
                ["rouge1", "rouge2", "rougeLsum"], tokenizer=Tokenizer(language)
            )
        told = "\n".join(sentences)
        scores = [self.scorers[language].score(reference, told) for reference in row["refs"]]
        first, second, longest = (
            max(score[name].fmeasure for score in scores) for name in ("rouge1", "rouge2", "rougeLsum")
        )
        return first, second, longest


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", default="")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument(
        "--methods", default="newsbot,lead-1,lead-2,lead-3,lexrank,textrank,lsa,luhn,sumbasic,kl,oracle"
    )
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    corpora = sorted((asked.folder / "summaries").glob(f"{asked.corpus}*.jsonl.gz"))
    if asked.speed:
        show_speed([sentence for path in corpora for row in load(path, 40) for sentence in cut(row)])
        return
    judge = Judge({})
    print(f"{'corpus':10}{'n':>5}  {'method':12}" + "".join(f"{name:>10}" for name in SHOWN))
    for path in corpora:
        rows = load(path, asked.limit)
        for name in asked.methods.split(","):
            figures = measure(rows, method(name, judge), judge)
            shown = "".join(f"{figures[one]:>10.1f}" for one in SHOWN)
            print(f"{path.name.split('.')[0]:10}{len(rows):>5}  {name:12}{shown}", flush=True)


def load(path: Path, limit: int) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return rows[:limit] if limit else rows


def cut(row: Row) -> list[str]:
    return [sentence.text for sentence in split(row["text"], row["language"] or identify(row["text"]))]


def method(name: str, judge: Judge) -> Method:
    if name.startswith("lead-"):
        return lambda row: cut(row)[: int(name[-1])]
    if name == "oracle":
        return lambda row: oracle(row, judge)
    if name in METHODS and name != "newsbot":
        return lambda row: by_sumy(name, row)
    return newsbot


def newsbot(row: Row) -> list[str]:
    brief = make_brief(Article(title=row["title"], text=row["text"]), more_characters=0)
    return [sentence.text for sentence in brief.sentences]


def by_sumy(name: str, row: Row) -> list[str]:
    """Sumy as it comes: on all the article's sentences, without our filters."""
    sentences = cut(row)
    chosen = sumy_picks(name, row["title"], sentences, row["language"] or "en", count=3)
    return [sentences[number] for number in chosen]


def oracle(row: Row, judge: Judge) -> list[str]:
    """The best that three sentences can do, chosen greedily with the reference in sight."""
    sentences = cut(row)[:60]
    taken: list[int] = []
    reached = 0.0
    while len(taken) < 3:
        gains = {
            number: sum(judge.rouge(row, [sentences[one] for one in sorted([*taken, number])])[:2])
            for number in range(len(sentences))
            if number not in taken
        }
        best = max(gains, key=gains.__getitem__, default=None)
        if best is None or gains[best] <= reached:
            break
        reached = gains[best]
        taken.append(best)
    return [sentences[number] for number in sorted(taken)]


def measure(rows: Sequence[Row], choose: Method, judge: Judge) -> dict[str, float]:
    choose(rows[0])  # what is loaded once is not timed
    began = time.perf_counter()
    told = [list(choose(row)) for row in rows]
    spent = 1000 * (time.perf_counter() - began) / len(rows)
    scores = 100 * np.array([judge.rouge(row, sentences) for row, sentences in zip(rows, told, strict=True)])
    sentences = [(row, sentence) for row, own in zip(rows, told, strict=True) for sentence in own]
    first = [(row, own[0]) for row, own in zip(rows, told, strict=True) if own]
    chance = np.random.default_rng(0)
    means = [scores[chance.integers(0, len(rows), len(rows)), 0].mean() for _ in range(1000)]
    return {
        "R1": scores[:, 0].mean(),
        "R2": scores[:, 1].mean(),
        "RLsum": scores[:, 2].mean(),
        "±R1": (np.percentile(means, 97.5) - np.percentile(means, 2.5)) / 2,
        "words": sum(len(sentence.split()) for _, sentence in sentences) / len(rows),
        "sents": len(sentences) / len(rows),
        "verbatim%": percent(sentence in row["text"] for row, sentence in sentences),
        "headline%": percent(repeats_headline(row["title"], sentence) for row, sentence in sentences),
        "dangling%": percent(opens_dangling(sentence, row["language"] or "en") for row, sentence in first),
        "empty%": percent(not own for own in told),
        "ms": spent,
    }


def percent(said: Any) -> float:
    listed = list(said)
    return 100.0 * float(sum(listed)) / max(len(listed), 1)


def show_speed(pool: Sequence[str]) -> None:
    """CPU milliseconds of the fastest of nine runs: ours with its features, sumy's LexRank on the same sentences."""
    print(f"{'sentences':>10}{'newsbot':>10}{'LexRank':>10}{'times':>8}")
    for count in (20, 60, 200, 1000, 10_000):
        sentences = list(dict.fromkeys(pool))[:count]
        found = passages("", "\n".join(sentences), "en")
        ours = fastest(lambda found=found: rank("", found, "en", count=3))  # type: ignore[misc]  # bound at once
        line = f"{len(sentences):>10}{ours:>10.2f}"
        if count <= 200:
            theirs = fastest(lambda own=sentences: sumy_picks("lexrank", "", own, "en", count=3))  # type: ignore[misc]
            line += f"{theirs:>10.1f}{theirs / ours:>8.1f}"
        print(line, flush=True)


def fastest(run: Callable[[], object]) -> float:
    spent = []
    for _ in range(9):
        began = time.process_time()
        run()
        spent.append(time.process_time() - began)
    return 1000 * min(spent)


if __name__ == "__main__":
    main()
