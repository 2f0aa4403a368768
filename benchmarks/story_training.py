"""Training of the trees that group stories, and playing a corpus through them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
from numpy.typing import NDArray
from story_corpora import Corpus

from bot.briefs.grouping.choice import JOIN, of_story
from bot.briefs.grouping.guards import are_apart
from bot.briefs.grouping.likeness import STORY, WORDS, by_meaning, by_words, in_stories
from bot.briefs.grouping.stream import sign
from bot.briefs.grouping.window import RecentWindow
from bot.domain.article import StoryId

ROW_WEIGHTS = {"uci": 0.1, "neus": 1.0, "allsides2021": 2.0, "basil": 4.0, "ecbplus": 0.6}
"""What one row of a corpus counts: small corpora more, so that none is drowned."""

PAIR_WEIGHT = 20.0
"""The same for pairs that people labelled one by one; they are chosen to be hard."""

SIGNS = {
    "slots that differ": -1, "days apart": -1, "rivals": -1, "shorter title": 0, "shorter text": 0,
    "longer text": 0, "story's size": 0, "fewer names": 0,
}  # fmt: skip
"""Which way each feature may turn the answer: 1 is only up, the default."""

PARAMETERS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 15, "max_depth": 6, "min_data_in_leaf": 40,
    "feature_fraction": 0.7, "seed": 1, "num_threads": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip
TREES = 150
_ONE_OF, _UNLIKE, _LITTLE = 5, 0.05, 0.2
MEANING_TREES = 60
_EVEN = 1000

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Judge = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A corpus with all that does not depend on a model: each new article beside each of its candidates."""

    corpus: Corpus
    new: NDArray[np.int64]
    old: NDArray[np.int64]
    words: Floats
    meaning: Floats
    apart: Flags

    def part(self, kept: Flags) -> "Prepared":
        """The same stream with only some of its articles."""
        return self.rows(np.flatnonzero(kept[self.new] & kept[self.old]))

    def rows(self, rows: NDArray[np.int64]) -> "Prepared":
        """The same with only some comparisons."""
        return Prepared(
            self.corpus,
            self.new[rows],
            self.old[rows],
            self.words[rows],
            self.meaning[rows],
            self.apart[rows],
        )

    @property
    def labels(self) -> NDArray[np.int64]:
        """1 same, 0 different, -1 unknown."""
        if self.corpus.stories:
            groups = np.array(self.corpus.groups)
            return np.asarray(groups[self.new] == groups[self.old], dtype=np.int64)
        known = {frozenset((p.first, p.second)): int(p.same) for p in self.corpus.pairs}
        rows = zip(self.new.tolist(), self.old.tolist(), strict=True)
        return np.array([known.get(frozenset(row), -1) for row in rows])


def prepare(corpus: Corpus) -> Prepared:
    """Play the corpus through the window, and keep every comparison."""
    window = RecentWindow()
    new: list[int] = []
    old: list[int] = []
    blocks: list[tuple[Floats, Floats, Flags]] = []
    for number, article in enumerate(corpus.articles):
        made, probes = sign(article)
        if candidates := window.candidates(probes, made.at):
            signatures = [one.signature for one in candidates]
            blocks.append(
                (by_words(made, signatures), by_meaning(made, signatures), are_apart(made, signatures))
            )
            new += [number] * len(candidates)
            old += [one.story for one in candidates]
        window.add(made, probes, StoryId(number))
    words, meaning, apart = (np.concatenate(column) for column in zip(*blocks, strict=True))
    return Prepared(corpus, np.array(new), np.array(old), words, meaning, apart)


def play(
    prepared: Prepared, kept: Flags, judge: Judge | None, join: float = JOIN
) -> tuple[list[int], Floats]:
    """Group the stream, by the truth where there is no judge: each article's story, and each row's story features."""
    truth = prepared.corpus.groups
    count = len(truth)
    found = np.full(count, -1)
    sizes: Counter[int] = Counter()
    features = np.zeros((len(prepared.new), len(STORY)), np.float32)
    starts = np.searchsorted(prepared.new, np.arange(count + 1))
    for number in np.flatnonzero(kept):
        rows = slice(starts[number], starts[number + 1])
        story = truth[number] if judge is None else int(number)
        if rows.stop > rows.start:
            stories = found[prepared.old[rows]].tolist()
            features[rows] = in_stories(prepared.words[rows], stories, [sizes[one] for one in stories])
            if judge is not None:
                each = judge(np.hstack([prepared.words[rows], features[rows]]))
                weighed = {
                    one: of_story(each, prepared.apart[rows], np.array(stories) == one, sizes[one])
                    for one in set(stories)
                }
                best = max(weighed, key=lambda one: (weighed[one], -one))
                story = best if weighed[best] >= join else story
        found[number] = story
        sizes[story] += 1
    return found.tolist(), features


