"""An ensemble of small regression trees, evaluated with numpy alone.

Every tree has at most sixteen leaves, so a set of leaves is sixteen bits. A node whose test fails rules out the
leaves on its left; the leaf reached is the lowest one that no node rules out (Lucchese et al., "QuickScorer: a fast
algorithm to rank documents with additive ensembles of regression trees", SIGIR 2015). For each feature the
nodes' masks are joined beforehand, threshold by threshold, so a row costs one table row per feature.
"""

from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MAX_LEAVES = 16


@dataclass(frozen=True)
class Forest:
    """`thresholds[f]` in rising order; `masks[f][k]` has, per tree, the leaves left over when k of them are passed."""

    used: tuple[int, ...]
    thresholds: tuple[Floats, ...]
    masks: tuple[NDArray[np.uint16], ...]
    leaves: NDArray[np.float32]

    def predict(self, table: Floats) -> Floats:
        """The sum of the trees' leaves for each row of a table of features."""
        trees = self.leaves.shape[0] // MAX_LEAVES
        columns = np.ascontiguousarray(table.T)
        left = np.full((len(table), trees), 0xFFFF, dtype=np.uint16)
        passed = np.empty_like(left)
        for feature, thresholds, masks in zip(self.used, self.thresholds, self.masks, strict=True):
            masks.take(thresholds.searchsorted(columns[feature]), 0, passed, "clip")
            np.bitwise_and(left, passed, left)
        reached = _LOWEST_BIT.take(left).astype(np.intp)
        reached += np.arange(0, trees * MAX_LEAVES, MAX_LEAVES)
        summed: Floats = self.leaves.take(reached).sum(axis=1, dtype=np.float64)
        return summed


def load(name: str) -> Forest:
    """A forest from bot/briefs/data, as `build` below is told of it."""
    with np.load(BytesIO(files("bot.briefs").joinpath(f"data/{name}").read_bytes())) as stored:
        return build(stored["feature"], stored["threshold"], stored["tree"], stored["mask"], stored["leaves"])


def build(
    feature: NDArray[np.uint8],
    threshold: Floats,
    tree: NDArray[np.uint16],
    mask: NDArray[np.uint16],
    leaves: NDArray[np.float32],
) -> Forest:
    """A forest of nodes: parallel arrays of the feature, its threshold, the tree, and the leaves that survive."""
    used = tuple(int(one) for one in np.unique(feature))
    thresholds, masks = [], []
    for one in used:
        own = feature == one
        distinct, at = np.unique(threshold[own], return_inverse=True)
        table = np.full((len(distinct) + 1, len(leaves)), 0xFFFF, dtype=np.uint16)
        np.bitwise_and.at(table, (at + 1, tree[own]), mask[own])
        thresholds.append(distinct)
        masks.append(np.bitwise_and.accumulate(table, axis=0))
    return Forest(used, tuple(thresholds), tuple(masks), leaves.reshape(-1))


_LOWEST_BIT = np.zeros(1 << MAX_LEAVES, dtype=np.uint8)
for _bit in reversed(range(MAX_LEAVES)):
    _LOWEST_BIT[1 << _bit :: 1 << (_bit + 1)] = _bit
