"""`newsbot feeds`: which feeds are polled, how they do, and what each looks like to us. Works while the bot runs."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.cli.report import Report

if TYPE_CHECKING:
    from bot.cli.reach import Reached
    from bot.domain.feed import Feed
    from bot.feeds.opml import ListedFeed

_SIGNS = {"new": "·", "well": "✓", "failing": "!", "silent": "~", "gone": "✗", "off": "-"}
_WIDEST = 40


@click.group()
def feeds() -> None:
    """Add, list, remove and check feeds.

    All of it works while the bot runs.
    """


@feeds.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option(
    "--anyway", is_flag=True, help="Add the address as it stands, even if no feed answers there now."
)
def add(*, addresses: Sequence[str], anyway: bool) -> None:
    """Poll the feed of a site from now on.

    ADDRESS is the feed's own, or that of any page of the site.
    """
    from bot.cli.loop import run_async

    sys.exit(run_async(_add(addresses, anyway=anyway)))


async def _add(addresses: Sequence[str], *, anyway: bool) -> int:
    from bot.cli.reach import reached
    from bot.feeds.opml import ListedFeed
    from bot.services.feed_list import add_by_hand
    from bot.settings import read_settings

    found = []
    async with reached(read_settings()) as reach:
        for address in addresses:
            feed = ListedFeed(url=address) if anyway else await _find(reach, address)
            if feed is not None:
                found.append(feed)
        new, known = await add_by_hand(reach.database, found, now=reach.now())
    for feed in new:
        Report().ok("added", f"{feed.url}  {feed.title}".rstrip())
    for feed in known:
        Report().ok("known", f"{feed.url} is polled already")
    return 0 if len(found) == len(addresses) else 1


async def _find(reach: "Reached", address: str) -> "ListedFeed | None":
    """The feed at or behind an address; None, and told why, when there is none."""
    from bot.errors import FetchError
    from bot.feeds.discover import discover
    from bot.feeds.failure import failure_of
    from bot.feeds.opml import ListedFeed

    try:
        found = await discover(reach.fetcher, reach.workers, address)
    except FetchError as error:
        failure = failure_of(error)
        Report().bad("not added", f"{failure.reason}\n{failure.remedy}")
        return None
    if not found:
        Report().bad(
            "not added",
            f"{address}: no feed there, and none that its page names\nAsk the site for its RSS address.",
        )
        return None
    for other in found[1:]:
        Report().warn("also", f"{other.url}  {other.title}\nadd it by this address if you want it too")
    return ListedFeed(url=found[0].url, title=found[0].title)


@feeds.command("list")
def list_() -> None:
    """List the feeds and how each does.

    With what each brought in the last day, and what is wrong with it.
    """
    from bot.cli.loop import run_async

    run_async(_list())


async def _list() -> None:
    from datetime import timedelta

    from bot.cli.reach import ready_database
    from bot.services.clock import machine_time
    from bot.settings import read_settings
    from storage.feeds import count_articles, list_feeds

    async with ready_database(read_settings()) as database, database.read() as session:
        known = await list_feeds(session)
        counts = await count_articles(session, since=machine_time() - timedelta(days=1))
    for feed in known:
        click.echo(_line(feed, counts.get(feed.id, 0)))
    if not known:
        click.echo("There are no feeds yet: newsbot feeds add ADDRESS", err=True)


def _line(feed: "Feed", in_a_day: int) -> str:
    title = feed.title[: _WIDEST - 1] + "…" if len(feed.title) > _WIDEST else feed.title
    line = f"{_SIGNS[feed.health]} {feed.health:7} {in_a_day:4}/day  {title:{_WIDEST}}  {feed.url}"
    return f"{line}\n  {feed.failures} failures, the last: {feed.error}" if feed.health == "failing" else line


@feeds.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
def remove(*, addresses: Sequence[str]) -> None:
    """No longer poll a feed; its articles stay."""
    from bot.cli.loop import run_async

    sys.exit(run_async(_remove(addresses)))


async def _remove(addresses: Sequence[str]) -> int:
    from bot.cli.reach import ready_database
    from bot.services.feed_list import remove_by_hand
    from bot.settings import read_settings

    missed = 0
    async with ready_database(read_settings()) as database:
        for address in addresses:
            feed = await remove_by_hand(database, address)
            if feed is None:
                missed += 1
                Report().bad("unknown", f"{address} is not polled; newsbot feeds list shows what is")
            else:
                listed = "; it stays off, though a list still names it" if feed.listed_as else ""
                Report().ok("removed", f"{address}{listed}")
    return 1 if missed else 0


@feeds.command()
@click.argument("addresses", nargs=-1, metavar="[ADDRESS...]")
def check(*, addresses: Sequence[str]) -> None:
    """Go through a feed stage by stage.

    As the bot would, but storing nothing; without ADDRESS, through all feeds, one after the other. Ends with 1 when one
    of them cannot be read.
    """
    from bot.cli.loop import run_async

    sys.exit(run_async(_check(addresses)))


async def _check(addresses: Sequence[str]) -> int:
    from bot.cli.reach import reached
    from bot.domain.feed import FeedState
    from bot.settings import read_settings
    from storage.feeds import list_feeds

    failed = 0
    async with reached(read_settings()) as reach:
        if not addresses:
            async with reach.database.read() as session:
                addresses = [feed.url for feed in await list_feeds(session) if feed.state is FeedState.ACTIVE]
        for address in addresses:
            failed += not await _check_one(reach, address)
    return 1 if failed else 0


async def _check_one(reach: "Reached", address: str) -> bool:
    from bot.feeds.check import check_feed
    from bot.services.ingest.standing import standings

    checked = await check_feed(
        address,
        fetcher=reach.fetcher,
        workers=reach.workers,
        now=reach.now(),
        standings=lambda read: standings(
            reach.database,
            address,
            read,
            now=reach.now(),
            max_age=timedelta(hours=reach.settings.push_max_age),
        ),
    )
    click.secho(address, bold=True)
    for stage in checked.stages:
        sign, colour = ("✓", "green") if stage.ok else ("✗", "red")
        click.echo(f"{click.style(sign, fg=colour)} {stage.name:12} {stage.said}")
        if stage.remedy:
            click.echo(f"  {'':12} {stage.remedy}")
    return checked.ok


@feeds.command("import")
@click.argument("source", type=click.File("rb"), metavar="FILE|-")
def import_(*, source: BinaryIO) -> None:
    """Poll every feed of a list.

    FILE is OPML, as every feed reader exports it, or holds one address a line.
    """
    from bot.cli.loop import run_async

    run_async(_import(source.read()))


async def _import(body: bytes) -> None:
    from bot.cli.reach import ready_database
    from bot.feeds.opml import read_feed_list
    from bot.services.clock import machine_time
    from bot.services.feed_list import add_by_hand
    from bot.settings import read_settings

    settings = read_settings()
    listed = read_feed_list(body, allow_private=settings.fetch_private_addresses)
    async with ready_database(settings) as database:
        new, known = await add_by_hand(database, listed.feeds, now=machine_time())
    for url, why in listed.refused:
        Report().warn("refused", f"{url}: {why}")
    Report().ok("imported", f"{len(new)} feeds; {len(known)} were polled already")


@feeds.command()
@click.argument("target", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE]")
def export(*, target: Path | None) -> None:
    """Write the list of feeds as OPML.

    To FILE, or to standard output.
    """
    from bot.cli.loop import run_async

    written = run_async(_export())
    if target is None:
        click.echo(written, nl=False)
        return
    target.write_bytes(written)
    Report().ok("exported", str(target))


async def _export() -> bytes:
    from bot.cli.reach import ready_database
    from bot.services import feed_list
    from bot.services.clock import machine_time
    from bot.settings import read_settings

    async with ready_database(read_settings()) as database:
        return await feed_list.export(database, now=machine_time())
