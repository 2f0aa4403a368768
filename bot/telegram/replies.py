"""Replies keep to the same budget as everything else, but wait for nobody: each takes the next free slot."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.pace import Budget, take_slot, wait_until

TakeTurn = Callable[[int | str], Awaitable[datetime]]
"""Reserves the next moment at which a chat may be sent to."""

_COUNTED = ("send", "copy", "forward", "edit")
"""What Telegram counts: beginnings of the names of methods. Answers to buttons and questions are free."""

_UNCOUNTED = frozenset({"sendChatAction"})
_LONGEST_WAIT = 5


class PacedReplies(BaseRateLimiter[None]):
    """What python-telegram-bot asks before each call of a handler."""

    def __init__(self, budget: Budget, take_turn: TakeTurn, now: Callable[[], datetime]) -> None:
        self._budget = budget
        self._take_turn = take_turn
        self._now = now

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(  # noqa: PLR0917  # the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Any:
        """Call when its slot has come; once more after a short wait that Telegram asks for."""
        if endpoint.startswith(_COUNTED) and endpoint not in _UNCOUNTED:
            chat = data.get("chat_id")
            await self._wait(None if _is_private_edit(endpoint, chat) else chat)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            seconds = (
                error.retry_after if isinstance(error.retry_after, int) else error.retry_after.total_seconds()
            )
            if seconds > _LONGEST_WAIT:
                raise
        await self._wait(data.get("chat_id"), seconds=seconds)
        return await callback(*args, **kwargs)

    async def _wait(self, chat: int | str | None, *, seconds: float = 0) -> None:
        turn = self._now() + timedelta(seconds=seconds)
        if chat is not None:
            turn = max(turn, await self._take_turn(chat))
        await wait_until(turn, self._now)
        await take_slot(self._budget)


def _is_private_edit(endpoint: str, chat: int | str | None) -> bool:
    """Telegram limits the messages of a chat, and a reader who turns pages would feel a second's wait at each."""
    return endpoint.startswith("edit") and isinstance(chat, int) and chat > 0
