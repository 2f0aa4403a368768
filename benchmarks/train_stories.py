"""Make the weights of story grouping: how telling words are, and the trees that judge two articles.

    python benchmarks/train_stories.py FOLDER [--check [--curve FILE.png]]

FOLDER holds the corpora named in story_corpora.py, and, to count words on, `summaries`, `countries`, `topics` (JSON
lines with `title`, `text` and `language`) and `feeds/history_*.tar.xz` (feeds as they were polled). Writes
bot/briefs/data/grouping_terms.npz and grouping_model.npz. `--check` writes nothing there: it trains on half of
each corpus and measures on the other, draws the curve of it, then leaves out each corpus in turn.
"""

import argparse
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from story_corpora import CLUSTERS, PAIRS, Corpus, accuracy, b_cubed, read_corpus
from story_curve import draw
from story_training import (
    MEANING_TREES,
    Flags,
    Judge,
    Prepared,
    evened,
    fit,
    judge_of,
    play,
    prepare,
    train,
)
from story_words import count_words

from bot.briefs.grouping.likeness import MEANING, STORY, WORDS

DATA = Path(__file__).parents[1] / "bot" / "briefs" / "data"

JOINS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)


def flatten(booster: lightgbm.Booster, name: str, features: Sequence[str]) -> dict[str, Any]:
    """The trees as arrays, in the form that bot.briefs.grouping.trees reads."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots: list[int] = []

    def add(node: Mapping[str, Any]) -> tuple[int, int]:
        at = len(nodes)
        if "leaf_value" in node:
            nodes.append((0, 0.0, at, at, node["leaf_value"]))
            return at, 0
        nodes.append((node["split_feature"], node["threshold"], 0, 0, 0.0))
        left, left_depth = add(node["left_child"])
        right, right_depth = add(node["right_child"])
        nodes[at] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return at, 1 + max(left_depth, right_depth)

    depth = 0
    for tree in booster.dump_model()["tree_info"]:
        root, deep = add(tree["tree_structure"])
        roots.append(root)
        depth = max(depth, deep)
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return {
        f"{name}_features": np.array(features),
        f"{name}_feature": np.array(feature, dtype=np.uint8),
        f"{name}_threshold": np.array(threshold, dtype=np.float32),
        f"{name}_left": np.array(left, dtype=np.uint16),
        f"{name}_right": np.array(right, dtype=np.uint16),
        f"{name}_value": np.array(value, dtype=np.float32),
        f"{name}_roots": np.array(roots, dtype=np.uint16),
        f"{name}_depth": np.array(depth),
    }


def half_of(corpus: Corpus) -> Flags:
    """One half of a corpus: whole stories, and of pairs all that hang together."""
    groups = corpus.groups
    if corpus.pairs:
        for pair in corpus.pairs:
            one, other = groups[pair.first], groups[pair.second]
            groups = [min(one, other) if group in {one, other} else group for group in groups]
    keys = [corpus.stories[n] if corpus.stories else str(group) for n, group in enumerate(groups)]
    return np.array([zlib.crc32(key.encode()) // 7 % 2 == 0 for key in keys])


def measure(prepared: Prepared, kept: Flags, judge: Judge, join: float) -> tuple[float, ...]:
    found, _ = play(prepared, kept, judge, join)
    if prepared.corpus.pairs:
        return (accuracy([p for p in prepared.corpus.pairs if kept[p.first] and kept[p.second]], found),)
    gold = prepared.corpus.groups
    return b_cubed([gold[n] for n in np.flatnonzero(kept)], [found[n] for n in np.flatnonzero(kept)])


def check(every: Sequence[Prepared], curve: Path | None) -> None:
    """Print what training on half of each corpus gives on the other half, then leaving out whole corpora."""
    halves = [half_of(one.corpus) for one in every]
    sides = [halves, [~half for half in halves]]
    judges = [
        judge_of(train([(one.part(kept), kept) for one, kept in zip(every, side, strict=True)]))
        for side in sides
    ]
    points: dict[float, dict[str, tuple[float, ...]]] = {}
    for join in JOINS:
        points[join] = {}
        for number, one in enumerate(every):
            tested = [
                measure(one.part(sides[1 - k][number]), sides[1 - k][number], judges[k], join) for k in (0, 1)
            ]
            points[join][one.corpus.name] = tuple(np.mean(tested, axis=0).tolist())
        show(f"trained on one half, measured on the other, join at {join}", points[join])
    if curve:
        draw(points, curve)
    leave_out(every)


def leave_out(every: Sequence[Prepared]) -> None:
    """Print what a corpus gives that nothing was learnt from."""
    everyone = [np.ones(len(one.corpus.articles), dtype=np.bool_) for one in every]
    points: dict[float, dict[str, tuple[float, ...]]] = {join: {} for join in (0.3, 0.4, 0.6)}
    for number, one in enumerate(every):
        others = [
            (part, kept) for at, (part, kept) in enumerate(zip(every, everyone, strict=True)) if at != number
        ]
        judge = judge_of(train(others))
        for join, results in points.items():
            results[one.corpus.name] = measure(one, everyone[number], judge, join)
    for join, results in points.items():
        show(f"whole corpora left out, join at {join}", results)


def show(title: str, results: Mapping[str, tuple[float, ...]]) -> None:
    clusters = [results[name] for name in CLUSTERS]
    pairs = [results[name][0] for name in PAIRS]
    print(f"\n{title}")
    for name in CLUSTERS:
        print("  {:18} P {:5.1f}  R {:5.1f}  F {:5.1f}".format(name, *results[name]))
    for name in PAIRS:
        print(f"  {name:18} accuracy {results[name][0]:5.1f}")
    precision, _, f1 = np.mean(clusters, axis=0)
    print(f"  mean               P {precision:5.1f}  F {f1:5.1f}  pairs {np.mean(pairs):5.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--curve", type=Path, help="where --check draws precision against recall")
    parser.add_argument("--keep-words", action="store_true", help="do not count the words again")
    chosen = parser.parse_args()
    if not chosen.check and not chosen.keep_words:
        count_words(chosen.folder, DATA / "grouping_terms.npz")
    every = [prepare(read_corpus(chosen.folder, name)) for name in (*CLUSTERS, *PAIRS)]
    if chosen.check:
        check(every, chosen.curve)
    else:
        write(every)


def write(every: Sequence[Prepared]) -> None:
    """Train on everything, and write the trees."""
    words = train([(one, np.ones(len(one.corpus.articles), dtype=np.bool_)) for one in every])
    rows = [(one.meaning, one.labels, evened(one)) for one in every]
    meaning = fit(rows, MEANING, MEANING_TREES)
    np.savez_compressed(
        DATA / "grouping_model.npz",
        **flatten(words, "words", (*WORDS, *STORY)),
        **flatten(meaning, "meaning", MEANING),
    )


if __name__ == "__main__":
    main()
