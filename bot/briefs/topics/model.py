"""A linear model that gives each of the 17 top levels a probability.

One logistic regression a topic over hashed words, with two numbers of each topic's word list beside them whose
weights all languages share; their scores are made probabilities together. Trained by benchmarks/train_topics.py;
docs/models/topics.md is its card.
"""

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


class TopicModel:
    """The weights, as they are stored: eight bits each, with a scale for each top level."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._weights = arrays["weights"]
        self._scale = arrays["scale"].astype(np.float64)
        self._rarity = arrays["rarity"].astype(np.float64)
        self._bias = arrays["bias"].astype(np.float64)
        self._said = arrays["said"].astype(np.float64)
        self._temperature = float(arrays["temperature"][0])

    def scores(self, counts: Mapping[int, int], said: Vector) -> Vector:
        """The unnormalised score of each top level, before the temperature."""
        score: Vector = self._bias + said.ravel() @ self._said
        if counts:
            buckets = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
            often = 1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))
            values = often * self._rarity[buckets]
            length = math.sqrt(float(values @ values))
            if length:
                score += (values @ self._weights[buckets].astype(np.float64)) * self._scale / length
        return score

    def probabilities(self, scores: Vector) -> Vector:
        """The probability of each top level; calibrated on articles that were held back."""
        raised = np.exp((scores - scores.max()) / self._temperature)
        shares: Vector = raised / raised.sum()
        return shares


@cache
def topic_model() -> TopicModel:
    with as_file(files("bot.briefs") / "data" / "topics" / "model.npz") as path, np.load(path) as stored:
        return TopicModel(dict(stored))
