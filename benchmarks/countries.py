"""Measure the countries of articles: a table per corpus, the worst errors, and the speed.

    python benchmarks/countries.py FOLDER [--errors]
    python benchmarks/countries.py --repairs FILE

FOLDER holds countries/{reuters,geo_lgl,newswire}.jsonl.gz: Reuters-21578 (PLACES as ISO codes), Local-Global Lexicon
(toponyms of local news) and en-worldwide-newswire (the outlet's own country). "names" is the baseline of exact CLDR
names. Intervals are 95 %, by resampling articles. "folds" is by models that were trained on four fifths of each corpus
and had not seen the article, "cross" by one that was trained without the corpus. FILE is what `newsbot repairs tags`
prints.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from babel import Locale
from corpora import Row, names, read
from tag_repairs import measure_repairs, read_arguments
from train_countries import WEIGHTS, fit

from bot.briefs.countries import PUSH_FLOOR, find_countries
from bot.briefs.countries.features import describe
from bot.briefs.countries.gazetteer import gazetteer
from bot.briefs.countries.mentions import find_mentions
from bot.domain.article import Article
from bot.domain.countries import COUNTRIES

Tagger = Callable[[Row], list[str]]
RESAMPLED = 200
FOLDS = 5


def main(folder: Path, *, errors: bool) -> None:
    corpora = {name: read(folder, "countries", name) for name in names(folder, "countries")}
    folds = folded(corpora)
    print(f"{'corpus':10} {'n':>5} {'system':8} {'micro F1':>18} {'P@1':>18} {'ms':>6}")
    for name, rows in corpora.items():
        others = [(other, corpora[other]) for other in WEIGHTS if other != name]
        systems = {"newsbot": ours, "folds": folds, "cross": trained_on(others), "names": by_names()}
        for system, tagger in systems.items():
            start = time.perf_counter()
            tags = [tagger(row) for row in rows]
            spent = 1000 * (time.perf_counter() - start) / len(rows)
            print(
                f"{name:10} {len(rows):5} {system:8} {micro(rows, tags):>18} {first(rows, tags):>18} {spent:6.2f}"
            )
    if errors:
        for name, rows in corpora.items():
            show_errors(name, rows)


def ours(row: Row) -> list[str]:
    return tag_codes(Article(title=row["title"], text=row["text"]), "en")


def folded(corpora: Mapping[str, Sequence[Row]]) -> Tagger:
    """Tags each article by a model that has not seen it."""
    taggers = [
        trained_on(
            [
                (name, [row for at, row in enumerate(rows) if at % FOLDS != fold])
                for name, rows in corpora.items()
            ]
        )
        for fold in range(FOLDS)
    ]
    unseen = {row["id"]: taggers[at % FOLDS] for rows in corpora.values() for at, row in enumerate(rows)}
    return lambda row: unseen[row["id"]](row)


def trained_on(corpora: Sequence[tuple[str, Sequence[Row]]]) -> Tagger:
    model = fit(corpora)

    def tag(row: Row) -> list[str]:
        described = describe(find_mentions(row["title"], row["text"], gazetteer("en")), len(row["text"]))
        if not described:
            return []
        chance = model.predict_proba(np.array(list(described.values())))[:, 1]
        ranked = sorted(zip(chance, described, strict=True), reverse=True)
        return [str(code) for place, (p, code) in enumerate(ranked) if place == 0 or p >= PUSH_FLOOR]

    return tag


def by_names() -> Tagger:
    territories = Locale("en").territories
    known = {territories[code]: code for code in COUNTRIES if code in territories}
    pattern = re.compile(r"\b(" + "|".join(sorted(map(re.escape, known), key=len, reverse=True)) + r")\b")

    def tag(row: Row) -> list[str]:
        counted = Counter(known[name] for name in pattern.findall(f"{row['title'].title()}. {row['text']}"))
        ranked = [code for code, _ in counted.most_common()]
        often = [str(code) for code in ranked if counted[code] >= 2]
        return often or [str(code) for code in ranked[:1]]

    return tag


def micro(rows: Sequence[Row], tags: Sequence[Sequence[str]]) -> str:
    if "countries" not in rows[0]:
        return "-"
    counts = np.array(
        [
            (len(set(row["countries"]) & set(each)), len(set(row["countries"])) + len(set(each)))
            for row, each in zip(rows, tags, strict=True)
        ]
    )
    return interval(
        [200 * both / max(all_, 1) for both, all_ in (sample.sum(0) for sample in resample(counts))]
    )


def first(rows: Sequence[Row], tags: Sequence[Sequence[str]]) -> str:
    right = np.array(
        [
            bool(each) and each[0] in (row.get("first") or row["countries"])
            for row, each in zip(rows, tags, strict=True)
        ]
    )
    return interval([100 * float(sample.mean()) for sample in resample(right)])


def resample(values: np.ndarray) -> Iterator[np.ndarray]:
    """The values as they are, then drawn again and again with replacement."""
    yield values
    random = np.random.default_rng(0)
    for _ in range(RESAMPLED):
        yield values[random.integers(0, len(values), len(values))]


def interval(figures: Sequence[float]) -> str:
    low, high = np.percentile(figures[1:], [2.5, 97.5])
    return f"{figures[0]:.1f} ({low:.1f} to {high:.1f})"


def show_errors(name: str, rows: Sequence[Row]) -> None:
    """The twenty articles whose first country is wrong with the most confidence."""
    wrong = []
    for row in rows:
        tags = find_countries(Article(title=row["title"], text=row["text"]), "en")
        wanted = row.get("first") or row["countries"]
        if tags and tags[0].code not in wanted:
            wrong.append((tags[0].weight, row["id"], wanted, tags[0]))
    for weight, key, wanted, tag in sorted(wrong, key=lambda each: -each[0])[:20]:
        words = ", ".join(evidence.words for evidence in tag.evidence)
        print(f"{name} {key}: {tag.code} {weight:.2f} for {','.join(wanted)}; {words}")


def tag_codes(article: Article, language: str) -> list[str]:
    return [tag.code for tag in find_countries(article, language)]


if __name__ == "__main__":
    chosen = read_arguments(__doc__)
    if chosen.repairs:
        measure_repairs(chosen.repairs, "countries", tag_codes)
    else:
        main(chosen.folder, errors=chosen.errors)
