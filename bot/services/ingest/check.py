"""One check of one feed: fetch, read, store what is new, and note when to come back."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.feed import Feed, FeedState, Hints
from bot.errors import BadStatus, FetchError, ParseError, TooCostly, WorkersBusy
from bot.feeds.failure import Failure, FailureKind, failure_of
from bot.feeds.fetch import FEED, Fetched
from bot.feeds.jobs import FeedRead, read_feed
from bot.feeds.schedule import Asked, is_gone, learnt_interval, next_check
from bot.feeds.websub import offer_of
from bot.services.deps import Deps
from bot.services.ingest.store import store_articles
from storage import feeds

log = structlog.get_logger()

_BUSY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a feed brought. `entries` are those in the document, 0 when it had not changed."""

    entries: int = 0
    new: int = 0
    failure: Failure | None = None


async def check_feed(deps: Deps, feed: Feed) -> Checked:
    """Check a feed once. Nothing that its server does ends in an error: it is noted, and the next check put off."""
    try:
        found = await deps.reach.fetcher.fetch(
            feed.url, terms=FEED, etag=feed.validators.etag, last_modified=feed.validators.last_modified
        )
        body_hash = blake2b(found.body, digest_size=16).digest()
        if found.unchanged and not feed.body_hash:
            return await _unreadable(deps, feed, ParseError(feed.error), found)
        if found.unchanged or body_hash == feed.body_hash:
            return await _unchanged(deps, feed, found)
        read = await deps.reach.workers.run(
            read_feed, found.body, content_type=found.content_type, url=found.url, source=feed.title
        )
    except WorkersBusy:
        return await _put_off(deps, feed)
    except FetchError as error:
        return await _failed(deps, feed, error)
    except ParseError as error:
        return await _unreadable(deps, feed, error, found)
    return await _store(deps, feed, found, body_hash, read)


async def _store(deps: Deps, feed: Feed, found: Fetched, body_hash: bytes, read: FeedRead) -> Checked:
    new = await store_articles(deps, feed, read)
    hints = Hints(every=read.feed.every, skip_hours=read.feed.skip_hours, skip_days=read.feed.skip_days)
    offer = offer_of(read.feed, found)
    async with deps.database.write_behind() as session:
        values = await _succeeded(session, deps, feed, found, hints, changed=new > 0, now=deps.now())
        values |= {
            "body_hash": body_hash,
            "etag": found.etag,
            "last_modified": found.last_modified,
            "title": feed.title or read.feed.title[:200],
            "site_url": read.feed.site_url,
            "language": read.feed.language[:16],
            "hints": feeds.hints_to_json(hints),
        }
        await feeds.mark_checked(session, feed.id, values)
        await feeds.set_offer(session, feed.id, offer.hub if offer else "", offer.topic if offer else "")
    deps.metrics.feed_checks.labels("changed" if new else "unchanged").inc()
    return Checked(entries=len(read.articles), new=new)


async def _unchanged(deps: Deps, feed: Feed, found: Fetched) -> Checked:
    async with deps.database.write_behind() as session:
        values = await _succeeded(session, deps, feed, found, feed.hints, changed=False, now=deps.now())
        # A 304 may bring new validators, and an unchanged body under a 200 surely does.
        values |= {"etag": found.etag} if found.etag else {}
        values |= {"last_modified": found.last_modified} if found.last_modified else {}
        await feeds.mark_checked(session, feed.id, values)
    deps.metrics.feed_checks.labels("not_modified" if found.unchanged else "unchanged").inc()
    return Checked()


