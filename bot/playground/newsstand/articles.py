"""The articles: written for the playground, about people and companies that do not exist, in real countries.

Each is a text file: `name: value` lines, an empty line, then paragraphs. `event` is the same for the articles that
different outlets wrote about one event, and is not published.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class NewsArticle:
    slug: str
    outlet: str
    event: str
    section: str
    categories: tuple[str, ...]
    author: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def teaser(self) -> str:
        """The first paragraph, cut as newsrooms cut it."""
        first = self.paragraphs[0]
        return first if len(first) <= 150 else f"{first[:147].rsplit(' ', 1)[0]}..."


@cache
def load() -> dict[str, NewsArticle]:
    """Every article by its slug."""
    folder = resources.files(__package__).joinpath("articles")
    files = {entry.name.removesuffix(".txt"): entry for entry in folder.iterdir()}
    return {slug: _article(slug, files[slug].read_text(encoding="utf-8")) for slug in sorted(files)}


def _article(slug: str, source: str) -> NewsArticle:
    head, _, body = source.strip().partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return NewsArticle(
        slug=slug,
        outlet=facts["outlet"],
        event=facts["event"],
        section=facts["section"],
        categories=tuple(facts["categories"].split("; ")),
        author=facts["author"],
        title=facts["title"],
        paragraphs=tuple(body.split("\n\n")),
    )
