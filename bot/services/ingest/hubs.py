"""Hubs (WebSub): asking them to tell us of news, and taking in what they tell.

Polling goes on underneath: seldom where a hub keeps its word, as usual where it does not.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.domain.article import FeedId
from bot.domain.feed import Feed
from bot.errors import FetchError, ParseError, WorkersBusy
from bot.feeds import websub
from bot.feeds.jobs import read_feed
from bot.feeds.websub import Offer
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.ingest.store import store_articles
from storage import feeds

log = structlog.get_logger()

PATH = "/websub"
_EVERY = 30.0
_AT_ONCE = 20
_AGAIN = timedelta(hours=6)
"""When to ask a hub that did not answer, or did not come back to ask whether we meant it."""


async def keep_subscriptions(deps: Deps, stopping: asyncio.Event) -> None:
    """Ask the hubs of our feeds, and again before their leases end, until told to stop."""
    while not stopping.is_set():
        try:
            await ask_hubs(deps)
        except DBAPIError as error:
            log.warning("the database does not answer; no hubs are asked", error=str(error.orig))
        try:
            async with asyncio.timeout(_EVERY):
                await stopping.wait()
        except TimeoutError:
            continue


async def ask_hubs(deps: Deps) -> int:
    """Ask each hub that is due; how many were asked. Without a public address they could not reach us."""
    if not deps.settings.webhook_url:
        return 0
    now = deps.now()
    async with deps.database.write_behind() as session:
        due = await feeds.claim_hubs(
            session, now=now, limit=_AT_ONCE, again_at=now + _AGAIN, new_secret=websub.new_secret
        )
    for feed in due:
        offer = Offer(feed.hub.url, feed.hub.topic)
        try:
            await websub.subscribe(
                deps.reach.fetcher, offer, callback=callback_of(deps, feed), secret=feed.hub.secret
            )
        except FetchError as error:
            log.info("a hub did not take our request", hub=feed.hub.url, because=str(error)[:200])
    return len(due)


def callback_of(deps: Deps, feed: Feed) -> str:
    """Where a hub finds us: an address that nobody else can guess."""
    return f"{deps.settings.webhook_url}{PATH}/{feed.id}/{_key(feed)}"


async def confirm(deps: Deps, number: int, key: str, query: Mapping[str, str]) -> str | None:
    """What to answer to a hub that asks whether we meant it; None when we did not."""
    feed = await _find(deps, number, key)
    if feed is None:
        return None
    now = deps.now()
    if websub.is_denied(dict(query), topic=feed.hub.topic):
        log.info("a hub does not serve a feed", hub=feed.hub.url, feed=feed.url)
        async with deps.database.write_behind() as session:
            await feeds.set_lease(session, feed.id, until=now, ask_at=now + timedelta(days=7))
        return ""
    verified = websub.verify(dict(query), topic=feed.hub.topic, wanted=True, now=now)
    if verified is None:
        return None
    async with deps.database.write_behind() as session:
        await feeds.set_lease(
            session, feed.id, until=verified.until, ask_at=websub.renew_at(now, verified.until)
        )
    return verified.challenge


async def take(deps: Deps, number: int, key: str, body: bytes, *, signature: str, content_type: str) -> bool:
    """Take in what a hub sends; False for an address of nobody. What our hub did not sign is dropped unread."""
    feed = await _find(deps, number, key)
    if feed is None:
        return False
    if not websub.is_signed(body, signature, feed.hub.secret):
        log.warning("dropped what a hub had not signed", feed=feed.url)
        return True
    try:
        read = await deps.reach.workers.run(
            read_feed, body, content_type=content_type, url=feed.url, source=feed.title
        )
    except (ParseError, WorkersBusy) as error:
        log.info("what a hub sent could not be read; the feed itself is asked", because=str(error)[:200])
        async with deps.database.write_behind() as session:
            await feeds.hurry(session, feed.id, now=deps.now())
        await deps.bell.ring(Work.FEEDS)
        return True
    if await store_articles(deps, feed, read):
        async with deps.database.write_behind() as session:
            await feeds.set_told(session, feed.id, now=deps.now())
    return True


async def _find(deps: Deps, number: int, key: str) -> Feed | None:
    async with deps.database.read() as session:
        feed = await feeds.find_feed_by_id(session, FeedId(number))
    if feed is None or not feed.hub.secret:
        return None
    return feed if hmac.compare_digest(_key(feed).encode(), key.encode()) else None


def _key(feed: Feed) -> str:
    return hmac.new(feed.hub.secret.encode(), feed.hub.topic.encode(), hashlib.sha256).hexdigest()[:32]
