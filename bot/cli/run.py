"""`newsbot run`: the bot, from its first line on the terminal to its last."""

import asyncio
import gc
import signal
import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, NoReturn

import click

from bot.cli.report import Report

if TYPE_CHECKING:
    from bot.app import Opened, Role
    from bot.settings import Settings

_PAUSES = (1, 5, 15, 60)
"""Seconds before the bot begins anew after a fault that nobody foresaw."""


@click.command()
@click.option(
    "--role",
    type=click.Choice(["all", "chat", "ingest", "deliver"]),
    default="all",
    show_default=True,
    help="What this process does. The parts need PostgreSQL, and each must run somewhere.",
)
def run(*, role: str) -> None:
    """Run the bot until SIGTERM or Ctrl-C.

    A first line for each part says whether it is well; what is wrong names the setting and the next step.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)  # until the loop takes them over: loading takes a second
    gc.disable()  # loading makes nothing but what stays; it is an eighth quicker so
    from bot.app import Role
    from bot.cli.loop import run_async
    from bot.logs import goes_to_people, set_up_logs
    from bot.settings import read_settings

    gc.enable()
    settings = read_settings()
    _require_token(settings)
    set_up_logs(style=settings.log_format, level=settings.log_level)
    report = Report(as_log=not goes_to_people(settings.log_format))
    run_async(_run(settings, Role(role), report))


def _leave(_number: int, _frame: object) -> NoReturn:
    sys.exit(0)  # as after a clean stop, which this is


def _require_token(settings: "Settings") -> None:
    if not settings.telegram_token.get_secret_value():
        click.echo(
            "newsbot: NEWSBOT_TELEGRAM_TOKEN is not set: get a token from @BotFather in Telegram (/newbot), put it",
            err=True,
        )
        click.echo(
            "into .env (cp .env.example .env) and start again. To look around without one: make demo",
            err=True,
        )
        sys.exit(2)


async def _run(settings: "Settings", role: "Role", report: Report) -> None:
    """Run until told to stop; after a fault that nobody foresaw, begin anew rather than leave readers alone."""
    import structlog

    from bot.cli.loop import pause, stop_on_signals
    from bot.cli.systemd import feed_watchdog
    from bot.errors import UserError

    stopping = asyncio.Event()
    stop_on_signals(stopping)
    watchdog = asyncio.create_task(feed_watchdog())
    up, faults = asyncio.Event(), 0
    while not stopping.is_set():
        try:
            await _run_once(settings, role, report, stopping, up)
        except Exception as error:  # whatever failed, readers wait: it is logged, and the bot begins anew
            if isinstance(error, UserError) and not up.is_set():
                raise
            wait = _PAUSES[min(faults, len(_PAUSES) - 1)]
            structlog.get_logger().exception("a part of the bot failed; it begins anew", seconds=wait)
            await pause(stopping, wait)
            faults += 1
    watchdog.cancel()


async def _run_once(
    settings: "Settings", role: "Role", report: Report, stopping: asyncio.Event, up: asyncio.Event
) -> None:
    from bot.app import run as run_roles
    from bot.cli.loop import unless
    from bot.cli.systemd import tell_systemd

    async with AsyncExitStack() as stack:
        ready = await unless(stopping, _start(stack, settings, role, report))
        if ready is None:
            report.ok("stopped", "before it was up")
            return
        up.set()
        gc.freeze()  # what was loaded is never looked at again
        tell_systemd("READY=1")
        await run_roles(ready, role, stopping)
        await _report_left(ready, report)


async def _start(stack: AsyncExitStack, settings: "Settings", role: "Role", report: Report) -> "Opened":
    from bot.app import opened
    from bot.services import connect
    from bot.texts.languages import LANGUAGES
    from bot.web.server import serving
    from bot.web.webhook import PATH, secret_of

    _report_settings(settings, report)
    ready = await stack.enter_async_context(opened(settings, role))
    _report_database(ready, report)
    me = await connect.meet(ready.deps)
    if role.chats:
        secret = secret_of(settings.telegram_token.get_secret_value())
        found = await connect.choose_way_in(ready.deps, PATH, secret)
        if found:
            report.warn("telegram", found)
    way = f"webhook {settings.webhook_url}{PATH}" if settings.webhook_url else "long polling"
    report.ok("telegram", f"@{me['username']}, {way}" if role.chats else f"@{me['username']}")
    if role.chats:
        report.ok("commands", f"in {len(LANGUAGES)} languages; brought up to date where they differ")
    await _report_feeds(ready, report)
    url = await stack.enter_async_context(serving(ready.deps))
    report.ok("ready", _where(url, role))
    return ready


def _report_settings(settings: "Settings", report: Report) -> None:
    chosen = len(settings.model_fields_set)
    report.ok("settings", f"{chosen} set, {len(type(settings).model_fields) - chosen} by default")
    if not settings.admins:
        report.warn("editors", "nobody may broadcast: put your Telegram user id into NEWSBOT_ADMINS")


def _report_database(ready: "Opened", report: Report) -> None:
    migrated = ready.migrated
    version = f"version {migrated.after}"
    if migrated.before != migrated.after:
        version = f"migrated from {migrated.before or 'nothing'} to {migrated.after}"
    backup = f"; as it was before, it is in {migrated.backup}" if migrated.backup else ""
    report.ok("database", f"{ready.deps.database.name}, {version}{backup}")


async def _report_feeds(ready: "Opened", report: Report) -> None:
    from bot.domain.feed import FeedHealth
    from storage.feeds import list_feeds

    if ready.listed is None:
        return
    for url, why in ready.refused:
        report.warn("feeds", f"{url} in NEWSBOT_FEEDS is not polled: {why}")
    async with ready.deps.database.read() as session:
        known = await list_feeds(session)
    polled = [feed for feed in known if feed.health not in {FeedHealth.OFF, FeedHealth.GONE}]
    failing = sum(feed.health is FeedHealth.FAILING for feed in polled)
    source = (
        "" if ready.deps.settings.feeds else ", the bundled list among them: name your own in NEWSBOT_FEEDS"
    )
    if not polled:
        report.warn("feeds", "there are none: newsbot feeds add URL, or name them in NEWSBOT_FEEDS")
    elif failing:
        report.warn("feeds", f"{len(polled)}, of which {failing} failed when last read: newsbot feeds list")
    else:
        report.ok("feeds", f"{len(polled)}{source}")


def _where(url: str, role: "Role") -> str:
    parts = "" if role == "all" else f"as {role}; "
    return parts + (
        f"{url}/readyz, {url}/metrics" if url else "no web server, for NEWSBOT_HTTP_ADDRESS is empty"
    )


async def _report_left(ready: "Opened", report: Report) -> None:
    """What is still queued, so that whoever stopped the bot knows what waits for its next start."""
    from sqlalchemy.exc import DBAPIError

    from storage.deliveries import count_pending

    deps = ready.deps
    try:
        async with deps.database.read() as session:
            waiting, _ = await count_pending(session, now=deps.now())
    except DBAPIError:
        report.warn("stopped", "while the database was away")
        return
    left = (
        f"{waiting} deliveries wait in the outbox for the next start"
        if waiting
        else "nothing waits to be sent"
    )
    report.ok("stopped", left)
