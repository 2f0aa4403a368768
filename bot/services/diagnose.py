"""`newsbot check`: what keeps the bot from its work, or soon will, and what to do about it. Changes nothing."""

import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy.exc import DBAPIError

from bot.domain.feed import Feed, FeedHealth
from bot.errors import DatabaseError, SettingsError
from bot.services.clock import machine_time
from bot.services.connect import bad_token, reason_of
from bot.services.feed_list import read_listed
from bot.settings import Settings
from bot.telegram.transport import BotApi, Refused, open_session
from storage import deliveries, feeds, leases
from storage.database import Database, check_reachable, database_time, open_database, read_address
from storage.exclusive import held_alone
from storage.migrate import current_version, newest_version, refuse_newer

_SKEW = timedelta(seconds=5)
_LATE = timedelta(minutes=15)
_ROOM = 500_000_000
_SHORT = 100_000_000
_NAMED = 5


class Level(StrEnum):
    """How a finding matters."""

    OK = "ok"
    LOOK = "look"
    """The bot runs all the same."""
    MEND = "mend"
    """It does not, or not for long."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is, how it is, and what to do about it."""

    what: str
    level: Level
    said: str


async def diagnose(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything, one after the other; nothing that is found keeps the rest from being looked at."""
    yield _settings(settings)
    async with open_session() as session:
        async for finding in _of_telegram(settings, session):
            yield finding
        async for finding in _of_database(settings):
            yield finding
        async for finding in _of_process(settings, session):
            yield finding
    for finding in _of_disk(settings):
        yield finding


def _settings(settings: Settings) -> Finding:
    if not settings.admins:
        return Finding(
            "settings", Level.LOOK, "nobody may broadcast: put your Telegram user id into NEWSBOT_ADMINS"
        )
    return Finding(
        "settings", Level.OK, f"{len(settings.model_fields_set)} set, {len(settings.admins)} editors"
    )


async def _of_telegram(settings: Settings, session: aiohttp.ClientSession) -> AsyncIterator[Finding]:
    token = settings.telegram_token.get_secret_value()
    if not token:
        yield Finding(
            "telegram", Level.MEND, "NEWSBOT_TELEGRAM_TOKEN is not set: get a token from @BotFather (/newbot)"
        )
        return
    try:
        async with BotApi(settings.telegram_api_url, token) as api:
            me = await api.ask("getMe")
            webhook = await api.ask("getWebhookInfo")
        yield Finding("telegram", Level.OK, f"@{me['username']}, {me['first_name']}")
        yield _webhook(settings, webhook)
        yield await _clock(settings, session)
    except Refused as error:
        yield Finding("telegram", Level.MEND, bad_token(settings, error))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        yield Finding(
            "telegram",
            Level.MEND,
            f"{settings.telegram_api_url} does not answer: {reason_of(error)}\n"
            "Check the network, the firewall, and NEWSBOT_TELEGRAM_API_URL.",
        )


def _webhook(settings: Settings, info: dict[str, Any]) -> Finding:
    url, wanted = info.get("url", ""), settings.webhook_url
    waiting = f", {info.get('pending_update_count', 0)} updates wait"
    if wanted and not url.startswith(wanted):
        return Finding(
            "updates", Level.LOOK, f"the webhook is {url or 'not set'}; `newsbot run` sets it to {wanted}"
        )
    if not wanted and url:
        return Finding(
            "updates",
            Level.LOOK,
            f"a webhook to {url} is set, which keeps us from asking; `newsbot run` ends it, or set NEWSBOT_WEBHOOK_URL",
        )
    if wanted and info.get("last_error_message"):
        at = datetime.fromtimestamp(info.get("last_error_date", 0), UTC)
        return Finding(
            "updates",
            Level.LOOK,
            f"Telegram last failed to reach the webhook at {at:%Y-%m-%d %H:%M} UTC: {info['last_error_message']}\n"
            "Check the reverse proxy, its certificate, and that it leads to NEWSBOT_HTTP_ADDRESS.",
        )
    return Finding("updates", Level.OK, f"{'webhook ' + url if wanted else 'long polling'}{waiting}")


async def _clock(settings: Settings, session: aiohttp.ClientSession) -> Finding:
    async with session.get(settings.telegram_api_url, allow_redirects=False) as answer:
        stated = answer.headers.get("Date", "")
    try:
        skew = machine_time() - parsedate_to_datetime(stated)
    except ValueError:
        return Finding(
            "clock", Level.LOOK, "Telegram's server does not tell its time, so ours was compared with nothing"
        )
    return clock_finding(skew, "Telegram's")


def clock_finding(skew: timedelta, whose: str) -> Finding:
    """How far this machine's clock is ahead of another one; whole seconds is all that servers tell."""
    if abs(skew) <= _SKEW:
        return Finding("clock", Level.OK, f"agrees with {whose}")
    side = "ahead of" if skew > timedelta(0) else "behind"
    return Finding(
        "clock",
        Level.MEND,
        f"{abs(skew).total_seconds():.0f} s {side} {whose}: news would come too early or too late\n"
        "Switch on time synchronisation: timedatectl set-ntp true",
    )


async def _of_database(settings: Settings) -> AsyncIterator[Finding]:
    address = settings.database_url.get_secret_value()
    try:
        if _is_missing(address):
            yield Finding("database", Level.OK, f"{address} is made at the first `newsbot run`")
            return
        async with open_database(address) as database:
            await check_reachable(database)
            version = await current_version(database)
            yield _version(database, version)
            if version == newest_version():
                async for finding in _of_contents(database, settings):
                    yield finding
    except (DatabaseError, SettingsError) as error:
        yield Finding("database", Level.MEND, str(error))
    except DBAPIError as error:
        yield Finding("database", Level.MEND, f"refuses its work: {error.orig}")


def _is_missing(address: str) -> bool:
    url = read_address(address)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def _version(database: Database, version: str) -> Finding:
    try:
        refuse_newer(version)
    except DatabaseError as error:
        return Finding("database", Level.MEND, str(error))
    if version != newest_version():
        has = f"is at version {version}" if version else "is empty"
        return Finding(
            "database", Level.OK, f"{database.name} {has}; `newsbot run` brings it to {newest_version()}"
        )
    return Finding("database", Level.OK, f"{database.name}, version {version}")


async def _of_contents(database: Database, settings: Settings) -> AsyncIterator[Finding]:
    now = machine_time() if database.is_sqlite else await database_time(database)
    if not database.is_sqlite:
        yield clock_finding(machine_time() - now, "the database server's")
    async with database.read() as session:
        known = await feeds.list_feeds(session)
        waiting, since = await deliveries.count_pending(session, now=now)
        alive = await leases.list_alive(session, now=now)
    yield _feeds(known, settings)
    yield _outbox(waiting, since, now, runs=_is_held(database) if database.is_sqlite else bool(alive))


def _feeds(known: Sequence[Feed], settings: Settings) -> Finding:
    polled = [feed for feed in known if feed.health is not FeedHealth.OFF]
    if not polled:
        coming = len(read_listed(settings).feeds)
        return Finding("feeds", Level.OK, f"none yet; `newsbot run` begins with the {coming} of the list")
    ailing = [feed for feed in polled if feed.health not in {FeedHealth.WELL, FeedHealth.NEW}]
    if not ailing:
        return Finding("feeds", Level.OK, f"{len(polled)}, all well")
    lines = [f"{len(polled)}, of which {len(ailing)} want a look: newsbot feeds check ADDRESS"]
    lines += [
        f"{feed.url}: {feed.health}{', ' + feed.error if feed.error else ''}" for feed in ailing[:_NAMED]
    ]
    lines += [f"and {len(ailing) - _NAMED} more: newsbot feeds list"] if len(ailing) > _NAMED else []
    level = Level.MEND if len(ailing) == len(polled) else Level.LOOK
    return Finding("feeds", level, "\n".join(lines))


def _outbox(waiting: int, since: datetime | None, now: datetime, *, runs: bool) -> Finding:
    state = "the bot runs" if runs else "the bot does not run"
    if since is None or now - since < _LATE:
        return Finding("outbox", Level.OK, f"{waiting} deliveries wait; {state}")
    late = f"{waiting} deliveries wait, the oldest for {(now - since).total_seconds() / 60:.0f} minutes"
    if runs:
        return Finding(
            "outbox",
            Level.LOOK,
            f"{late}: more is due than NEWSBOT_MESSAGES_PER_SECOND lets through, or Telegram is away",
        )
    return Finding("outbox", Level.LOOK, f"{late}, for {state}: newsbot run")


def _is_held(database: Database) -> bool:
    try:
        with held_alone(database):
            return False
    except DatabaseError:
        return True


async def _of_process(settings: Settings, session: aiohttp.ClientSession) -> AsyncIterator[Finding]:
    """What a bot that runs here says of itself; nothing when none does."""
    if not settings.http_address:
        return
    url = f"http://{settings.http_address}/readyz"
    try:
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=5)) as answer:
            said = await answer.json(content_type=None)
    except ValueError:
        said = None
    except (aiohttp.ClientError, TimeoutError, OSError):
        return
    if not isinstance(said, dict) or "status" not in said:
        yield Finding(
            "process",
            Level.MEND,
            f"another program listens on {settings.http_address}: name another address in NEWSBOT_HTTP_ADDRESS",
        )
    elif said["status"] == "ready":
        yield Finding("process", Level.OK, f"{url} says that it is ready")
    else:
        reasons = "\n".join(f"{part}: {why}" for part, why in said.get("because", {}).items())
        yield Finding("process", Level.MEND, f"{url} says that it is not ready\n{reasons}")


def _of_disk(settings: Settings) -> list[Finding]:
    url = read_address(settings.database_url.get_secret_value())
    if url.get_backend_name() != "sqlite":
        return []
    path = Path(url.database or "").absolute()
    folder = next(one for one in path.parents if one.exists())
    free = shutil.disk_usage(folder).free
    size = path.stat().st_size / 1e6 if path.exists() else 0
    said = f"{free / 1e9:.1f} GB free at {folder}; the database takes {size:.1f} MB"
    if free >= _ROOM:
        return [Finding("disk", Level.OK, said)]
    return [
        Finding(
            "disk",
            Level.MEND if free < _SHORT else Level.LOOK,
            f"{said}\nMake room, or lower NEWSBOT_KEEP_TEXTS_DAYS.",
        )
    ]
