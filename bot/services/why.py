"""Why an article was sent, or was not: at which stage of its way it stands or stopped."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import Article, ArticleId, StoredArticle
from bot.domain.delivery import DeliveryState
from bot.domain.feed import Feed, FeedState
from bot.domain.story import Story
from bot.errors import FetchError, ParseError, WorkersBusy
from bot.feeds.fetch import PAGE
from bot.feeds.identity import article_keys
from bot.feeds.jobs import read_page
from bot.feeds.urls import site_of
from bot.services.deps import Deps
from storage import articles, deliveries, feeds, stories
from storage.articles import Stage

_BY_WORDS = 2
"""The last keys of an article are of its words, which an address alone does not tell."""

_LOOK_FOR = 8.0
"""Seconds: an editor waits for the answer. Where no children run, as in a process that only chats, there is none."""
_TWIN = "the same as article "


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What lies at an address that we do not know: an article that is no news to us yet, or why it is none."""

    is_article: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article that we have, and how far it came.

    `twin` is another article that it repeats. `told` are the copies of its story by state; `opened` says that the
    story began with it.
    """

    stored: StoredArticle
    stage: Stage
    reason: str
    pushable: bool
    feed: Feed | None = None
    twin: StoredArticle | None = None
    story: Story | None = None
    opened: bool = False
    was_pushed: bool = False
    told: dict[DeliveryState, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What became of the article at an address. `known` is None for one that we do not have.

    Then `purged` says that we once had it, `feeds` are the feeds of its site, and `page` is what lies there.
    """

    url: str
    known: Known | None = None
    purged: bool = False
    feeds: tuple[Feed, ...] = ()
    page: Page | None = None


async def explain(deps: Deps, url: str, *, look: bool = True) -> Why:
    """What became of the article at this address; with `look`, an unknown one is read to see whether it is one."""
    now = deps.now()
    keys = article_keys(Article(title="", url=url), 0, seen_at=now)[:-_BY_WORDS]
    async with deps.database.read() as session:
        found = await articles.find_known(session, keys)
        owner = next((found[key] for key in keys if found.get(key) is not None), None)
        if owner is not None:
            known = await _known(session, owner)
            if known is not None:
                return Why(url=url, known=known)
        of_site = [one for one in await feeds.list_feeds(session) if _is_of_site(one, url)]
    page = await _look(deps, url, now) if look and not found else None
    return Why(url=url, purged=bool(found), feeds=tuple(of_site), page=page)


async def _known(session: AsyncSession, id_: ArticleId) -> Known | None:
    found = await articles.find_article(session, id_)
    if found is None:
        return None
    stored, stage, reason = found
    story = await stories.find_story(session, stored.story_id) if stored.story_id else None
    by_id = {one.id: one for one in await feeds.list_feeds(session)}
    return Known(
        stored=stored,
        stage=stage,
        reason=reason,
        pushable=await articles.is_pushable(session, id_),
        feed=by_id.get(stored.feed_id) if stored.feed_id else None,
        twin=await _twin(session, reason),
        story=story,
        opened=story is not None and story.articles[0].id == id_,
        was_pushed=story is not None and await stories.was_pushed(session, story.id),
        told=await deliveries.count_by_state(session, story=story.id) if story else None,
    )


async def _twin(session: AsyncSession, reason: str) -> StoredArticle | None:
    number = reason.removeprefix(_TWIN)
    if number == reason or not number.isdigit():
        return None
    found = await articles.find_article(session, ArticleId(int(number)))
    return found[0] if found else None


def _is_of_site(feed: Feed, url: str) -> bool:
    return feed.state is FeedState.ACTIVE and site_of(url) in {site_of(feed.url), site_of(feed.site_url)}


async def _look(deps: Deps, url: str, now: datetime) -> Page | None:
    """Read a page as ingest would; None when it cannot be told what it is now."""
    try:
        async with asyncio.timeout(_LOOK_FOR):
            if not await deps.reach.robots.allow(url, now=now):
                return Page(is_article=False, reason="robots")
            found = await deps.reach.fetcher.fetch(url, terms=PAGE)
            page = await deps.reach.workers.run(
                read_page, found.body, content_type=found.content_type, url=found.url
            )
    except (TimeoutError, WorkersBusy):
        return None
    except (FetchError, ParseError):
        return Page(is_article=False, reason="unreadable")
    return Page(is_article=not page.reason, reason=page.reason)
