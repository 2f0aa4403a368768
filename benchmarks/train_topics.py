"""Train the model of the top-level topics: bot/briefs/data/topics/model.npz.

    python benchmarks/train_topics.py FOLDER [--check]

FOLDER holds topics/*.jsonl.gz and feeds/history_native.tar.xz (docs/models/topics.md says where each comes from). A
corpus's label may stand for several topics ("society"); each article is taught as the one of them that the word
lists speak for most, and its others are taught neither way. So the model learns IPTC's topics and not the source's
sections. --check prints, for each corpus, accuracy and macro F1 by five folds and by leaving the whole corpus out,
and writes nothing. Needs `make bench-setup`; about four minutes on one core.
"""

import math
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from corpora import Row, names, read
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from topic_sources import more_rows
from topics_score import topic_score

from bot.briefs.topics import READ_AHEAD
from bot.briefs.topics.features import BUCKETS, TOPS, hashed_counts, said_by_words, strength, with_lists
from bot.briefs.topics.vocabulary import vocabulary

OUT = Path(__file__).parent.parent / "bot/briefs/data/topics/model.npz"
LOOSENESS = 20.0
"""The C of the regressions."""

EVEN_CORPORA = 0.5
EVEN_TOPICS = 0.6
"""An example is weighed by these powers of its corpus's size and of its label's share; 1 leaves them as they are."""

EVEN_SIDES = 0.65
"""A topic's examples are weighed up by this power of how many others there are to one of them."""

MORE = 0.5
"""How much an example counts that is no article with a label: a definition, a headline of a section."""

LISTED = 0.3
"""The scale of the two numbers of the word lists beside the words, which have length 1 together."""

FIRST = 1.0
"""What speaks for one of the topics of a vague label, beside the lists: that it stands first."""

FOLDS = 5
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    weights: Array
    bias: Array
    said: Array

    def scores(self, examples: "Examples") -> Array:
        scores: Array = examples.hashed @ self.weights + self.bias + examples.said @ self.said
        return scores


@dataclass(frozen=True, slots=True)
class Examples:
    """Articles as numbers; `accepted` has a 1 for each topic that a label allows, `taught` is the one to learn."""

    hashed: sp.csr_matrix
    said: Array
    accepted: Array
    taught: NDArray[np.intp]
    weights: Array

    def take(self, which: NDArray[np.intp]) -> "Examples":
        return Examples(
            self.hashed[which],
            self.said[which],
            self.accepted[which],
            self.taught[which],
            self.weights[which],
        )


def main(folder: Path, *, check: bool) -> None:
    corpora = {name: read(folder, "topics", name) for name in names(folder, "topics")}
    measured = sum(map(len, corpora.values()))
    corpora |= more_rows(folder)
    rows = [row for each in corpora.values() for row in each]
    corpus = np.array([name for name, each in corpora.items() for _ in each])
    examples, rarity = describe(rows, corpus, measured)
    languages = [row["language"] for row in rows[:measured]]
    held_out = beside_lists(by_folds(examples, measured), examples, languages)
    report("five folds", rows, corpus[:measured], held_out)
    if check:
        left_out = beside_lists(by_corpus(examples, corpus, measured), examples, languages)
        report("corpus left out", rows, corpus[:measured], left_out)
        report("word lists alone", rows, corpus[:measured], _strength(examples.said[:measured]))
        return
    accepted = examples.accepted[:measured]
    temperature = calibrate(held_out, accepted)
    show_calibration(held_out / temperature, accepted)
    save(fit(examples), rarity, temperature)


def describe(rows: Sequence[Row], corpus: NDArray[np.str_], measured: int) -> tuple[Examples, Array]:
    counts = [hashed_counts(row["title"], row["text"], row["language"]) for row in rows]
    met = np.zeros(BUCKETS)
    for each in counts:
        met[list(each)] += 1
    rarity = np.where(met >= 2, np.log(len(rows) / np.maximum(met, 1)), 0.0)
    said = np.array([_said(row).ravel() for row in rows])
    accepted = np.array([[1.0 if topic in row["topics"] else 0.0 for topic in TOPS] for row in rows])
    first = np.array([[topic == row["topics"][0] for topic in TOPS] for row in rows])
    taught = np.where(accepted > 0, _strength(said) + FIRST * first, -np.inf).argmax(1)
    weights = _weights(rows, corpus) * np.where(np.arange(len(rows)) < measured, 1.0, MORE)
    return Examples(_matrix(counts, rarity), said, accepted, taught, weights / weights.mean()), rarity


def _strength(said: Array) -> Array:
    """How much the word lists say for each topic, a row an article."""
    return strength(_sides(said))


def _sides(said: Array) -> Array:
    """The two numbers of the lists, each of all articles."""
    return np.stack([said[:, : len(TOPS)], said[:, len(TOPS) :]])


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
    """One logistic regression a topic; what a vague label may mean as well is left out of a topic's."""
    facts = sp.hstack([examples.hashed, sp.csr_matrix(LISTED * examples.said)]).tocsr()
    weights = np.zeros((facts.shape[1], len(TOPS)))
    bias = np.full(len(TOPS), -5.0)  # a topic without an example
    for topic in range(len(TOPS)):
        is_it = examples.taught == topic
        which = np.flatnonzero(is_it | (examples.accepted[:, topic] == 0))
        wanted, counts = is_it[which], examples.weights[which]
        if not wanted.any():
            continue
        counts = counts * np.where(wanted, (counts[~wanted].sum() / counts[wanted].sum()) ** EVEN_SIDES, 1.0)
        learned = LogisticRegression(
            C=LOOSENESS, solver="liblinear", dual=True, max_iter=60, tol=0.01, random_state=0
        )
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", ConvergenceWarning
            )  # sixty rounds are enough; more change nothing
            learned.fit(facts[which], wanted, sample_weight=counts / counts.mean())
        weights[:, topic], bias[topic] = learned.coef_[0], learned.intercept_[0]
    return Model(weights[:BUCKETS], bias, LISTED * weights[BUCKETS:])


def by_folds(examples: Examples, measured: int) -> Array:
    """The scores of every article, by a model that has not seen it."""
    fold = np.random.default_rng(0).integers(0, FOLDS, measured)
    fold = np.concatenate([fold, np.full(len(examples.taught) - measured, -1)])
    scores = np.zeros((measured, len(TOPS)))
    for number in range(FOLDS):
        test = np.flatnonzero(fold == number)
        scores[test] = fit(examples.take(np.flatnonzero(fold != number))).scores(examples.take(test))
    return scores


def by_corpus(examples: Examples, corpus: NDArray[np.str_], measured: int) -> Array:
    """The scores of every article, by a model that has not seen its corpus."""
    scores = np.zeros((measured, len(TOPS)))
    for name in sorted(set(corpus[:measured])):
        test = np.flatnonzero(corpus == name)
        scores[test] = fit(examples.take(np.flatnonzero(corpus != name))).scores(examples.take(test))
    return scores


def beside_lists(scores: Array, examples: Examples, languages: Sequence[str]) -> Array:
    """The scores as an article's are: with the lists' own where a language has few sources."""
    sides = _sides(examples.said[: len(languages)])
    each = zip(scores, sides.swapaxes(0, 1), languages, strict=True)
    return np.array([with_lists(one, said, language) for one, said, language in each])


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
    print(f"{title:16} {'mean':14} {len(corpus):5} {mean[0]:6.1f} {mean[1]:6.1f}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), check="--check" in sys.argv)
