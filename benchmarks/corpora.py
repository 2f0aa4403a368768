"""Read a corpus: a folder `<task>` of `<name>.jsonl.gz`, one JSON object a line."""

import gzip
import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read(folder: Path, task: str, name: str) -> list[Row]:
    with gzip.open(folder / task / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def names(folder: Path, task: str) -> list[str]:
    """The corpora of a task; lists of words and tables of labels are none."""
    found = sorted(path.name.removesuffix(".jsonl.gz") for path in (folder / task).glob("*.jsonl.gz"))
    return [name for name in found if not name.startswith(("vocab", "mapping"))]