def train(parts: Sequence[tuple[Prepared, Flags]], rounds: int = 1) -> lightgbm.Booster:
    """The trees over words and stories.

    A row's story features depend on how the stream was grouped so far. The first trees learn from the true
    grouping; the next also from the grouping that the trees before them made, mistakes included (Ross et
    al., 2011, DAgger).
    """
    alone = [by_themselves(part) for part, _ in parts]
    by_truth = [(part, play(part, kept, None)[1]) for part, kept in parts]
    booster = fit(rows_of([*by_truth, *alone]), (*WORDS, *STORY), TREES)
    for _ in range(rounds):
        by_model = [(part, play(part, kept, judge_of(booster))[1]) for part, kept in parts]
        booster = fit(rows_of([*by_truth, *by_model, *alone]), (*WORDS, *STORY), TREES)
    return booster


def by_themselves(part: Prepared) -> tuple[Prepared, Floats]:
    """Each article beside its own story alone, and beside the nearest wrong one alone.

    A busy stream always holds rivals, so that being far ahead of them nearly proves a story. A small
    newsroom's window does not: there likeness itself must decide.
    """
    truth = np.array(part.corpus.groups)
    text = WORDS.index("text cosine")
    picked: list[NDArray[np.int64]] = []
    features: list[Floats] = []
    for number in np.unique(part.new):
        rows = np.flatnonzero(part.new == number)
        stories = truth[part.old[rows]]
        wrong = rows[stories != truth[number]]
        nearest = truth[part.old[wrong[part.words[wrong, text].argmax()]]] if len(wrong) else -1
        for story in {int(truth[number]), int(nearest)} & set(stories.tolist()):
            own = rows[stories == story]
            size = int((truth[: int(number)] == story).sum())
            picked.append(own)
            features.append(in_stories(part.words[own], [0] * len(own), [max(size, 1)] * len(own)))
    return part.rows(np.concatenate(picked)), np.concatenate(features)


def weight_of(corpus: Corpus) -> float:
    """What one row of this corpus counts."""
    return ROW_WEIGHTS.get(corpus.name, PAIR_WEIGHT)


def evened(part: Prepared) -> Floats:
    """What each row weighs between languages: every corpus alike, and in it the rows of two stories twice the others.

    Otherwise the trees would learn how often a corpus has articles of one story, which is chance.
    """
    weights = thinned(part)
    for label, share in ((0, 2.0), (1, 1.0)):
        own = part.labels == label
        weights[own] *= share * _EVEN / max(float(weights[own].sum()), 1e-6)
    return weights


def rows_of(parts: Sequence[tuple[Prepared, Floats]]) -> list[tuple[Floats, NDArray[np.int64], Floats]]:
    return [(np.hstack([part.words, features]), part.labels, thinned(part)) for part, features in parts]


def thinned(part: Prepared) -> Floats:
    """What each row weighs: of the many that teach little, four of five weigh nothing, and the fifth for all.

    They are those of wholly unlike articles, and all of a corpus whose rows count little each.
    """
    weight = np.full(len(part.new), weight_of(part.corpus), np.float32)
    dull = (part.words[:, WORDS.index("text cosine")] < _UNLIKE) & (part.labels == 0)
    dull |= weight < _LITTLE
    nth = np.arange(len(weight)) % _ONE_OF
    return np.where(dull, np.where(nth == 0, weight * _ONE_OF, 0), weight).astype(np.float32)


def fit(
    parts: Sequence[tuple[Floats, NDArray[np.int64], Floats]], names: Sequence[str], trees: int
) -> lightgbm.Booster:
    every, answers, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    used = (answers >= 0) & (weights > 0)
    parameters = {**PARAMETERS, "monotone_constraints": [SIGNS.get(name, 1) for name in names]}
    return lightgbm.train(
        parameters, lightgbm.Dataset(every[used], answers[used], weight=weights[used]), trees
    )


def judge_of(booster: lightgbm.Booster) -> Judge:
    return lambda rows: np.asarray(booster.predict(rows), dtype=np.float32)
