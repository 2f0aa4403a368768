"""Boosted trees, evaluated with numpy: LightGBM makes them, and nothing of it is needed to use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

_DATA = "data/grouping_model.npz"


@dataclass(frozen=True, slots=True)
class Trees:
    """All nodes of all trees in one array each; a leaf leads to itself. `roots` are the trees' first nodes."""

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: NDArray[np.float32]
    roots: NDArray[np.intp]
    depth: int

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """How probable it is for each row: every row walks down every tree, one level at a time."""
        at = np.repeat(self.roots[None, :], len(rows), axis=0)
        row = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            at = np.where(rows[row, self.feature[at]] <= self.threshold[at], self.left[at], self.right[at])
        total = self.value[at].sum(axis=1, dtype=np.float64)
        chance: NDArray[np.float32] = (1 / (1 + np.exp(-total))).astype(np.float32)
        return chance


@cache
def shipped(name: str, features: Sequence[str]) -> Trees:
    """The trees of this name in the weights file. Raises ValueError where they were made for other features."""
    with resources.files("bot.briefs").joinpath(_DATA).open("rb") as file, np.load(file) as data:
        if tuple(data[f"{name}_features"].tolist()) != tuple(features):
            raise ValueError(
                f"{_DATA} was made for other features of {name!r}: run benchmarks/train_stories.py"
            )
        return Trees(
            feature=data[f"{name}_feature"].astype(np.intp),
            threshold=data[f"{name}_threshold"],
            left=data[f"{name}_left"].astype(np.intp),
            right=data[f"{name}_right"].astype(np.intp),
            value=data[f"{name}_value"],
            roots=data[f"{name}_roots"].astype(np.intp),
            depth=int(data[f"{name}_depth"]),
        )
