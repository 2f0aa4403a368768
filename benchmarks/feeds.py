"""Feeds: agreement with what the corpora expect, speed beside feedparser, crashes and hangs.

    python benchmarks/feeds.py FOLDER

FOLDER holds feedparser.jsonl.gz (kurtmckee/feedparser's test files, BSD-2; each says what it expects in
its `Expect:` line), miniflux.jsonl.gz (fixtures of miniflux/v2, Apache-2.0) and real.jsonl.gz (real feeds
from the fixtures of several readers), each line `id body body_encoding`. A feed is well-formed when
feedparser says so. Texts are compared as plain text, since we keep no mark-up.
"""

import argparse
import ast
import asyncio
import gzip
import io
import json
import re
import resource
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from bot.errors import ParseError, TooCostly
from bot.feeds.clean import clean_title, html_to_text
from bot.feeds.fallback import read_any
from bot.feeds.identity import article_keys
from bot.feeds.jobs import read_feed
from bot.feeds.model import Entry, Feed
from bot.feeds.parse import parse_feed
from bot.feeds.workers import Workers

SETS = ("feedparser", "miniflux", "real")
PASSES = 3
NOW = datetime(2026, 11, 23, tzinfo=UTC)
_EXPECT = re.compile(r"Expect:\s*(.+?)\s*\n")


@dataclass(frozen=True)
class Document:
    id: str
    body: bytes
    text: str


def load(folder: Path, name: str) -> list[Document]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Document(row["id"], row["body"].encode(row["body_encoding"]), row["body"]) for row in rows]


def is_well_formed(document: Document) -> bool:
    return not feedparser.parse(io.BytesIO(document.body)).bozo


def seconds(run: Callable[[bytes], object], documents: list[Document]) -> float:
    """The best of several passes over all documents."""
    best = float("inf")
    for _ in range(PASSES):
        began = time.perf_counter()
        for document in documents:
            try:
                run(document.body)
            except ParseError:
                continue
        best = min(best, time.perf_counter() - began)
    return best


def with_feedparser(body: bytes) -> object:
    return feedparser.parse(io.BytesIO(body))


def entries_of(body: bytes) -> tuple[Entry, ...]:
    try:
        return parse_feed(body).entries
    except ParseError:
        return ()


def same(ours: Entry, theirs: Entry) -> dict[str, bool]:
    return {
        "title": ours.title == theirs.title,
        "link": ours.url == theirs.url,
        "guid": ours.guid == theirs.guid,
        "date": ours.published_at == theirs.published_at,
        "content": _text(ours) == _text(theirs),
    }


def _text(entry: Entry) -> str:
    return "".join(html_to_text(entry.content or entry.summary).split())


def agreement(documents: list[Document]) -> tuple[Counter[str], int]:
    """Files with entries in which each field of every entry is what feedparser reads, and their number."""
    agreed: Counter[str] = Counter()
    files = 0
    for document in documents:
        theirs = _reference(document)
        if theirs is None or not theirs.entries:
            continue
        files += 1
        ours = entries_of(document.body)
        fields = [same(one, other) for one, other in zip(ours, theirs.entries, strict=False)]
        agreed["count"] += len(ours) == len(theirs.entries)
        for name in ("title", "link", "guid", "date", "content"):
            agreed[name] += len(ours) == len(theirs.entries) and all(one[name] for one in fields)
        agreed["all"] += len(ours) == len(theirs.entries) and all(all(one.values()) for one in fields)
    return agreed, files


def _reference(document: Document) -> Feed | None:
    try:
        return read_any(document.body, max_bytes=len(document.body))
    except ParseError:
        return None


def expectations(text: str) -> Iterator[tuple[int, str, Any]]:
    """The (entry, field, value) that a file expects, of those fields that we keep."""
    match = _EXPECT.search(text)
    try:
        tree = ast.parse(match[1], mode="eval") if match else None
    except SyntaxError:
        return
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            path = re.fullmatch(r"entries\[(\d+)\]\['(\w+)'\](\[0\]\['value'\])?", ast.unparse(node.left))
            if path and path[2] in _FIELDS and isinstance(node.comparators[0], ast.Constant | ast.Tuple):
                yield int(path[1]), path[2], ast.literal_eval(node.comparators[0])


