"""Whether an article that we see for the first time is still news. Pure rules.

`first_seen_at` decides what is new; a publisher's clock is only ever used against an article, never for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.article import Article
from bot.domain.feed import Feed

_CLOCKS_DIFFER = timedelta(minutes=15)
"""A time further ahead of ours says nothing."""

_LATE = timedelta(hours=1)
"""Articles reach a feed somewhat after the time that stands in them."""

_REISSUE = 10
_REISSUED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether readers are to be told, and if not, why."""

    pushable: bool
    reason: str = ""


def judge(article: Article, feed: Feed, *, is_reissue: bool, now: datetime, max_age: timedelta) -> Verdict:
    """Whether an article that a feed brought, and that we did not have, is news."""
    published = article.published_at
    if published is not None and published > now + _CLOCKS_DIFFER:
        published = None
    if published is not None and now - published > max_age:
        return Verdict(pushable=False, reason="too old when it was first seen")
    if feed.succeeded_at is None:
        is_news = published is not None and published > feed.added_at
        return Verdict(is_news, "" if is_news else "it was there before the feed was added")
    if is_reissue and (published is None or published < feed.succeeded_at - _LATE):
        return Verdict(pushable=False, reason="its feed was issued anew with other identities")
    return Verdict(pushable=True)


def looks_reissued(new: int, entries: int, feed: Feed) -> bool:
    """Whether a known feed suddenly holds almost nothing that we know.

    Either we were away for long, or it changed its guids and addresses at once: then we know the titles.
    """
    return feed.succeeded_at is not None and new >= _REISSUE and new >= _REISSUED_SHARE * entries


def judge_pushed(published_at: datetime | None, *, now: datetime, max_age: timedelta) -> Verdict:
    """Whether an article that a newsroom pushed is news."""
    if published_at is not None and now - published_at > max_age:
        return Verdict(pushable=False, reason="too old when it was first seen")
    return Verdict(pushable=True)
