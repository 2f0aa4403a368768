"""A feed: what we poll, and what we know of its manners."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.article import FeedId


class FeedState(StrEnum):
    ACTIVE = "active"
    GONE = "gone"
    """Its server said 410: it is never asked again, unless an operator adds it anew."""
    OFF = "off"
    """An operator took it out: it is not asked, and what it published is kept."""


class FeedHealth(StrEnum):
    """How a feed does, for those who look after it."""

    NEW = "new"
    """Added, and not checked yet."""
    WELL = "well"
    FAILING = "failing"
    SILENT = "silent"
    """It answers, but brings nothing for much longer than it used to."""
    GONE = "gone"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to recognise an unchanged document by, verbatim."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed asks of those who poll it: the least distance of two checks, hours in UTC, days with Monday as 0."""

    every: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


_RELIED_UPON_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A hub that a feed names, and how we stand with it: it sends us news of `topic` until `until_at`.

    `told_at` is when it last told us of something that we did not have; None after it failed to.
    """

    url: str = ""
    topic: str = ""
    secret: str = field(default="", repr=False)
    until_at: datetime | None = None
    told_at: datetime | None = None

    def tells(self, now: datetime) -> bool:
        """Whether we may rely on it for news, and poll but seldom: not for its promise alone."""
        return (
            self.until_at is not None
            and now < self.until_at
            and self.told_at is not None
            and now - self.told_at < _RELIED_UPON_FOR
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it is kept. `interval` is the learnt distance of its checks in seconds, 0 while nothing is learnt.

    `added_at` decides what of its first poll is news: nothing older. `failures` counts checks that failed since the
    last one that did not; `error` says why, and `error_kind` which `bot.feeds.failure.FailureKind` that is. `listed_as`
    is the address by which a list in the settings names it, which stays when the feed moves; empty for one that was
    added by hand.
    """

    id: FeedId
    url: str
    title: str = ""
    site_url: str = ""
    language: str = ""
    state: FeedState = FeedState.ACTIVE
    added_at: datetime
    validators: Validators = Validators()
    body_hash: bytes = b""
    hints: Hints = Hints()
    interval: int = 0
    next_check_at: datetime
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    failures: int = 0
    error: str = ""
    error_kind: str = ""
    error_at: datetime | None = None
    reported: str = ""
    listed_as: str = ""

    @property
    def health(self) -> FeedHealth:
        """How it does."""
        if self.state is not FeedState.ACTIVE:
            return FeedHealth(self.state)
        if self.failures:
            return FeedHealth.FAILING
        if self.succeeded_at is None:
            return FeedHealth.NEW
        return FeedHealth.SILENT if self.reported == "silent" else FeedHealth.WELL

    hub: Hub = Hub()
