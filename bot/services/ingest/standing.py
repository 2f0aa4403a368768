"""Where each article of a feed stands: how far it came, and why no farther. For `newsbot feeds check`."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import Article, ArticleId
from bot.domain.delivery import DeliveryState
from bot.domain.feed import Feed
from bot.feeds.identity import article_keys, shared_addresses
from bot.feeds.jobs import FeedRead
from bot.services.ingest.news import judge
from storage import articles, deliveries, feeds, stories
from storage.articles import Stage
from storage.database import Database

_WAITING = {
    Stage.STORED: "stored, waits for its brief",
    Stage.BRIEFED: "briefed, waits for its story",
    Stage.WITHDRAWN: "withdrawn",
}
_ON_THEIR_WAY = (DeliveryState.PENDING, DeliveryState.SENDING)


async def standings(
    database: Database, url: str, read: FeedRead, *, now: datetime, max_age: timedelta
) -> list[str]:
    """Where each article that a feed shows now stands; in their order."""
    async with database.read() as session:
        feed = await feeds.find_feed(session, url)
        shared = shared_addresses(read.articles, site_url=read.feed.site_url)
        keyed = [
            (one, article_keys(one, feed.id if feed else 0, seen_at=now, shared=shared))
            for one in read.articles
        ]
        known = await articles.find_known(session, [key for _, keys in keyed for key in keys])
        stands = []
        for one, keys in keyed:
            if not any(key in known for key in keys):
                stands.append(_unknown(one, feed, now, max_age))
                continue
            owner = next((known[key] for key in keys if known.get(key) is not None), None)
            stands.append(await _known(session, owner))
        return stands


def _unknown(article: Article, feed: Feed | None, now: datetime, max_age: timedelta) -> str:
    if feed is None:
        return "not seen before; the feed is not polled"
    verdict = judge(article, feed, is_reissue=False, now=now, max_age=max_age)
    if verdict.pushable:
        return "not seen before, would be told"
    why = "there before the feed was added" if feed.succeeded_at is None else "too old"
    return f"not seen before, would not be told: {why}"


async def _known(session: AsyncSession, id_: ArticleId | None) -> str:
    found = await articles.find_article(session, id_) if id_ is not None else None
    if found is None:
        return "seen before, and cleared away since"
    stored, stage, reason = found
    if stage in _WAITING:
        return _WAITING[stage]
    if stage is Stage.REFUSED:
        return f"no news: {reason}"
    if stored.story_id is None or not await stories.was_pushed(session, stored.story_id):
        return f"not told: {reason or 'its story was not'}"
    told = await deliveries.count_by_state(session, story=stored.story_id)
    waiting = sum(told.get(state, 0) for state in _ON_THEIR_WAY)
    if waiting:
        return f"sent to {told.get(DeliveryState.SENT, 0):,}, {waiting:,} wait"
    return f"sent to {told[DeliveryState.SENT]:,}" if told.get(DeliveryState.SENT) else "sent to nobody"
