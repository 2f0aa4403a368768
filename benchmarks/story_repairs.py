"""Measuring on what editors split and merged: the lines that bot.briefs.grouping.repairs describes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.briefs.grouping.choice import Candidate, choose_story
from bot.briefs.grouping.repairs import signature_in
from bot.briefs.grouping.signature import Signature
from bot.briefs.grouping.stream import sign
from bot.domain.article import StoryId
from bot.feeds.record import read_article


def measure_repairs(file: Path) -> None:
    """Print how many repairs grouping would no longer need, and each that it would."""
    right = wrong = skipped = 0
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        record = json.loads(line)
        first, second = _side(record["first"]), _side(record["second"])
        if first is None or second is None:
            skipped += 1
            continue
        joined = (
            choose_story(second, [Candidate(story=StoryId(1), story_size=1, signature=first)]) is not None
        )
        if joined == record["same"]:
            right += 1
        else:
            wrong += 1
            print(f"  line {number}: {'joined' if joined else 'kept apart'}, an editor did the contrary")
    print(f"\nrepairs in {file.name}: {right} right, {wrong} wrong, {skipped} signed by another version")


def _side(side: Mapping[str, Any]) -> Signature | None:
    return signature_in(side) if "signature" in side else sign(read_article(side))[0]