_FIELDS: dict[str, Callable[[Entry], Any]] = {
    "title": lambda entry: entry.title,
    "link": lambda entry: entry.url,
    "id": lambda entry: entry.guid,
    "guid": lambda entry: entry.guid,
    "summary": lambda entry: html_to_text(entry.summary),
    "description": lambda entry: html_to_text(entry.summary or entry.content),
    "content": lambda entry: html_to_text(entry.content or entry.summary),
    "published_parsed": lambda entry: entry.published_at,
    "updated_parsed": lambda entry: entry.updated_at or entry.published_at,
}


def is_met(entry: Entry, field: str, value: Any) -> bool:
    ours = _FIELDS[field](entry)
    if field.endswith("_parsed"):
        return bool(ours is not None and ours.timetuple()[:6] == tuple(value)[:6])
    if field == "title":
        return bool(ours == clean_title(str(value)))
    return bool("".join(ours.split()) == "".join(html_to_text(str(value)).split()))


def expected(documents: list[Document]) -> tuple[int, int, list[str]]:
    """Files whose expectations are all met, files that have some, and the names of the others."""
    met, files, missed = 0, 0, []
    for document in documents:
        wanted = list(expectations(document.text))
        if not wanted:
            continue
        files += 1
        entries = entries_of(document.body)
        if all(at < len(entries) and is_met(entries[at], field, value) for at, field, value in wanted):
            met += 1
        else:
            missed.append(document.id)
    return met, files, missed


async def survive(documents: list[Document]) -> Counter[str]:
    """How reading every document in a worker ends, and the longest that one takes."""
    ends: Counter[str] = Counter()
    longest = 0.0
    async with Workers(1) as workers:
        await workers.run(read_feed, b"<rss><channel/></rss>")
        for document in documents:
            began = time.perf_counter()
            try:
                await workers.run(read_feed, document.body)
                ends["read"] += 1
            except TooCostly:
                ends["killed"] += 1
            except ParseError:
                ends["told to be no feed"] += 1
            except Exception as error:  # noqa: BLE001  # a crash is what is being counted
                ends[f"crash: {type(error).__name__} {document.id}"] += 1
            longest = max(longest, time.perf_counter() - began)
    ends["longest, ms"] = int(longest * 1000)
    return ends


def poll_cost(documents: list[Document]) -> float:
    """CPU seconds of one poll of an average real feed: parsing, cleaning and keys, nothing skipped."""
    began = time.process_time()
    for document in documents:
        for article in read_feed(document.body).articles:
            article_keys(article, 1, seen_at=NOW)
    return (time.process_time() - began) / len(documents)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument(
        "--missed", action="store_true", help="name the files whose expectations are not met"
    )
    options = arguments.parse_args()
    warnings.simplefilter("ignore")
    everything, good = [], []
    print("set          files  well-formed  entries   feedparser s    ours s   times  entries/s")
    for name in SETS:
        documents = load(options.folder, name)
        everything += documents
        fit = [one for one in documents if is_well_formed(one)]
        good += fit
        show_rate(name, documents, fit)
    show_rate("all", everything, good)
    agreed, files = agreement(good)
    print(f"\nwell-formed files with entries: {files}; as feedparser reads them:")
    print("  " + ", ".join(f"{name} {agreed[name] / files:.1%}" for name in
                            ("count", "title", "link", "guid", "date", "content", "all")))  # fmt: skip
    met, stated, missed = expected(good)
    print(f"`Expect:` lines on fields we keep: {met} of {stated} files met ({met / stated:.1%})")
    if options.missed:
        print("  " + "\n  ".join(missed))
    print(f"all {len(everything)} files in a worker: {dict(asyncio.run(survive(everything)))}")
    cost = poll_cost([one for one in load(options.folder, "real") if entries_of(one.body)])
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"a poll of a real feed, read in full: {cost * 1000:.1f} ms of CPU; 6,000 feeds every 10 minutes take"
    )
    print(f"{cost * 10:.0%} of a core; the largest worker held {memory} MB")


def show_rate(name: str, documents: list[Document], fit: list[Document]) -> None:
    theirs, ours = seconds(with_feedparser, fit), seconds(parse_feed, fit)
    entries = sum(len(entries_of(one.body)) for one in fit)
    print(f"{name:<12}{len(documents):>6}{len(fit):>13}{entries:>9}{theirs:>15.2f}{ours:>10.3f}", end="")
    print(f"{theirs / ours:>8.1f}{entries / ours:>11,.0f}")


if __name__ == "__main__":
    main()
