"""An entry of a feed as an article: its words without mark-up, its fields within bounds."""

from bot.domain.article import MAX_TEXT, MAX_TITLE, Article
from bot.feeds.clean import clean_title, first_image, html_to_text
from bot.feeds.model import Entry, Feed
from bot.feeds.urls import readers_url

MAX_MADE_TITLE = 140
"""Characters of a headline made from the first words of an entry that has none."""


def article_of(entry: Entry, feed: Feed, *, source: str = "") -> Article | None:
    """The article in an entry, `source` being the outlet's name; None for an entry without words."""
    outlet = source or feed.title
    summary, content = html_to_text(entry.summary), html_to_text(entry.content)
    text = content if len(content) > len(summary) else summary
    title = clean_title(entry.title, outlet=outlet) or _made_title(text)
    if not title:
        return None
    return Article(
        title=title[:MAX_TITLE],
        text=text[:MAX_TEXT],
        url=readers_url(entry.url),
        guid=entry.guid,
        language=entry.language or feed.language,
        published_at=entry.published_at,
        author=entry.author,
        image_url=entry.image_url or first_image(entry.content) or first_image(entry.summary),
        source=outlet,
        categories=entry.categories,
    )


def articles_of(feed: Feed, *, source: str = "") -> tuple[Article, ...]:
    """The articles of a feed, in its order."""
    made = (article_of(entry, feed, source=source) for entry in feed.entries)
    return tuple(article for article in made if article is not None)


def _made_title(text: str) -> str:
    line = text.partition("\n")[0]
    if len(line) <= MAX_MADE_TITLE:
        return line
    return line[:MAX_MADE_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"
