"""Measure the top-level topics of articles: a table per corpus and language, intervals, the worst errors and speed.

    python benchmarks/topics.py FOLDER [--errors]
    python benchmarks/topics.py --repairs FILE

FOLDER holds topics/*.jsonl.gz (docs/models/topics.md). ± is half of the 95 % interval of the accuracy, by bootstrap.
The shipped model has seen these articles, so its own figures flatter it here: for honest ones on the same articles run
`train_topics.py FOLDER --check`.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from corpora import Row, names, read
from tag_repairs import measure_repairs, read_arguments
from topics_score import topic_score

from bot.briefs.topics import PUSH_FLOOR, find_topics
from bot.briefs.topics.features import TOPS, said_by_words
from bot.briefs.topics.vocabulary import vocabulary
from bot.domain.article import Article
from bot.domain.brief import TopicTag


def main(folder: Path, *, errors: bool) -> None:
    print(
        f"{'corpus':14} {'n':>5} {'accuracy':>9} {'±':>5} {'macro F1':>9} {'pushed':>7} {'right':>7}"
        f" {'words':>13} {'ms':>6}"
    )
    by_language: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for name in names(folder, "topics"):
        rows = read(folder, "topics", name)
        start = time.perf_counter()
        tags = [best(row) for row in rows]
        spent = 1000 * (time.perf_counter() - start) / len(rows)
        accuracy, macro = topic_score(rows, [tag.id for tag in tags])
        words = "{:.1f} {:.1f}".format(*topic_score(rows, [by_words(row) for row in rows]))
        sure = [
            tag.id in row["topics"] for row, tag in zip(rows, tags, strict=True) if tag.weight >= PUSH_FLOOR
        ]
        print(
            f"{name:14} {len(rows):5} {accuracy:9.1f} {half_interval(rows, tags):5.1f} {macro:9.1f}"
            f" {100 * len(sure) / len(rows):7.1f} {100 * float(np.mean(sure)):7.1f} {words:>13} {spent:6.2f}"
        )
        by_language[rows[0]["language"]].append((accuracy, macro))
        if errors:
            show_errors(rows, tags)
    for language, figures in sorted(by_language.items()):
        accuracy, macro = np.mean(figures, axis=0)
        print(f"{'mean of ' + language:14} {len(figures):5} {accuracy:9.1f} {'':5} {macro:9.1f}")


def half_interval(rows: Sequence[Row], tags: Sequence[TopicTag]) -> float:
    right = np.array([tag.id in row["topics"] for row, tag in zip(rows, tags, strict=True)], dtype=float)
    chance = np.random.default_rng(0)
    means = [100 * right[chance.integers(0, len(right), len(right))].mean() for _ in range(1000)]
    return float(np.percentile(means, 97.5) - np.percentile(means, 2.5)) / 2


def best(row: Row) -> TopicTag:
    return find_topics(Article(title=row["title"], text=row["text"]), row["language"])[0]


def by_words(row: Row) -> str:
    """The top level that the word lists alone would choose: the baseline that travels."""
    listed = vocabulary(row["language"])
    said = said_by_words((2.0, listed.count(row["title"])), (1.0, listed.count(row["text"][:4000])))
    return TOPS[int(said[0].argmax())]


def show_errors(rows: Sequence[Row], tags: Sequence[TopicTag]) -> None:
    """The twenty articles whose first topic is wrong with the most confidence."""
    wrong = [(tag, row) for tag, row in zip(tags, rows, strict=True) if tag.id not in row["topics"]]
    for tag, row in sorted(wrong, key=lambda each: -each[0].weight)[:20]:
        print(f"    {tag.id} {tag.weight:.2f} for {row['topics'][0]} ({row['label']}): {row['title'][:90]}")


def tag_ids(article: Article, language: str) -> list[str]:
    return [tag.id for tag in find_topics(article, language)]


if __name__ == "__main__":
    chosen = read_arguments(__doc__)
    if chosen.repairs:
        measure_repairs(chosen.repairs, "topics", tag_ids)
    else:
        main(chosen.folder, errors=chosen.errors)
