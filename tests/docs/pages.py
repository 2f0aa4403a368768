"""The project's pages, as text and as what they point to."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    path: Path
    text: str

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def links(self) -> list[str]:
        return _LINK.findall(_FENCE.sub("", self.text))

    @property
    def code(self) -> list[str]:
        """What stands between back quotes, outside of blocks."""
        return _CODE.findall(_FENCE.sub("", self.text))

    @property
    def anchors(self) -> set[str]:
        """The names that headings have in links, as GitHub makes them."""
        return {_anchor(heading) for heading in _HEADING.findall(_FENCE.sub("", self.text))}


@cache
def pages() -> tuple[Page, ...]:
    """Every page of the project: those at the top, and all below `docs/`."""
    paths = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
    return tuple(Page(path, path.read_text(encoding="utf-8")) for path in paths)


def page(name: str) -> Page:
    return next(one for one in pages() if one.name == name)


def missing(names: list[str]) -> list[str]:
    """Those of the names that stand on no page of `docs/` and not in the README, as whole words."""
    told = "\n".join(one.text for one in pages() if one.name == "README.md" or one.name.startswith("docs/"))
    return [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", told)]


def _anchor(heading: str) -> str:
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
