"""Measuring on what editors said stories are about: the lines that `newsbot repairs tags` prints."""

import argparse
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.article import Article
from bot.feeds.record import read_article

Tagger = Callable[[Article, str], Collection[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """An article with the tags that an editor gave it, and those that it had."""

    line: int
    article: Article
    language: str
    said: frozenset[str]
    had: frozenset[str]


def read_arguments(description: str | None) -> argparse.Namespace:
    """What the benchmarks of countries and topics are told to measure."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--errors", action="store_true", help="show the worst twenty of each corpus")
    parser.add_argument("--repairs", type=Path, help="what editors said, instead of the corpora")
    chosen = parser.parse_args()
    if not chosen.folder and not chosen.repairs:
        parser.error("give the folder of the corpora, or --repairs FILE")
    return chosen


def read_examples(file: Path, kind: str) -> Iterator[Example]:
    """The examples of a file; `kind` is "countries" or "topics"."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            record: dict[str, Any] = json.loads(line)
            yield Example(
                number,
                read_article(record),
                record["language"],
                frozenset(record[kind]),
                frozenset(record["had"][kind]),
            )


def measure_repairs(file: Path, kind: str, tagger: Tagger) -> None:
    """Print how near the tags are to the editors' now, and were, and each article that is still told otherwise."""
    examples = list(read_examples(file, kind))
    found = [frozenset(tagger(one.article, one.language)) for one in examples]
    for one, given in zip(examples, found, strict=True):
        if given != one.said:
            print(f"  line {one.line}: {_listed(given)}; an editor said {_listed(one.said)}")
    said = [one.said for one in examples]
    same = sum(given == wanted for given, wanted in zip(found, said, strict=True))
    print(
        f"\nrepairs in {file.name}: {same} of {len(examples)} as editors said; micro F1 {micro_f1(found, said):.1f},"
        f" {micro_f1([one.had for one in examples], said):.1f} before they did"
    )


def micro_f1(found: Collection[Collection[str]], said: Collection[Collection[str]]) -> float:
    """F1 in per cent over all tags of all articles."""
    both = sum(len(set(one) & set(other)) for one, other in zip(found, said, strict=True))
    return 200 * both / max(sum(map(len, found)) + sum(map(len, said)), 1)


def _listed(tags: Collection[str]) -> str:
    return ", ".join(sorted(tags)) or "nothing"
