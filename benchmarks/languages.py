"""Language identification per language, on snippets, on cuts of 20 to 60 characters, and on titles.

    python benchmarks/languages.py FOLDER [--errors N]

FOLDER holds language/snippets.jsonl.gz (`id text language`, 60 to 300 characters) and, for titles,
topics/*.jsonl.gz and stories/uci.jsonl.gz (`title language`).
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.briefs.language import identify

MAIN = ("en", "az", "ru", "tr")
Labelled = list[tuple[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    asked = parser.parse_args()
    snippets = [
        (row["text"], row["language"]) for row in load(asked.folder / "language" / "snippets.jsonl.gz")
    ]
    titles = [
        (row["title"], row["language"])
        for path in [
            *sorted((asked.folder / "topics").glob("*.jsonl.gz")),
            asked.folder / "stories" / "uci.jsonl.gz",
        ]
        for row in load(path)
        if "language" in row and row.get("title") and 20 <= len(row["title"]) <= 60
    ]
    for name, labelled in (
        ("snippets", snippets),
        ("cuts of 20-60", cuts(snippets)),
        ("titles of 20-60", titles),
    ):
        show(name, labelled, asked.errors)


def load(path: Path) -> Iterable[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def cuts(labelled: Labelled) -> Labelled:
    """A piece of each text, beginning at a word."""
    chance = random.Random(1)
    found = []
    for text, language in labelled:
        words = text.split(" ")
        begin = chance.randint(0, max(0, len(words) - 3))
        piece = " ".join(words[begin:])[: chance.randint(20, 60)]
        if len(piece) >= 20:
            found.append((piece, language))
    return found


def show(name: str, labelled: Labelled, errors: int) -> None:
    began = time.perf_counter()
    answers = [(language, identify(text), text) for text, language in labelled]
    spent = 1000 * (time.perf_counter() - began) / len(labelled)
    total = Counter(language for language, _, _ in answers)
    right = Counter(language for language, answer, _ in answers if language == answer)
    share = {language: 100 * right[language] / total[language] for language in sorted(total)}
    main_languages = [language for language in MAIN if language in total]
    pooled = 100 * sum(right[one] for one in main_languages) / sum(total[one] for one in main_languages)
    print(f"{name}: {len(labelled)} texts, {100 * right.total() / total.total():.2f} %, en az ru tr {pooled:.2f} %,"
          f" {spent:.2f} ms")  # fmt: skip
    print(
        "   " + "  ".join(f"{language} {value:.1f} ({total[language]})" for language, value in share.items())
    )
    for language, answer, text in [one for one in answers if one[0] != one[1]][:errors]:
        print(f"   {language} taken for {answer}: {text[:90]}")


if __name__ == "__main__":
    main()
