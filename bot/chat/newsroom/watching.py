"""The messages in which editors watch a broadcast go out, be corrected, be recalled.

One process at a time keeps them, under a lease. Nothing that matters is in its memory: another one, or the same after a
restart, finds in the database which messages there are, and edits them again.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
import structlog
from sqlalchemy.exc import DBAPIError

from bot.chat.newsroom.reporting import Report, report_on
from bot.domain.broadcast import BroadcastState, Watch, Watched
from bot.domain.chat import Place
from bot.domain.delivery import BroadcastId, ChatGone, OurFault, Outcome, RetryAt, Sent
from bot.services import broadcast, progress, questions
from bot.services.bell import Work
from bot.services.deps import Deps
from bot.services.progress import Progress
from bot.telegram.outcomes import outcome_of, outcome_of_error
from bot.telegram.pace import take_slot
from storage import chats, leases

log = structlog.get_logger()

LEASE = "newsroom"
_TTL = timedelta(seconds=6)
_EVERY = timedelta(seconds=3)
"""The least distance of two edits that only bring new numbers; a change that an editor made is shown at once."""

_IDLE = 2.0
_BUSY = 0.5
_PAUSE = 2.0
_DEAR = 20
"""Counting a million copies takes a second: so much longer than a count took, the next one waits."""

_NOT_BEGUN = frozenset({BroadcastState.DRAFT, BroadcastState.SCHEDULED})
_NOT_FOUND = (b"message to edit not found", b"MESSAGE_ID_INVALID", b"message can't be edited")

_Key = tuple[BroadcastId, Watched, int]


@dataclass(slots=True)
class _Memory:
    """What a message shows since when, in which state of the broadcast, and when to count again."""

    shown: bytes = b""
    shown_at: datetime | None = None
    state: BroadcastState | None = None
    next_at: datetime | None = None


class Watcher:
    """Keeps the messages up to date, finishes broadcasts, starts those whose hour has come."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._memory: dict[_Key, _Memory] = {}
        self._tidied_at: datetime | None = None
        self._renew_at: datetime | None = None

    async def run(self, stopping: asyncio.Event) -> None:
        """Watch until told to stop; while another process does so, stand by."""
        while not stopping.is_set():
            try:
                if await self._is_holder():
                    await self._turn()
            except DBAPIError as error:
                log.warning("the database does not answer; editors' messages wait", error=str(error.orig))
                await asyncio.sleep(_PAUSE)
                continue
            await self._deps.bell.wait(Work.BROADCASTS, at_most=_BUSY if self._memory else _IDLE)
        async with self._deps.database.write() as session:
            await leases.release_lease(session, LEASE, self._deps.worker)

    async def _is_holder(self) -> bool:
        now = self._deps.now()
        if self._renew_at is not None and now < self._renew_at:
            return True
        async with self._deps.database.write() as session:
            taken = await leases.take_lease(session, LEASE, self._deps.worker, now=now, ttl=_TTL)
        self._renew_at = now + _TTL / 3 if taken else None
        return taken

    async def _turn(self) -> None:
        await progress.start_scheduled(self._deps)
        watches = await progress.list_watches(self._deps)
        for watch in watches:
            await self._look_at(watch)
        current = {_key(watch) for watch in watches}
        self._memory = {key: kept for key, kept in self._memory.items() if key in current}
        await progress.finish_unwatched(self._deps)
        await self._tidy()

    async def _tidy(self) -> None:
        if self._tidied_at is None or self._deps.now() - self._tidied_at > questions.PATIENCE:
            await questions.forget_old(self._deps)
            self._tidied_at = self._deps.now()

    async def _look_at(self, watch: Watch) -> None:
        memory = self._memory.setdefault(_key(watch), _Memory())
        found = await broadcast.find(self._deps, watch.broadcast)
        began = self._deps.now()
        if found is None or found.state in _NOT_BEGUN:
            return
        if found.started_at is None:  # it was cancelled before its hour, and its message says so
            await progress.end_watch(self._deps, watch)
            return
        if memory.state is found.state and memory.next_at is not None and began < memory.next_at:
            return
        so_far = await progress.find_progress(self._deps, watch.broadcast, watch.what, watch.revision)
        if so_far is None:
            return
        so_far = await progress.bring_on(self._deps, so_far, watch.what, watch.revision)
        ended = self._deps.now()
        memory.next_at = ended + (ended - began) * _DEAR
        report = await self._report(watch, so_far)
        is_new = report.is_final or memory.state is not so_far.broadcast.state
        if is_new or memory.shown_at is None or ended - memory.shown_at >= _EVERY:
            memory.state = so_far.broadcast.state
            await self._show(watch, report, memory)

    async def _show(self, watch: Watch, report: Report, memory: _Memory) -> None:
        body = json.dumps(_body(watch, report), ensure_ascii=False).encode()
        outcome: Outcome = Sent()
        if body != memory.shown:
            outcome = await self._edit(watch, report, body)
            memory.shown_at = self._deps.now()
        match outcome:
            case Sent():
                memory.shown = body
            case RetryAt(wait=wait):
                memory.next_at = self._deps.now() + max(wait, _EVERY)
                return
            case ChatGone() | OurFault():
                log.warning("an editor's message cannot show how a broadcast goes", because=outcome.reason)
            case _:
                return
        if report.is_final:
            await progress.end_watch(self._deps, watch)
            await self._ping(watch, report)

    async def _ping(self, watch: Watch, report: Report) -> None:
        """Tell an editor who may have gone away that it is over: an edit notifies nobody."""
        if not report.ping:
            return
        body = {
            "chat_id": watch.telegram_id,
            "text": report.ping,
            "parse_mode": "HTML",
            "reply_parameters": {"message_id": watch.message_id, "allow_sending_without_reply": True},
        }
        await take_slot(self._deps.budget)
        try:
            await self._deps.api.call("sendMessage", json.dumps(body).encode())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.info("an editor was not told that a broadcast ended", because=type(error).__name__)

    async def _report(self, watch: Watch, so_far: Progress) -> Report:
        async with self._deps.database.read() as session:
            chat = await chats.find_chat(session, Place(watch.telegram_id))
        return report_on(chat, watch, so_far, takes=partial(broadcast.time_for, self._deps))

    async def _edit(self, watch: Watch, report: Report, body: bytes) -> Outcome:
        """Edit the message; where somebody deleted it, a new one takes its place."""
        await take_slot(self._deps.budget)
        try:
            status, answer = await self._deps.api.call("editMessageText", body)
            if not any(sign in answer for sign in _NOT_FOUND):
                return outcome_of(status, answer)
            if not report.is_final:
                return Sent()
            anew = {name: value for name, value in _body(watch, report).items() if name != "message_id"}
            outcome = outcome_of(*await self._deps.api.call("sendMessage", json.dumps(anew).encode()))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return outcome_of_error(error)
        if isinstance(outcome, Sent) and outcome.message_id is not None:
            await progress.move_watch(self._deps, replace(watch, message_id=outcome.message_id))
        return outcome


async def watch_broadcasts(deps: Deps, stopping: asyncio.Event) -> None:
    """Keep editors' messages up to date until told to stop."""
    await Watcher(deps).run(stopping)


def _key(watch: Watch) -> _Key:
    return watch.broadcast, watch.what, watch.revision


def _body(watch: Watch, report: Report) -> Mapping[str, Any]:
    markup = {"reply_markup": report.keyboard.to_dict()} if report.keyboard else {}
    return {
        "chat_id": watch.telegram_id,
        "message_id": watch.message_id,
        "text": report.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        **markup,
    }
