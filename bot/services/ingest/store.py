"""Storing what a feed brought: each article once, judged by whether it is still news."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.article import Article, ArticleId
from bot.domain.feed import Feed
from bot.feeds.identity import article_keys, shared_addresses
from bot.feeds.jobs import FeedRead
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.amend import amend_articles
from bot.services.ingest.news import judge, looks_reissued
from storage import articles
from storage.articles import NewArticle

_TITLES = 2_000
"""Of a feed's latest articles, by which a feed that was issued anew is known: twice what one document may hold."""

_AT_ONCE = 20
"""Articles that one transaction stores: a reader's command, which writes too, waits for no longer one."""

Keyed = tuple[Article, tuple[bytes, ...]]


async def store_articles(deps: Deps, feed: Feed, read: FeedRead) -> int:
    """Store the articles of a document that we did not have, and what it changed in others; how many were new.

    Killed in the middle, it does the rest next time.
    """
    now = deps.now()
    shared = shared_addresses(read.articles, site_url=read.feed.site_url)
    keyed = [(one, article_keys(one, feed.id, seen_at=now, shared=shared)) for one in read.articles]
    known, titles = await _look_up(deps, feed, keyed)
    max_age = timedelta(hours=deps.settings.push_max_age)
    judged = []
    for article, keys in keyed:
        verdict = judge(article, feed, is_reissue=article.title in titles, now=now, max_age=max_age)
        judged.append(
            NewArticle(article=article, keys=keys, pushable=verdict.pushable, reason=verdict.reason)
        )
    added = await _add(deps, feed, judged[::-1])  # feeds list the newest first; numbers grow with time
    deps.metrics.articles.labels("stored").inc(added)
    owners = {owner for owner in known.values() if owner is not None}
    await amend_articles(deps, feed, read.articles, owners, shared=shared)
    return added


async def _add(deps: Deps, feed: Feed, judged: Sequence[NewArticle]) -> int:
    added = 0
    for start in range(0, len(judged), _AT_ONCE):
        async with deps.database.write_behind() as session:
            stored = await articles.add_new(
                session, feed.id, judged[start : start + _AT_ONCE], now=deps.now()
            )
        if stored:
            await deps.bell.ring(Work.ARTICLES)
        added += len(stored)
    return added


async def _look_up(
    deps: Deps, feed: Feed, keyed: Sequence[Keyed]
) -> tuple[dict[bytes, ArticleId | None], frozenset[str]]:
    """What we know of these, and the titles that the feed had before, if it seems to come with all identities new."""
    async with deps.database.read() as session:
        known = await articles.find_known(session, [key for _, keys in keyed for key in keys])
        unknown = sum(not any(key in known for key in keys) for _, keys in keyed)
        if not looks_reissued(unknown, len(keyed), feed):
            return known, frozenset()
        return known, frozenset(await articles.list_titles(session, feed.id, limit=_TITLES))
