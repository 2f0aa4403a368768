"""Which feeds are polled: those that the settings list, and those that were added by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot import feeds as feeds_package
from bot.domain.feed import Feed, FeedState
from bot.errors import FeedListError, SettingsError
from bot.feeds.guard import refuse_url
from bot.feeds.opml import FeedList, ListedFeed, read_feed_list, write_opml
from bot.settings import Settings
from storage import feeds
from storage.database import Database

STARTER = Path(feeds_package.__file__).with_name("starter.opml")


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of the list in the settings."""

    listed: int
    added: int
    turned_off: int


def read_listed(settings: Settings) -> FeedList:
    """The feeds that the settings list; the bundled ones when they list none. Raises SettingsError.

    What is refused is told, so that one bad line does not keep a bot with a hundred good ones from starting.
    """
    allow_private = settings.fetch_private_addresses
    lists = [_read(one, allow_private=allow_private) for one in settings.feeds or (str(STARTER),)]
    found: dict[str, ListedFeed] = {}
    for one in (feed for each in lists for feed in each.feeds):
        found.setdefault(one.url, one)
    return FeedList(tuple(found.values()), tuple(refused for each in lists for refused in each.refused))


def _read(entry: str, *, allow_private: bool) -> FeedList:
    if "://" in entry:
        why = refuse_url(entry, allow_private=allow_private)
        return FeedList((), ((entry[:200], why),)) if why else FeedList((ListedFeed(url=entry),))
    try:
        return read_feed_list(Path(entry).read_bytes(), allow_private=allow_private)
    except OSError as error:
        raise SettingsError(
            f"NEWSBOT_FEEDS: cannot read {entry}: {error.strerror}; name addresses of feeds and OPML files"
        ) from error
    except FeedListError as error:
        raise SettingsError(f"NEWSBOT_FEEDS: {entry}: {error}") from error


async def sync_listed(database: Database, listed: Iterable[ListedFeed], *, now: datetime) -> Synced:
    """Poll what is listed, and no longer what was. What was added by hand stays, and what was removed by hand too."""
    wanted = {one.url: one for one in listed}
    async with database.write() as session:
        known = await feeds.list_feeds(session)
        unlisted = [one for one in known if one.listed_as and one.listed_as not in wanted]
        for feed in unlisted:
            await feeds.turn_off(session, feed.id, listed_as="")
        new = wanted.keys() - {one.listed_as for one in known}
        added = [
            await feeds.add_feed(session, one.url, title=one.title, listed_as=one.url, now=now)
            for one in wanted.values()
            if one.url in new
        ]
    return Synced(len(wanted), sum(one is not None for one in added), len(unlisted))


async def add_by_hand(
    database: Database, listed: Iterable[ListedFeed], *, now: datetime
) -> tuple[list[ListedFeed], list[ListedFeed]]:
    """Poll these from now on: those that are new to us, and those that we polled already."""
    new: list[ListedFeed] = []
    known: list[ListedFeed] = []
    async with database.write() as session:
        for one in listed:
            added = await feeds.add_feed(session, one.url, title=one.title, now=now)
            (known if added is None else new).append(one)
    return new, known


async def remove_by_hand(database: Database, url: str) -> Feed | None:
    """No longer poll the feed at this address, whatever a list says; None when we did not."""
    async with database.write() as session:
        feed = await feeds.find_feed(session, url)
        if feed is None or feed.state is FeedState.OFF:
            return None
        await feeds.turn_off(session, feed.id, listed_as=feed.listed_as)
    return feed


async def export(database: Database, *, now: datetime) -> bytes:
    """The feeds that are polled, as OPML for any other reader."""
    async with database.read() as session:
        polled = [one for one in await feeds.list_feeds(session) if one.state is FeedState.ACTIVE]
    return write_opml(
        [ListedFeed(url=one.url, title=one.title, site_url=one.site_url) for one in polled], now=now
    )
