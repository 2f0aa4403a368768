"""What a feed holds, whatever its format."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

MAX_ENTRIES = 1_000
"""Entries taken from one document, its first ones: as many as a news sitemap may hold."""

MAX_FIELD = 2_000
"""Characters of a title, an address, a name or a category."""

MAX_BODY = 400_000
"""Characters of an entry's content as it came, mark-up included."""

MAX_CONTENT = 6_000_000
"""Characters of content in one document; entries past it keep their other fields."""

MAX_CATEGORIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed. `title` is plain; `summary` and `content` are HTML as they came, untrusted.

    `published_at` is None when the feed gives no time or one that cannot be read.
    """

    guid: str = ""
    url: str = ""
    title: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str = ""
    summary: str = field(default="", repr=False)
    content: str = field(default="", repr=False)
    categories: tuple[str, ...] = ()
    image_url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it came. `every` is how often it says it is worth a look, by `ttl` or `sy:updatePeriod`.

    `skip_hours` are hours of the day in UTC, `skip_days` are days of the week with Monday as 0.
    `bozo` says that the document was broken and read all the same.
    """

    format: str
    title: str = ""
    site_url: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    every: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    hub_url: str = ""
    self_url: str = ""
    next_url: str = ""
    bozo: bool = False
