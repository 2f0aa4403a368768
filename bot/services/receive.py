"""Taking what readers sent: each update is a committed row before Telegram is told that we have it.

python-telegram-bot's own queue acknowledges before it handles; a crash in between loses what a reader asked for.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from sqlalchemy.exc import DBAPIError

from bot.services.alert import alert_editors
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.telegram.transport import Refused
from bot.texts import texts_for
from bot.texts.messages import desk
from storage import inbox, leases
from storage.inbox import Received

log = structlog.get_logger()

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member", "channel_post")
"""What we ask Telegram for; everything else a bot could be sent is none of our business."""

LEASE = "updates"
PART = "updates"
"""The name under which this reports its health."""

_TTL = timedelta(seconds=10)
_RENEW = 3.0
_LONG_POLL = 20
_PAUSE = 2.0


async def keep_polling(deps: Deps, stopping: asyncio.Event) -> None:
    """Ask Telegram for updates until told to stop; while another process does so already, stand by."""
    while not stopping.is_set():
        try:
            if await _take_lease(deps):
                await _poll_while_leased(deps, stopping)
            else:
                deps.health.works(PART)  # another process asks; we stand by
                await _pause(stopping, _RENEW)
        except DBAPIError as error:
            log.warning("the database does not answer; no updates are taken", error=str(error.orig))
            await _pause(stopping, _PAUSE)
    async with deps.database.write() as session:
        await leases.release_lease(session, LEASE, deps.worker)


async def _poll_while_leased(deps: Deps, stopping: asyncio.Event) -> None:
    """Poll, and renew the lease beside it; ends when either cannot go on."""
    ended = asyncio.Event()
    polling = asyncio.create_task(_poll(deps, ended))
    told = asyncio.create_task(stopping.wait())
    try:
        while not told.done() and not polling.done():
            await asyncio.wait({polling, told}, timeout=_RENEW, return_when=asyncio.FIRST_COMPLETED)
            if not polling.done() and not await _take_lease(deps):
                log.warning("another process took over asking for updates")
                return
    finally:
        ended.set()
        polling.cancel()  # an update that was fetched and not stored is not confirmed either: it comes again
        told.cancel()
        await asyncio.wait({polling, told})
    if not polling.cancelled() and (error := polling.exception()) is not None:
        raise error


async def _poll(deps: Deps, ended: asyncio.Event) -> None:
    offset = 0
    while not ended.is_set():
        try:
            updates = await deps.api.ask(
                "getUpdates", offset=offset, timeout=_LONG_POLL, allowed_updates=ALLOWED_UPDATES
            )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            _complain(deps, f"telegram does not answer: {type(error).__name__}")
            await asyncio.sleep(_PAUSE)
            continue
        except Refused as error:
            if error.code == 409 and PART not in deps.health.failing:
                await alert_editors(deps, _second_bot)
            _complain(deps, _reason(error))
            await asyncio.sleep(error.retry_after or _PAUSE)
            continue
        _all_is_well(deps)
        if updates:
            await store(deps, updates)
            offset = updates[-1]["update_id"] + 1


def _complain(deps: Deps, reason: str) -> None:
    """Say once what is wrong; it stands in /readyz as long as it lasts."""
    if deps.health.failing.get(PART) != reason:
        log.error(reason)
    deps.health.fails(PART, reason)


def _all_is_well(deps: Deps) -> None:
    if PART in deps.health.failing:
        log.info("telegram gives updates again")
    deps.health.works(PART)


def _second_bot(language: str) -> str:
    return desk.second_bot(texts_for(language))


def _reason(error: Refused) -> str:
    if error.code == 409:
        return (
            "another program asks Telegram for this bot's updates, or a webhook is set for it: stop the other one, or "
            f"give it a token of its own ({error.description})"
        )
    return f"telegram refuses to give updates: {error.code} {error.description}"


async def store(deps: Deps, updates: Sequence[Mapping[str, Any]]) -> None:
    """Commit updates to the inbox; only then may they be acknowledged."""
    async with deps.database.write() as session:
        added = await inbox.add_updates(session, [received_of(update) for update in updates], now=deps.now())
    if added:
        await deps.bell.ring(Work.INBOX)


def received_of(update: Mapping[str, Any]) -> Received:
    """An update with the chat whose order it keeps and, for a press of a button, which press it is.

    A press is the same while its message has not changed since: pressed again after that, it is a new one.
    """
    press = None
    if (query := update.get("callback_query")) is not None:
        message = query.get("message") or {}
        press = ":".join(
            str(part)
            for part in (
                query["from"]["id"],
                message.get("chat", {}).get("id"),
                message.get("message_id"),
                message.get("edit_date", 0),
                query.get("data"),
            )
        )
    return Received(update_id=update["update_id"], lane=_lane_of(update), press=press, payload=update)


def _lane_of(update: Mapping[str, Any]) -> int:
    for content in update.values():
        if isinstance(content, Mapping):
            chat = (
                content.get("chat") or (content.get("message") or {}).get("chat") or content.get("from") or {}
            )
            return int(chat.get("id", 0))
    return 0


async def _take_lease(deps: Deps) -> bool:
    async with deps.database.write() as session:
        return await leases.take_lease(session, LEASE, deps.worker, now=deps.now(), ttl=_TTL)


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return
