"""Grouping a stream of articles with nothing running: what `newsbot stories` does, and what the benchmarks measure."""

from collections.abc import Iterable, Iterator

from bot.briefs.countries import find_countries
from bot.briefs.grouping.choice import JOIN, choose_story
from bot.briefs.grouping.probes import probe_terms
from bot.briefs.grouping.signature import Signature, signature
from bot.briefs.grouping.window import RecentWindow
from bot.briefs.language import identify
from bot.domain.article import Article, StoryId

_LANGUAGE_CHARS = 2000


def sign(article: Article) -> tuple[Signature, tuple[int, ...]]:
    """The signature of an article as its brief would have it, and the terms it is looked up under."""
    language = identify(f"{article.title}\n{article.text[:_LANGUAGE_CHARS]}", hint=article.language)
    countries = [tag.code for tag in find_countries(article, language)]
    made = signature(article, language=language, at=article.published_at, countries=countries)
    return made, probe_terms(made)


def group(articles: Iterable[tuple[str, Article]], *, join: float = JOIN) -> Iterator[tuple[str, StoryId]]:
    """The story of each article, in the order they come; each is out before the next one is asked for."""
    window = RecentWindow()
    opened = 0
    for name, article in articles:
        new, probes = sign(article)
        story = choose_story(new, window.candidates(probes, new.at), join=join)
        if story is None:
            opened += 1
            story = StoryId(opened)
        window.add(new, probes, story)
        yield name, story
