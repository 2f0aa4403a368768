"""Learn how much each kind of mention says about a country being an article's subject.

    python benchmarks/train_countries.py FOLDER

FOLDER holds countries/{reuters,geo_lgl,newswire}.jsonl.gz (see docs/tags.md for where each comes from). Writes
bot/briefs/data/countries/focus.json: one number for each feature of bot.briefs.countries.features.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from corpora import Row, read
from sklearn.linear_model import LogisticRegression

from bot.briefs.countries import READ_AHEAD
from bot.briefs.countries.features import FEATURES, describe
from bot.briefs.countries.gazetteer import gazetteer
from bot.briefs.countries.mentions import find_mentions

OUT = Path(__file__).parent.parent / "bot/briefs/data/countries/focus.json"
WEIGHTS = {"reuters": 1.0, "geo_lgl": 3.0, "newswire": 2.0}
"""An example's weight: the three corpora count about alike, whatever their size."""


def main(folder: Path) -> None:
    model = fit((name, read(folder, "countries", name)) for name in WEIGHTS)
    learned = dict(zip(FEATURES, map(float, model.coef_[0]), strict=True)) | {
        "bias": float(model.intercept_[0])
    }
    OUT.write_text(json.dumps({name: round(value, 4) for name, value in learned.items()}, indent=1) + "\n")
    for name, value in learned.items():
        print(f"{value:8.2f}  {name}")


def fit(corpora: Iterable[tuple[str, Sequence[Row]]]) -> Any:
    """A logistic regression over one example for each country that an article mentions."""
    rows, labels, weights = [], [], []
    for name, articles in corpora:
        for article in articles:
            wanted = set(article.get("countries") or article["first"])
            text = article["text"][:READ_AHEAD]
            mentions = find_mentions(article["title"], text, gazetteer("en"))
            for code, row in describe(mentions, len(text)).items():
                rows.append(row)
                labels.append(code in wanted)
                weights.append(WEIGHTS[name])
    return LogisticRegression(C=1.0, max_iter=5000).fit(np.array(rows), labels, sample_weight=weights)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
