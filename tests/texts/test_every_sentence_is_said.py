"""A sentence that nobody says would be translated four times for nothing."""

import ast
from collections import Counter
from pathlib import Path

_MESSAGES = Path("bot/texts/messages")


def _named(path: Path) -> list[str]:
    """The names and attributes that a module uses."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [node.id for node in nodes if isinstance(node, ast.Name)]
    return names + [node.attr for node in nodes if isinstance(node, ast.Attribute)]


def test_every_sentence_is_said_somewhere():
    used = Counter(name for path in Path("bot").rglob("*.py") for name in _named(path))
    told = {
        f"{path.stem}.{node.name}"
        for path in _MESSAGES.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert len(told) > 100
    assert sorted(one for one in told if not used[one.partition(".")[2]]) == []
