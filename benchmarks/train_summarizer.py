"""Train the summarizer's regression and its two forests and write them to bot/briefs/data.

    python benchmarks/train_summarizer.py FOLDER [--check] [--across]

FOLDER holds summaries/{cnndm,inshorts,bbc,fundus}.jsonl.gz (`id title text language refs[]`; docs/models/summarizer.md
says where each comes from). `--check` prints five-fold cross-validation and writes nothing; `--across` trains without
each corpus in turn and measures on it. Needs `make bench-setup`; a minute and a half on one core.
"""

import argparse
import gzip
import hashlib
import json
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from rouge_sets import Floats, Pairs, against, greedy_oracle, one_by_one, rouge, tokenize
from sklearn.linear_model import LogisticRegression

from bot.briefs import language
from bot.briefs.passages import passages
from bot.briefs.summarizers import sets
from bot.briefs.summarizers.document import Document, read
from bot.briefs.summarizers.features import Described, plain_features, with_salience
from bot.briefs.summarizers.forest import MAX_LEAVES
from bot.briefs.summarizers.newsbot import faults, with_prior
from bot.briefs.summarizers.salience import Salience, WordWeights, salience, word_features
from bot.briefs.words import content_stem, words

DATA = Path(__file__).parent.parent / "bot" / "briefs" / "data"
WEIGHTS = {"cnndm": 1.0, "inshorts": 1.0, "bbc": 0.3, "fundus": 4.0}
"""What an article of a corpus counts. bbc is the largest and its labels are the least like news briefs."""

COMMON = {
    "learning_rate": 0.05, "feature_fraction": 0.6, "bagging_freq": 1, "lambda_l2": 5, "num_leaves": 15,
    "max_bin": 63, "verbose": -1, "num_threads": 1, "deterministic": True, "seed": 1,
}  # fmt: skip
SENTENCES = COMMON | {"min_data_in_leaf": 40, "bagging_fraction": 0.8}
SETS = COMMON | {
    "min_data_in_leaf": 200,
    "bagging_fraction": 0.7,
    "learning_rate": 0.08,
    "objective": "regression",
}
SENTENCE_ROUNDS = 220
SET_ROUNDS = 220
SET_SEEDS = 2
"""Forests of sets that are averaged: one alone varies by 0.3 ROUGE-1 with its seed."""

SCALES = {"regression": 0.6, "binary": 1.2}
"""The spread of each objective's raw scores, by which they are divided before they are added."""

FOLDS = 5


@dataclass(frozen=True)
class Example:
    """An article, its sentences as numbers, and what its reference briefs say of them.

    `told` are the stems of the references; `salience` is known once a regression that has not seen the article was
    trained, and `table` lacks its columns until then.
    """

    corpus: str
    fold: int
    document: Document
    table: Floats
    fit: NDArray[np.bool_]
    references: tuple[Pairs, ...]
    told: frozenset[str]
    salience: Salience | None = None
    relaid: bool = False


