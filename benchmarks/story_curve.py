"""Drawing the curve of precision against recall."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from story_corpora import CLUSTERS

from bot.briefs.grouping.choice import JOIN


def draw(points: Mapping[float, Mapping[str, tuple[float, ...]]], target: Path) -> None:
    """One line a corpus and one for their mean, a dot a threshold, the default's dot ringed."""
    mpl.use("Agg")
    figure, axes = plt.subplots(figsize=(7, 5), layout="constrained")
    for name in (*CLUSTERS, "mean"):
        rows = [
            np.mean([one[c] for c in CLUSTERS], axis=0) if name == "mean" else one[name]
            for one in points.values()
        ]
        recall, precision = [row[1] for row in rows], [row[0] for row in rows]
        (line,) = axes.plot(recall, precision, marker=".", linewidth=3 if name == "mean" else 1, label=name)
        at = list(points).index(JOIN)
        axes.plot(recall[at], precision[at], "o", markersize=11, fillstyle="none", color=line.get_color())
    axes.set(
        xlabel="B-cubed recall, %", ylabel="B-cubed precision, %", title="Where the default sits (ringed)"
    )
    axes.grid(alpha=0.3)
    axes.legend()
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=110)
