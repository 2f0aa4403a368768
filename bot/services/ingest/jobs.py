"""What workers do with an article: from its text to everything that is kept of it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.briefs.build import make_brief
from bot.briefs.grouping.probes import probe_terms
from bot.briefs.grouping.signature import signature
from bot.briefs.outlet_lines import OutletLines
from bot.domain.article import Article
from bot.domain.brief import Brief
from bot.domain.finding import document_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn from an article: its brief, what grouping compares it by, and the words by which it is found."""

    brief: Brief
    signature: bytes
    terms: tuple[int, ...]
    document: tuple[str, ...]


def draw(article: Article, *, method: str, seen_at: datetime, outlet: OutletLines | None = None) -> Drawn:
    """The brief of an article and what goes with it. Raises ValueError for a method that there is not."""
    brief = make_brief(article, method=method, outlet=outlet)
    countries = [tag.code for tag in brief.countries]
    published_at = (
        article.published_at if article.published_at and article.published_at <= seen_at else seen_at
    )
    signed = signature(article, language=brief.language, at=published_at, countries=countries)
    sentences = [sentence.text for sentence in (*brief.sentences, *brief.more)]
    return Drawn(brief, signed.to_bytes(), probe_terms(signed), tuple(document_of(article.title, sentences)))


def warm() -> None:
    """Load the models, which takes half a second, before the first article comes."""
    article = Article(
        title="The port of Baku opens again", text="Ferries sail to Kuryk. The storm is over, it said."
    )
    draw(article, method="newsbot", seen_at=datetime(2026, 1, 1, tzinfo=UTC))
