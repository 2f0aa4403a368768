"""An article in, its brief out: the one place where the steps of a brief come together."""

from bot.briefs import language
from bot.briefs.countries import find_countries
from bot.briefs.news import why_not_news
from bot.briefs.outlet_lines import OutletLines
from bot.briefs.passages import passages
from bot.briefs.summarizers.choose import pick
from bot.briefs.topics import find_topics
from bot.domain.article import Article
from bot.domain.brief import Brief, check_verbatim

DEFAULT_SENTENCES = 3

MORE_CHARACTERS = 900
"""About how much unfolds below the sentences that are shown at once."""


def make_brief(
    article: Article,
    *,
    method: str = "newsbot",
    sentence_count: int = DEFAULT_SENTENCES,
    more_characters: int = MORE_CHARACTERS,
    outlet: OutletLines | None = None,
) -> Brief:
    """The brief of an article.

    At most `sentence_count` sentences are shown at once, fewer where fewer say it better; `more` holds the next
    best ones, in order. `outlet` is what the article's outlet is known to repeat under its articles. `method` is
    one of `bot.briefs.summarizers.methods.METHODS`.
    """
    spoken = language.identify(f"{article.title}\n{article.text[:2000]}", hint=article.language)
    found = passages(article.title, article.text, spoken, outlet)
    chosen, more = pick(
        method, article.title, found, spoken, count=sentence_count, more_characters=more_characters
    )
    brief = Brief(
        language=spoken,
        sentences=tuple(found[number].sentence for number in chosen),
        more=tuple(found[number].sentence for number in more),
        countries=find_countries(article, spoken),
        topics=find_topics(article, spoken),
        not_news=why_not_news(article, spoken),
    )
    check_verbatim(brief, article.text)
    return brief
