"""Faults of ours, for a worker to have."""

from typing import Any

from bot.domain.article import Article
from bot.services.ingest.jobs import Drawn, draw


def fails_for(title: str, article: Article, **how: Any) -> Drawn:
    """Draw a brief, but of one article."""
    if article.title == title:
        raise ZeroDivisionError("a fault of ours")
    return draw(article, **how)