async def _succeeded(
    session: AsyncSession,
    deps: Deps,
    feed: Feed,
    found: Fetched,
    hints: Hints,
    *,
    changed: bool,
    now: datetime,
) -> dict[str, Any]:
    """What every check that did not fail leaves in the feed's row."""
    arrivals = await feeds.list_arrivals(session, feed.id)
    floor = timedelta(seconds=deps.settings.poll_interval)
    interval = learnt_interval(arrivals, now, floor=floor)
    asked = Asked(
        fresh_for=found.fresh_for,
        retry_after=found.retry_after,
        every=hints.every,
        skip_hours=hints.skip_hours,
        skip_days=hints.skip_days,
    )
    pushed = feed.hub.tells(now) and not changed  # a hub from which we did not have this is not relied upon
    values: dict[str, Any] = {
        "checked_at": now,
        "succeeded_at": now,
        "failures": 0,
        "error": "",
        "error_kind": "",
        "interval": round(interval.total_seconds()),
        "next_check_at": next_check(
            now, interval=interval, asked=asked, pushed=pushed, floor=floor, chance=random.random()
        ),
    }
    if changed:
        values |= {"changed_at": now, "hub_told_at": None}
    return values | await _moved(session, feed, found)


async def _moved(session: AsyncSession, feed: Feed, found: Fetched) -> dict[str, Any]:
    """Follow a feed to where it has moved for good. Where we poll that already, this one is done."""
    if not found.permanent_url or found.permanent_url == feed.url:
        return {}
    log.info("a feed has moved for good", feed=feed.url, to=found.permanent_url)
    other = await feeds.find_feed(session, found.permanent_url)
    if other is None:
        return {"url": found.permanent_url}
    if other.id == feed.id or other.state is not FeedState.ACTIVE:
        return {}
    return {
        "state": FeedState.GONE,
        "error": f"moved to {other.url}, which is polled already",
        "error_kind": FailureKind.MOVED,
    }


async def _unreadable(deps: Deps, feed: Feed, error: ParseError, found: Fetched) -> Checked:
    """What came is no feed. Its validators are kept, so that the same bytes are not sent to us again and again."""
    values = {"body_hash": None}
    if isinstance(error, TooCostly):  # perhaps only on this day, on this machine: it is worth reading again
        return await _failed(deps, feed, error, values | {"etag": "", "last_modified": ""})
    kept = {"etag": found.etag, "last_modified": found.last_modified}
    return await _failed(deps, feed, error, values | {name: value for name, value in kept.items() if value})


async def _failed(
    deps: Deps, feed: Feed, error: FetchError | ParseError, more: Mapping[str, Any] | None = None
) -> Checked:
    now = deps.now()
    failure = failure_of(error)
    floor = timedelta(seconds=deps.settings.poll_interval)
    hints = feed.hints
    asked = Asked(
        retry_after=error.retry_after if isinstance(error, BadStatus) else None,
        every=hints.every,
        skip_hours=hints.skip_hours,
        skip_days=hints.skip_days,
    )
    failures = feed.failures + 1
    values: dict[str, Any] = dict(more or {}) | {
        "checked_at": now,
        "failures": failures,
        "error": failure.reason,
        "error_kind": failure.kind,
        "error_at": now,
        "next_check_at": next_check(
            now,
            interval=timedelta(seconds=feed.interval),
            asked=asked,
            failures=failures,
            floor=floor,
            chance=random.random(),
        ),
    }
    if isinstance(error, BadStatus) and is_gone(error.status):
        values["state"] = FeedState.GONE
    async with deps.database.write_behind() as session:
        await feeds.mark_checked(session, feed.id, values)
    log.warning("a feed could not be read", feed=feed.url, because=failure.reason, failures=failures)
    deps.metrics.feed_checks.labels("failed").inc()
    return Checked(failure=failure)


async def _put_off(deps: Deps, feed: Feed) -> Checked:
    """Our own hands are full: the document is fetched again shortly, and the feed is not to blame."""
    async with deps.database.write_behind() as session:
        await feeds.mark_checked(session, feed.id, {"next_check_at": deps.now() + _BUSY})
    deps.metrics.feed_checks.labels("put_off").inc()
    return Checked()
