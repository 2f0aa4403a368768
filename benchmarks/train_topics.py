"""Train the model of the top-level topics: bot/briefs/data/topics/model.npz.

    python benchmarks/train_topics.py FOLDER [--check]

FOLDER holds topics/*.jsonl.gz (docs/models/topics.md says where each corpus comes from). A corpus's label may stand
for several topics ("society"), so the loss is that of partial labels: minus the logarithm of the probability of all
accepted topics together. --check prints, for each corpus, accuracy and macro F1 by five folds and by leaving the
whole corpus out, and writes nothing.
"""

import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from corpora import Row, names, read
from numpy.typing import NDArray
from scipy.optimize import minimize
from topics_score import topic_score

from bot.briefs.topics import READ_AHEAD
from bot.briefs.topics.features import BUCKETS, TOPS, hashed_counts, said_by_words
from bot.briefs.topics.vocabulary import vocabulary

OUT = Path(__file__).parent.parent / "bot/briefs/data/topics/model.npz"
REGULARISATION = 0.01
EVEN_CORPORA = 0.5
EVEN_TOPICS = 0.6
"""An example is weighed by these powers of its corpus's size and of its label's share; 1 leaves them as they are."""

VAGUE = {"medtop:06000000": 0.1, "medtop:08000000": 0.1}
"""How much environment and human interest count where a label merely accepts them and no listed word is found.

"Society" accepts both, and they would gather whatever fits nowhere.
"""

ROUNDS = 80
FOLDS = 5
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    weights: Array
    bias: Array
    said: Array

    def scores(self, examples: "Examples") -> Array:
        scores: Array = examples.hashed @ self.weights + self.bias
        scores += examples.said[:, 0] * self.said[0] + examples.said[:, 1] * self.said[1]
        return scores


@dataclass(frozen=True, slots=True)
class Examples:
    """Articles as numbers; `accepted` has a 1 for each topic that a label allows."""

    hashed: sp.csr_matrix
    said: Array
    accepted: Array
    weights: Array

    def take(self, which: NDArray[np.intp]) -> "Examples":
        return Examples(self.hashed[which], self.said[which], self.accepted[which], self.weights[which])


def main(folder: Path, *, check: bool) -> None:
    corpora = {name: read(folder, "topics", name) for name in names(folder, "topics")}
    rows = [row for each in corpora.values() for row in each]
    corpus = np.array([name for name, each in corpora.items() for _ in each])
    examples, rarity = describe(rows, corpus)
    held_out = by_folds(examples, len(rows))
    report("five folds", rows, corpus, held_out)
    if check:
        report("corpus left out", rows, corpus, by_corpus(examples, corpus))
        return
    temperature = calibrate(held_out, examples.accepted)
    show_calibration(held_out / temperature, examples.accepted)
    save(fit(examples), rarity, temperature)


def describe(rows: Sequence[Row], corpus: NDArray[np.str_]) -> tuple[Examples, Array]:
    counts = [hashed_counts(row["title"], row["text"], row["language"]) for row in rows]
    met = np.zeros(BUCKETS)
    for each in counts:
        met[list(each)] += 1
    rarity = np.where(met >= 2, np.log(len(rows) / np.maximum(met, 1)), 0.0)
    said = np.array([_said(row) for row in rows])
    accepted = np.array([_accepted(row, each[0]) for row, each in zip(rows, said, strict=True)])
    return Examples(_matrix(counts, rarity), said, accepted, _weights(rows, corpus)), rarity


def _accepted(row: Row, said: Array) -> list[float]:
    first, *others = row["topics"]
    return [
        1.0 if topic == first or (topic in others and much > 0) else VAGUE.get(topic, 1.0) * (topic in others)
        for topic, much in zip(TOPS, said, strict=True)
    ]


def _said(row: Row) -> Array:
    listed = vocabulary(row["language"])
    return said_by_words((2.0, listed.count(row["title"])), (1.0, listed.count(row["text"][:READ_AHEAD])))


def _matrix(counts: Sequence[Counter[int]], rarity: Array) -> sp.csr_matrix:
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for each in counts:
        row = {bucket: (1 + math.log(n)) * rarity[bucket] for bucket, n in each.items() if rarity[bucket]}
        length = math.sqrt(sum(value * value for value in row.values())) or 1.0
        columns += row
        values += [value / length for value in row.values()]
        ends.append(len(columns))
    return sp.csr_matrix((values, columns, ends), shape=(len(counts), BUCKETS))


def _weights(rows: Sequence[Row], corpus: NDArray[np.str_]) -> Array:
    sizes = Counter(corpus)
    shares = Counter((name, row["topics"][0]) for name, row in zip(corpus, rows, strict=True))
    weights = np.array(
        [
            sizes[name] ** (EVEN_CORPORA - 1)
            * (shares[name, row["topics"][0]] / sizes[name]) ** (EVEN_TOPICS - 1)
            for name, row in zip(corpus, rows, strict=True)
        ]
    )
    even: Array = weights / weights.mean()
    return even


