"""What a newsroom pushes: new articles, corrections of known ones, and withdrawals."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import Article, ArticleId, StoredArticle, StoryId
from bot.errors import ArticleError
from bot.feeds.identity import article_keys
from bot.feeds.record import read_article
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.news import judge_pushed
from bot.services.ingest.retract import retract
from storage import articles
from storage.articles import NewArticle, Stage

_PUBLISHER = 0
"""In place of a feed's number: what is pushed has no feed."""


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a push."""

    outcome: Literal["new", "known", "corrected", "withdrawn", "gone", "unknown"]
    article: ArticleId | None = None
    story: StoryId | None = None


async def publish(deps: Deps, record: Mapping[str, Any]) -> Published:
    """Take an article in; the same address again corrects it, and with `"withdrawn": true` takes it back.

    Raises ArticleError, which names the field.
    """
    if record.get("withdrawn") is True or record.get("status") == 410:
        return await withdraw(deps, str(record.get("url", "")))
    article = read_article(record)
    if not article.url.startswith(("http://", "https://")):
        raise ArticleError(
            "`url` must be the article's address on the web: it is what the article is known by"
        )
    article = replace(
        article, source=article.source or (urlsplit(article.url).hostname or "").removeprefix("www.")
    )
    now = deps.now()
    keys = article_keys(article, _PUBLISHER, seen_at=now)
    verdict = judge_pushed(article.published_at, now=now, max_age=timedelta(hours=deps.settings.push_max_age))
    async with deps.database.write() as session:
        new = NewArticle(article=article, keys=keys, pushable=verdict.pushable, reason=verdict.reason)
        added = await articles.add_new(session, None, [new], now=now)
        if not added:
            published = await _again(session, article, keys[0], now)
        else:
            published = Published("new", added[0].id)
    if published.outcome == "new":
        deps.metrics.articles.labels("stored").inc()
    if published.outcome in {"new", "corrected"}:
        await deps.bell.ring(Work.ARTICLES)
    return published


async def withdraw(deps: Deps, url: str) -> Published:
    """Take the article at this address back: what waits is dropped, what was sent says so."""
    now = deps.now()
    keys = article_keys(Article(title="", url=url), _PUBLISHER, seen_at=now)[:1]
    async with deps.database.write() as session:
        id_ = await articles.find_by_keys(session, keys)
        found = await articles.find_article(session, id_) if id_ is not None else None
        if found is None:
            return Published("unknown")
        stored, stage, _ = found
        if stage is Stage.WITHDRAWN:
            return Published("gone", stored.id, stored.story_id)
        await retract(session, stored, now=now)
    await deps.bell.ring(Work.FAN_OUTS)
    return Published("withdrawn", stored.id, stored.story_id)


async def _again(session: AsyncSession, article: Article, address: bytes, now: datetime) -> Published:
    """An article that we know, by its address or by its words: corrected if it reads otherwise now."""
    id_ = await articles.find_by_keys(session, [address])
    found = await articles.find_article(session, id_) if id_ is not None else None
    if found is None:
        return Published("known")
    stored, stage, _ = found
    if stage is Stage.WITHDRAWN:
        return Published("gone", stored.id, stored.story_id)
    if _reads_the_same(stored, article):
        return Published("known", stored.id, stored.story_id)
    await articles.set_content(session, stored.id, article, now=now)
    await articles.set_stage(session, stored.id, Stage.STORED)
    return Published("corrected", stored.id, stored.story_id)


def _reads_the_same(stored: StoredArticle, article: Article) -> bool:
    return (stored.article.title, stored.article.text) == (article.title, article.text)
