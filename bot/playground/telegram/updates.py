"""What is waiting for the bot, and getUpdates: one poller at a time, confirmed by the next offset."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.telegram.errors import ApiError, conflict

FIRST_UPDATE = 100_000_001
LONGEST_POLL = 50
KEPT_SECONDS = 24 * 3600
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only when it names them in allowed_updates."""

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    payload: Mapping[str, Any]
    created_at: float
    queue: int
    """Updates of one queue (a chat, or a person's presses) keep their order on their way to a webhook."""

    def to_json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.payload}


def ignore(_: object) -> None:
    """Nobody is told; updates wait for a poll."""


class Updates:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._pending: deque[Update] = deque()
        self._next_id = FIRST_UPDATE
        self._allowed: frozenset[str] | None = None
        self._poller: asyncio.Future[None] | None = None
        self._waiting = asyncio.Event()
        self.on_added: Callable[[Update], None] = ignore

    @property
    def allowed(self) -> Sequence[str]:
        return sorted(self._allowed or ())

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Which kinds the bot wants; an empty list is the default set, None leaves it as it was."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def add(self, kind: str, payload: Mapping[str, Any], queue: int) -> None:
        wanted = kind not in ON_REQUEST if self._allowed is None else kind in self._allowed
        if not wanted:
            return
        update = Update(self._next_id, kind, payload, self._clock(), queue)
        self._next_id += 1
        self._pending.append(update)
        if self._poller and not self._poller.done():
            self._poller.set_result(None)
        self.on_added(update)

    def pending(self) -> Sequence[Update]:
        self._expire()
        return tuple(self._pending)

    def confirm(self, update: Update) -> None:
        if update in self._pending:
            self._pending.remove(update)

    def drop_all(self) -> None:
        self._pending.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """getUpdates: raises Telegram's Conflict when another poll takes its place."""
        self.end_poll(conflict(OTHER_POLLER))
        self._confirm_before(offset)
        if not self._pending and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
        return [update.to_json() for update in self.pending()[:limit]]

    def end_poll(self, error: ApiError) -> None:
        """Answer the poll that is waiting, if one is, with this error."""
        if self._poller and not self._poller.done():
            self._poller.set_exception(error)

    async def until_polled(self) -> None:
        """Until a poll is waiting: the bot is there, and has taken all that was for it."""
        await self._waiting.wait()

    async def _wait(self, seconds: float) -> None:
        poller = asyncio.get_running_loop().create_future()
        self._poller = poller
        self._waiting.set()
        try:
            async with asyncio.timeout(seconds):
                await poller
        except TimeoutError:
            pass
        finally:
            if self._poller is poller:
                self._poller = None
                self._waiting.clear()

    def _confirm_before(self, offset: int) -> None:
        self._expire()
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while offset > 0 and self._pending and self._pending[0].id < offset:
            self._pending.popleft()

    def _expire(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        while self._pending and self._pending[0].created_at < oldest:
            self._pending.popleft()