Model = list[tuple[lightgbm.Booster, float]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--across", action="store_true")
    asked = parser.parse_args()
    began = time.monotonic()
    examples = [one for corpus in WEIGHTS for one in load(asked.folder, corpus)]
    examples += [
        relaid(one, random.Random(number)) for number, one in enumerate(examples) if one.corpus != "bbc"
    ]
    if asked.check:
        show("cross-validated", cross_validated(examples))
    if asked.across:
        for corpus in WEIGHTS:
            inside = [one for one in examples if one.corpus != corpus]
            outside = [one for one in examples if one.corpus == corpus and not one.relaid]
            show(f"without {corpus}", picked_by(train(inside), outside))
    if not asked.check and not asked.across:
        trained = train(examples)
        write_words("summarizer_words.npz", trained.words)
        write("summarizer_sentences.npz", trained.sentences)
        write("summarizer_sets.npz", trained.sets)
    print(f"{time.monotonic() - began:.0f} s")


def load(folder: Path, corpus: str) -> Iterable[Example]:
    with gzip.open(folder / "summaries" / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if example := read_example(corpus, json.loads(line)):
                yield example


def read_example(corpus: str, row: dict[str, Any]) -> Example | None:
    spoken = row["language"] or language.identify(row["text"])
    found = passages(row["title"], row["text"], spoken)
    if not found:
        return None
    texts = [one.sentence.text for one in found]
    document = read(row["title"], texts, spoken, [one.paragraph for one in found])
    fit = np.array([one.fit for one in found])
    tokens = [tokenize(text, row["language"]) for text in texts]
    return Example(
        corpus=corpus,
        fold=int(hashlib.md5(row["id"].encode()).hexdigest(), 16) // 7 % FOLDS,
        document=document,
        table=plain_features(document),
        fit=fit if fit.any() else np.ones(len(found), dtype=bool),
        references=tuple(against(tokenize(text, row["language"]), tokens) for text in row["refs"]),
        told=frozenset(content_stem(word, spoken) for text in row["refs"] for word in words(text)),
    )


def relaid(example: Example, chance: random.Random) -> Example:
    """The same article laid out otherwise, so that the layout does not give the corpus away."""
    count = len(example.document)
    if example.corpus == "fundus":
        paragraphs = np.zeros(count, dtype=np.int64)
    else:
        most = chance.choice([1, 1, 2, 2, 3, 4])
        steps = [paragraph for paragraph in range(count) for _ in range(chance.randint(1, most))]
        paragraphs = np.array(steps[:count], dtype=np.int64)
    document = replace(example.document, paragraph_of=paragraphs)
    return replace(example, document=document, table=plain_features(document), relaid=True)


# ---------------------------------------------------------------- training


def standard(values: Floats, slack: float = 1e-6) -> Floats:
    scaled: Floats = (values - values.mean()) / (values.std() + slack)
    return scaled


def train_words(examples: Sequence[Example]) -> WordWeights:
    """What makes a word one that the brief says."""
    own = [one for one in examples if not one.relaid and one.document.stem_count]
    table = np.vstack([word_features(one.document) for one in own])
    said = np.array([stem in one.told for one in own for stem in one.document.stems])
    weight = np.concatenate(
        [np.full(one.document.stem_count, WEIGHTS[one.corpus] / one.document.stem_count**0.5) for one in own]
    )
    middle, spread = table.mean(0), table.std(0) + 1e-9
    fitted = LogisticRegression(max_iter=300).fit((table - middle) / spread, said, weight / weight.mean())
    weights = fitted.coef_[0] / spread
    return WordWeights(weights, float(fitted.intercept_[0] - weights @ middle))


def weighed(example: Example, learned: WordWeights) -> Example:
    of = salience(example.document, learned)
    return replace(example, salience=of, table=with_salience(example.document, of, example.table))


def described(examples: Sequence[Example]) -> list[Example]:
    """The examples with the salience of their words by a regression that has not seen them."""
    learned = [train_words([one for one in examples if one.fold != fold]) for fold in range(FOLDS)]
    return [weighed(one, learned[one.fold]) for one in examples]


def train_sentences(examples: Sequence[Example]) -> Model:
    """Two views of what a good sentence is, added: its own ROUGE, and whether the oracle takes it."""
    table = np.vstack([one.table for one in examples])
    weight = np.concatenate(
        [np.full(len(one.table), WEIGHTS[one.corpus] / len(one.table) ** 0.5) for one in examples]
    )
    targets = {
        "regression": np.concatenate(
            [standard(rouge(one.references, one_by_one(len(one.document))).sum(0)) for one in examples]
        ),
        "binary": np.concatenate([greedy_oracle(one.references, len(one.document)) for one in examples]),
    }
    return [
        (
            lightgbm.train(
                SENTENCES | {"objective": objective},
                lightgbm.Dataset(table, target, weight=weight / weight.mean()),
                SENTENCE_ROUNDS,
            ),
            1 / SCALES[objective],
        )
        for objective, target in targets.items()
    ]


def raw(model: Model, table: Floats) -> Floats:
    total: Floats = np.sum(
        [np.asarray(booster.predict(table, raw_score=True)) * scale for booster, scale in model], axis=0
    )
    return total


def scored(examples: Sequence[Example]) -> list[Floats]:
    """Each article's scores by a model that has not seen it."""
    found: dict[int, Floats] = {}
    for fold in range(FOLDS):
        model = train_sentences([one for one in examples if one.fold != fold])
        found |= {
            number: with_prior(raw(model, one.table))
            for number, one in enumerate(examples)
            if one.fold == fold
        }
    return [found[number] for number in range(len(examples))]


@dataclass(frozen=True)
class Choice:
    """An article's candidate sets: which sentences, and what is known of each set."""

    rows: NDArray[np.int64]
    table: Floats
    faults: Floats


def choices(example: Example, scores: Floats) -> Choice:
    assert example.salience is not None
    described = Described(example.document, example.salience, example.table)
    among = sets.candidates(scores, example.fit)
    rows = sets.subsets(len(among), sets.MAX_SIZE)
    facts = sets.set_features(described, scores, among, rows)
    against_it = faults(described, among, rows, facts, sets.MAX_SIZE)
    return Choice(np.append(among, -1)[rows], facts, against_it)


def train_sets(examples: Sequence[Example], found: Sequence[Choice]) -> Model:
    target = np.concatenate(
        [
            standard(rouge(one.references, choice.rows).sum(0), 0.02)
            for one, choice in zip(examples, found, strict=True)
        ]
    )
    weight = np.concatenate(
        [
            np.full(len(choice.rows), WEIGHTS[one.corpus] / len(choice.rows))
            for one, choice in zip(examples, found, strict=True)
        ]
    )
    table = np.vstack([choice.table for choice in found])
    data = lightgbm.Dataset(table, target, weight=weight / weight.mean(), free_raw_data=False)
    return [
        (lightgbm.train(SETS | {"seed": seed}, data, SET_ROUNDS), 1 / SET_SEEDS)
        for seed in range(1, SET_SEEDS + 1)
    ]


@dataclass(frozen=True)
class Trained:
    words: WordWeights
    sentences: Model
    sets: Model


def train(plain: Sequence[Example]) -> Trained:
    examples = described(plain)
    found = [choices(one, scores) for one, scores in zip(examples, scored(examples), strict=True)]
    return Trained(train_words(plain), train_sentences(examples), train_sets(examples, found))


# ---------------------------------------------------------------- judging


def picked_by(trained: Trained, plain: Iterable[Example]) -> list[tuple[Example, NDArray[np.int64]]]:
    examples = [weighed(one, trained.words) for one in plain]
    return [
        (one, pick(trained.sets, choices(one, with_prior(raw(trained.sentences, one.table)))))
        for one in examples
    ]


def pick(second: Model, choice: Choice) -> NDArray[np.int64]:
    best: NDArray[np.int64] = choice.rows[int((raw(second, choice.table) - choice.faults).argmax())]
    return best


def cross_validated(plain: Sequence[Example]) -> list[tuple[Example, NDArray[np.int64]]]:
    examples = described(plain)
    found = [choices(one, scores) for one, scores in zip(examples, scored(examples), strict=True)]
    picked = []
    for fold in range(FOLDS):
        inside = [number for number, one in enumerate(examples) if one.fold != fold]
        second = train_sets([examples[number] for number in inside], [found[number] for number in inside])
        picked += [
            (one, pick(second, choice))
            for one, choice in zip(examples, found, strict=True)
            if one.fold == fold and not one.relaid
        ]
    return picked


def show(name: str, picked: Sequence[tuple[Example, NDArray[np.int64]]]) -> None:
    for corpus in WEIGHTS:
        own = [(one, rows) for one, rows in picked if one.corpus == corpus]
        if not own:
            continue
        ours = np.mean([rouge(one.references, rows[None])[:, 0] for one, rows in own], axis=0) * 100
        words = np.mean([one.document.word_counts[rows[rows >= 0]].sum() for one, rows in own])
        leads = [
            100 * np.mean([rouge(one.references, lead(one, many))[:, 0] for one, _ in own], axis=0)
            for many in (1, 2, 3)
        ]
        told = "  ".join(f"{first:5.2f} {second:5.2f}" for first, second in leads)
        print(
            f"{name:16} {corpus:9} {ours[0]:5.2f} {ours[1]:5.2f}  {words:3.0f} words   lead-1/2/3  {told}",
            flush=True,
        )


def lead(example: Example, many: int) -> NDArray[np.int64]:
    return np.array([[at if at < min(many, len(example.document)) else -1 for at in range(3)]])


# ---------------------------------------------------------------- writing


def write_words(name: str, learned: WordWeights) -> None:
    np.savez_compressed(DATA / name, weights=learned.weights, begin=np.array(learned.begin))
    print(f"{name}: {(DATA / name).stat().st_size:,} bytes")


def write(name: str, model: Model) -> None:
    """The forest as parallel arrays, see bot/briefs/summarizers/forest.py."""
    nodes: list[tuple[int, float, int, int]] = []
    leaves: list[list[float]] = []
    for booster, scale in model:
        for tree in booster.dump_model()["tree_info"]:
            values: list[float] = []
            _walk(tree["tree_structure"], len(leaves), nodes, values)
            leaves.append([value * scale for value in values] + [0.0] * (MAX_LEAVES - len(values)))
    feature, threshold, tree_of, mask = zip(*nodes, strict=True)
    np.savez_compressed(
        DATA / name,
        feature=np.array(feature, dtype=np.uint8),
        threshold=np.array(threshold, dtype=np.float64),
        tree=np.array(tree_of, dtype=np.uint16),
        mask=np.array(mask, dtype=np.uint16),
        leaves=np.array(leaves, dtype=np.float32),
    )
    print(f"{name}: {len(leaves)} trees, {(DATA / name).stat().st_size:,} bytes")


def _walk(
    node: dict[str, Any], tree: int, nodes: list[tuple[int, float, int, int]], values: list[float]
) -> None:
    if "leaf_value" in node:
        values.append(node["leaf_value"])
        return
    before = len(values)
    _walk(node["left_child"], tree, nodes, values)
    ruled_out = sum(1 << leaf for leaf in range(before, len(values)))
    nodes.append((node["split_feature"], node["threshold"], tree, 0xFFFF & ~ruled_out))
    _walk(node["right_child"], tree, nodes, values)


if __name__ == "__main__":
    main()
