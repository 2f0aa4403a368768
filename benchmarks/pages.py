"""Pages: our extraction beside trafilatura alone, in words and in milliseconds.

    python benchmarks/pages.py FOLDER

FOLDER holds scrapinghub.jsonl.gz (scrapinghub/article-extraction-benchmark, MIT), fundus.jsonl.gz
(flairNLP/fundus, MIT; pages of their publishers) and readability.jsonl.gz (mozilla/readability,
Apache-2.0), each line `id url body body_encoding gold`. Scores are of the bags of words, averaged over pages.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trafilatura

from bot.errors import ParseError
from bot.feeds.clean import html_to_text
from bot.feeds.extract import Page, extract_page

SETS = ("scrapinghub", "fundus", "readability")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Sample:
    set: str
    id: str
    url: str
    body: bytes
    gold: dict[str, Any]


@dataclass
class Scores:
    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    f1: list[float] = field(default_factory=list)


def load(folder: Path) -> list[Sample]:
    samples = []
    for name in SETS:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                body = row["body"].encode(row["body_encoding"], "surrogateescape")
                samples.append(Sample(name, row["id"], row.get("url") or "", body, row["gold"]))
    return samples


def gold_text(gold: dict[str, Any]) -> str:
    if "text" in gold:
        return str(gold["text"])
    if "html" in gold:
        return html_to_text(gold["html"])
    body = gold.get("body") or {}
    parts = [*body.get("summary", [])]
    for section in body.get("sections", []):
        parts += [*section.get("headline", []), *section.get("paragraphs", [])]
    return "\n".join(parts)


def compare(text: str, gold: str) -> tuple[float, float, float]:
    ours, theirs = (Counter(_WORD.findall(one.lower())) for one in (text, gold))
    common = sum((ours & theirs).values())
    if not common:
        return (1.0, 1.0, 1.0) if not ours and not theirs else (0.0, 0.0, 0.0)
    precision, recall = common / sum(ours.values()), common / sum(theirs.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def ours(sample: Sample) -> str:
    try:
        return extract_page(sample.body, url=sample.url).text
    except ParseError:
        return ""


SYSTEMS: dict[str, Callable[[Sample], str]] = {
    "trafilatura": lambda sample: trafilatura.extract(sample.body, url=sample.url or None) or "",
    "trafilatura, plain": lambda sample: (
        trafilatura.extract(sample.body, url=sample.url or None, include_comments=False, include_tables=False)
        or ""
    ),
    "trafilatura, fast": lambda sample: (
        trafilatura.extract(
            sample.body, url=sample.url or None, include_comments=False, include_tables=False, fast=True
        )
        or ""
    ),
    "newsbot": ours,
}


def measure(name: str, system: Callable[[Sample], str], samples: list[Sample]) -> None:
    scores: dict[str, Scores] = defaultdict(Scores)
    times = []
    for sample in samples:
        began = time.perf_counter()
        text = system(sample)
        times.append((time.perf_counter() - began) * 1000)
        for kept, value in zip(
            vars(scores[sample.set]).values(), compare(text, gold_text(sample.gold)), strict=True
        ):
            kept.append(value)
    times.sort()
    shown = "".join(
        f"{_mean(one.precision):9.3f}{_mean(one.recall):6.3f}{_mean(one.f1):6.3f}" for one in scores.values()
    )
    print(
        f"{name:<20}{shown}{times[len(times) // 2]:10.1f}{_mean(times):8.1f}{times[int(len(times) * 0.95)]:8.1f}",
        end="",
    )
    print(f"{times[-1]:8.0f}{1000 / _mean(times):9.0f}")


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def judge(samples: list[Sample]) -> None:
    """Pages we hold to be no article: every one of these corpora is one, so each is an error or a bad text."""
    refused: dict[str, list[str]] = defaultdict(list)
    for sample in samples:
        page = extract_page(sample.body, url=sample.url)
        if page.reason:
            score = compare(page.text, gold_text(sample.gold))[2]
            refused[sample.set].append(f"{page.reason} ({score:.2f})")
    for name in SETS:
        print(
            f"refused of {sum(one.set == name for one in samples)} in {name}: {', '.join(refused[name]) or 'none'}"
        )


def heads(samples: list[Sample]) -> None:
    """Of the pages that say so, how many titles, authors and dates are the gold ones (fundus)."""
    right: Counter[str] = Counter()
    stated: Counter[str] = Counter()
    for sample in samples:
        if sample.set != "fundus":
            continue
        page = extract_page(sample.body, url=sample.url)
        for name, is_right in checks(page, sample.gold).items():
            stated[name] += 1
            right[name] += is_right
    print("fundus: " + ", ".join(f"{name} {right[name]} of {stated[name]}" for name in stated))


def checks(page: Page, gold: dict[str, Any]) -> dict[str, bool]:
    found = {}
    if gold.get("title"):
        found["title"] = _words(gold["title"]) == _words(page.title)
    if gold.get("authors"):
        found["author"] = any(
            _words(one)[-1:] and _words(one)[-1] in _words(page.author) for one in gold["authors"]
        )
    if gold.get("publishing_date"):
        at = datetime.fromisoformat(str(gold["publishing_date"]))
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        found["date"] = page.published_at is not None and abs(page.published_at - at) < timedelta(hours=13)
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    samples = load(arguments.parse_args().folder)
    print(
        " " * 20 + "".join(f"{name:>21}" for name in SETS) + "    median ms    mean     p95     max  pages/s"
    )
    print(" " * 20 + "    prec.  rec.    F1" * len(SETS))
    for name, system in SYSTEMS.items():
        measure(name, system, samples)
    judge(samples)
    heads(samples)


if __name__ == "__main__":
    main()