def fit(examples: Examples) -> Model:
    """Softmax regression with partial labels, by L-BFGS."""
    size, tops = BUCKETS * len(TOPS), len(TOPS)

    def unpack(flat: Array) -> Model:
        return Model(
            flat[:size].reshape(BUCKETS, tops), flat[size : size + tops], flat[size + tops :].reshape(2, tops)
        )

    def loss(flat: Array) -> tuple[float, Array]:
        model = unpack(flat)
        scores = model.scores(examples)
        raised = np.exp(scores - scores.max(1, keepdims=True))
        chance = raised / raised.sum(1, keepdims=True)
        right = chance * examples.accepted
        total = right.sum(1) + 1e-12
        gap = (chance - right / total[:, None]) * examples.weights[:, None]
        pull = model.said - start
        value = -(examples.weights * np.log(total)).sum() + 0.5 * REGULARISATION * (model.weights**2).sum()
        value += 5 * (pull**2).sum() + 0.05 * (model.bias**2).sum()
        gradient = [
            (examples.hashed.T @ gap + REGULARISATION * model.weights).ravel(),
            gap.sum(0) + 0.1 * model.bias,
            ((gap[:, None, :] * examples.said).sum(0) + 10 * pull).ravel(),
        ]
        return float(value), np.concatenate(gradient)

    start = np.array([[1.0] * tops, [2.0] * tops])
    first = np.concatenate([np.zeros(size + tops), start.ravel()])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return unpack(found.x)


def by_folds(examples: Examples, count: int) -> Array:
    """The scores of every article, by a model that has not seen it."""
    fold = np.random.default_rng(0).integers(0, FOLDS, count)
    scores = np.zeros((count, len(TOPS)))
    for number in range(FOLDS):
        test = np.flatnonzero(fold == number)
        scores[test] = fit(examples.take(np.flatnonzero(fold != number))).scores(examples.take(test))
    return scores


def by_corpus(examples: Examples, corpus: NDArray[np.str_]) -> Array:
    """The scores of every article, by a model that has not seen its corpus."""
    scores = np.zeros((len(corpus), len(TOPS)))
    for name in sorted(set(corpus)):
        test = np.flatnonzero(corpus == name)
        scores[test] = fit(examples.take(np.flatnonzero(corpus != name))).scores(examples.take(test))
    return scores


def calibrate(scores: Array, accepted: Array) -> float:
    """The temperature that makes the probability of the best topic true, on articles held back."""

    def surprise(temperature: float) -> float:
        raised = np.exp((scores - scores.max(1, keepdims=True)) / temperature)
        chance = (raised * (accepted > 0)).sum(1) / raised.sum(1)
        return float(-np.log(chance + 1e-9).mean())

    return float(min(np.arange(0.3, 4.0, 0.05), key=surprise))


def show_calibration(scores: Array, accepted: Array) -> None:
    """How often the best topic is right, by its probability; all on articles held back."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    chance = (raised / raised.sum(1, keepdims=True)).max(1)
    right = accepted[np.arange(len(scores)), scores.argmax(1)] > 0
    for low in np.arange(0.1, 1.0, 0.1):
        within = (chance >= low) & (chance < low + 0.1)
        above = chance >= low
        if within.any():
            print(
                f"{low:.1f} to {low + 0.1:.1f}: {within.sum():5} articles, {100 * right[within].mean():5.1f} % right;"
                f" from {low:.1f} on {100 * above.mean():5.1f} % of all, {100 * right[above].mean():5.1f} % right"
            )


def save(model: Model, rarity: Array, temperature: float) -> None:
    scale = np.abs(model.weights).max(0) / 127
    np.savez_compressed(
        OUT,
        weights=np.round(model.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        rarity=rarity.astype(np.float16),
        bias=model.bias.astype(np.float32),
        said=model.said.astype(np.float32),
        temperature=np.array([temperature], dtype=np.float32),
    )
    print(f"temperature {temperature:.2f}, {OUT.stat().st_size} bytes")


def report(title: str, rows: Sequence[Row], corpus: NDArray[np.str_], scores: Array) -> None:
    figures = []
    for name in sorted(set(corpus)):
        which = np.flatnonzero(corpus == name).tolist()
        predicted = [TOPS[scores[at].argmax()] for at in which]
        figures.append(topic_score([rows[at] for at in which], predicted))
        print(f"{title:16} {name:14} {len(which):5} {figures[-1][0]:6.1f} {figures[-1][1]:6.1f}", flush=True)
    mean = np.mean(figures, axis=0)
    print(f"{title:16} {'mean':14} {len(rows):5} {mean[0]:6.1f} {mean[1]:6.1f}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), check="--check" in sys.argv)
