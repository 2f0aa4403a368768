"""Accuracy and macro F1 of top-level topics, where a label may accept several."""

from collections import Counter
from collections.abc import Sequence

from corpora import Row


def topic_score(rows: Sequence[Row], predicted: Sequence[str]) -> tuple[float, float]:
    """Per cent. An accepted topic counts as the label's first; so does one that only another label accepts."""
    stands_for = {row["topics"][0]: row["topics"][0] for row in rows}
    for row in rows:
        for topic in row["topics"]:
            stands_for.setdefault(topic, row["topics"][0])
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row, topic in zip(rows, predicted, strict=True):
        wanted = row["topics"][0]
        if topic in row["topics"]:
            right[wanted] += 1
        else:
            missed[wanted] += 1
            wrong[stands_for.get(topic, topic)] += 1
    labels = {row["topics"][0] for row in rows}
    scores = [2 * right[t] / max(2 * right[t] + wrong[t] + missed[t], 1) for t in labels]
    return 100 * right.total() / len(rows), 100 * sum(scores) / len(labels)
