"""What editors teach: two articles and whether they are one story, kept as a line of JSON each.

    {"same": false, "first": {...}, "second": {...}}

Each side is either what grouping saw, `{"signature": "<base64>"}`, or an article in the form of
`newsbot stories --jsonl`, `{"title": ..., "text": ..., "language": ..., "published_at": ...}`. A merge is an
example that says true, a split one that says false. benchmarks/stories.py --repairs FILE reads them.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.briefs.grouping.signature import Signature, from_bytes


@dataclass(frozen=True, slots=True)
class Repair:
    """Two articles, the earlier first, and what an editor says of them."""

    first: Signature
    second: Signature
    same: bool


def to_line(repair: Repair) -> str:
    """The line to keep."""
    sides = {"first": repair.first, "second": repair.second}
    packed = {name: {"signature": b64encode(one.to_bytes()).decode()} for name, one in sides.items()}
    return json.dumps({"same": repair.same, **packed})


def signature_in(side: Mapping[str, Any]) -> Signature | None:
    """The signature that one side of a line holds; None where it holds an article, or one of another version."""
    return from_bytes(b64decode(side["signature"])) if "signature" in side else None
