"""What a feed changes in an article that was told. While it is fresh, what was sent is edited; nobody is told again."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import structlog

from bot.domain.article import Article, ArticleId
from bot.domain.feed import Feed
from bot.feeds.urls import canonical_url
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.pages import TEASER
from bot.services.ingest.telling import RETOLD_FOR
from storage import articles
from storage.articles import ToldArticle

log = structlog.get_logger()

MOST = 3
"""Edits of one article that are followed: a page that changes all the time is no article any more."""

_IN_COMMON = 1 / 3
_LONG = 5
_LEAD = 60
_WORD = re.compile(r"[^\W_]+")


def is_amended(told: ToldArticle, new: Article) -> bool:
    """Whether what was told of an article is not what its feed says any more.

    Another headline is; other spacing, case or marks are not, and neither is what changed in the rest of the text
    while the sentences that are shown still stand in it.
    """
    old = told.stored.article
    if (old.title, old.text) == (new.title, new.text) or not new.title or not _is_akin(old, new):
        return False
    if _words(old.title) != _words(new.title):
        return True
    if len(old.text) >= TEASER > len(new.text):  # its page was read: what is shown need not stand in the feed
        return False
    text = " ".join(_words(new.text))
    return any(" ".join(_words(sentence)) not in text for sentence in told.shown)


def _is_akin(old: Article, new: Article) -> bool:
    """Whether a third of its long words stood in what we had: feeds give old guids and addresses to other articles."""
    came = _telling(new.title) | _telling(" ".join(_words(new.text)[:_LEAD]))
    return len(came & (_telling(old.title) | _telling(old.text))) >= _IN_COMMON * max(1, len(came))


def _telling(text: str) -> set[str]:
    return {word for word in _words(text) if len(word) >= _LONG}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


async def amend_articles(
    deps: Deps,
    feed: Feed,
    shown: Sequence[Article],
    owners: Collection[ArticleId],
    *,
    shared: frozenset[str],
) -> int:
    """Take over what a feed changed in the articles that it shows; how many it changed.

    `owners` are the articles that we know them as, `shared` the addresses that are no single article's. An article of
    which the feed has but a teaser has its page read again.
    """
    now = deps.now()
    async with deps.database.read() as session:
        recent = await articles.list_told(session, owners, feed=feed.id, since=now - RETOLD_FOR)
    by_guid = {one.guid: one for one in shown if one.guid}
    by_address = {canonical_url(one.url): one for one in shown} if recent else {}
    count = 0
    for told in recent:
        old = told.stored.article
        address = canonical_url(old.url)
        new = by_guid.get(old.guid) or (None if address in shared else by_address.get(address))
        if new is None or told.edits >= MOST or not is_amended(told, new):
            continue
        async with deps.database.write_behind() as session:
            content = replace(old, title=new.title, text=new.text)
            count += await articles.amend(session, told, content, now=now)
    if count:
        log.info("a feed changed what was told of it", feed=feed.url, articles=count)
        await deps.bell.ring(Work.ARTICLES)
    return count
