"""The commands by which another process drives the local Telegram: POST /playground/<command>, JSON in and out."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground.telegram.counters import MessageLog
from bot.playground.telegram.errors import ApiError, forbidden, misuse
from bot.playground.telegram.faults import fault_from_json
from bot.playground.telegram.limits import Limits, Pace
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.shapes import message_json

_ORIGIN = re.compile(r"https?://(?P<host>(?P<name>localhost|[\d.]+|\[[0-9a-f:]+\])(?::\d+)?)")

Given = Mapping[str, Any]
Command = Callable[[Given], Awaitable[object]]


def same_origin(origin: str | None, host: str) -> bool:
    """Whether a request comes from a page of this server, or from no page at all.

    A page is one of ours only under an address or as localhost: other names can be made to lead here by their owners.
    """
    if origin is None:
        return True
    found = _ORIGIN.fullmatch(origin)
    return found is not None and found["host"] == host


class Admin:
    """`more` commands are those of the phone side; see bot.playground.remote."""

    def __init__(self, telegram: LocalTelegram, more: Mapping[str, Command]) -> None:
        self.telegram = telegram
        self.commands: dict[str, Command] = {
            **more,
            "counters": self._counters,
            "reset": self._reset,
            "log": self._log,
            "faults": self._faults,
            "release": self._release,
            "limits": self._limits,
            "messages": self._messages,
        }

    async def run(self, command: str, given: Given, *, ours: bool) -> object:
        """Raises ApiError for what cannot be done, or was asked for by a page that is not ours."""
        if not ours:
            raise forbidden("the playground obeys its own pages only")
        if command not in self.commands:
            raise ApiError(404, f"Not Found: the playground knows {', '.join(sorted(self.commands))}")
        try:
            return await self.commands[command](given)
        except (KeyError, TypeError, ValueError) as error:
            raise misuse(command, f"{type(error).__name__}: {error}") from error

    async def _counters(self, _: Given) -> object:
        return self.telegram.counters.to_json() | {"violations": self.telegram.violations}

    async def _reset(self, given: Given) -> object:
        """Count from nothing; with {"log": true}, keep the log of messages from now on."""
        self.telegram.reset_counters(log=bool(given.get("log")))
        return True

    async def _log(self, given: Given) -> object:
        """The messages taken since the `start`-th, as [chat, message, hash of the text]."""
        log = self.telegram.counters.log or MessageLog()
        return log.rows(given.get("start", 0))

    async def _faults(self, given: Given) -> object:
        """Add the fault that is described, if any; tell which are in force."""
        if given:
            self.telegram.faults.add(fault_from_json(given))
        return self.telegram.faults.to_json()

    async def _release(self, _: Given) -> object:
        """End all faults; connections that hang break."""
        self.telegram.release()
        return True

    async def _limits(self, given: Given) -> object:
        self.telegram.pace = Pace(Limits(**given))
        return True

    async def _messages(self, given: Given) -> object:
        chat = self.telegram.world.chat(given["chat_id"])
        return [message_json(self.telegram.world, message) for message in chat.messages.values()]
