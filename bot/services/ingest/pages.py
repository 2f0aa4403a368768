"""The pages of articles of which a feed has but a teaser."""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.article import Article, StoredArticle
from bot.errors import FetchError, ParseError, Unreachable
from bot.feeds.extract import Page, better_text
from bot.feeds.fetch import PAGE
from bot.feeds.jobs import read_page
from bot.services.deps import Deps
from bot.services.ingest.hosts import host_of

log = structlog.get_logger()

TEASER = 600
"""Characters under which a feed's text is taken for a teaser, and the article's page is read."""

_DOWN_FOR = timedelta(minutes=2)
"""How long a host that did not answer is not asked for further pages: its news goes out with the feed's words."""

_REMEMBERED = 1_000


def needs_page(stored: StoredArticle) -> bool:
    """Whether there is more to an article than we have. A newsroom that pushes one gives us what it has."""
    enough = TEASER if stored.feed_id is not None else 1
    return len(stored.article.text) < enough and stored.article.url.startswith(("http://", "https://"))


class Pages:
    """Reads the pages of articles, and remembers for a moment which hosts do not answer."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._down_until: OrderedDict[str, datetime] = OrderedDict()

    async def complete(self, stored: StoredArticle) -> Article:
        """The article with what its page has beyond its feed; as it is when the page cannot be had, or is no better."""
        article = stored.article
        if not needs_page(stored) or self._is_down(article.url):
            return article
        try:
            page = await self._read(article.url)
        except (FetchError, ParseError) as error:
            if isinstance(error, Unreachable):
                self._note_down(article.url)
            log.info(
                "a page could not be read; its feed's words must do",
                url=article.url,
                because=str(error)[:200],
            )
            return article
        return article if page is None else _completed(article, page)

    async def _read(self, url: str) -> Page | None:
        if not await self._deps.reach.robots.allow(url, now=self._deps.now()):
            log.info("robots.txt asks us not to read a page", url=url)
            return None
        found = await self._deps.reach.fetcher.fetch(url, terms=PAGE)
        page = await self._deps.reach.workers.run(
            read_page, found.body, content_type=found.content_type, url=found.url
        )
        if page.reason:
            log.info("a page holds no article", url=url, because=page.reason)
        return page

    def _is_down(self, url: str) -> bool:
        until = self._down_until.get(host_of(url))
        return until is not None and self._deps.now() < until

    def _note_down(self, url: str) -> None:
        self._down_until[host_of(url)] = self._deps.now() + _DOWN_FOR
        if len(self._down_until) > _REMEMBERED:
            self._down_until.popitem(last=False)


def _completed(article: Article, page: Page) -> Article:
    return replace(
        article,
        text=better_text(article.text, page),
        image_url=article.image_url or page.image_url,
        author=article.author or page.author,
        published_at=article.published_at or page.published_at,
        language=article.language or page.language,
    )
