"""Counters-only mode: the bulk calls for a million chats, fast and flat in memory.

A chat that the phone side made behaves in full. Any other id is a reader (or, below zero, a channel) who is simply
there: what is sent to him is checked for its fields, paced, faulted and counted, and then forgotten, but for 24 bytes
if the log is on. Texts are parsed one in a hundred, and whenever one could be too long.
"""

import json
import time
from collections.abc import Mapping
from itertools import count
from typing import Any

from bot.playground.telegram.errors import ApiError, Misuse, bad_request, misuse, unauthorized
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.methods import COUNTED
from bot.playground.telegram.text.formatted import LONGEST_TEXT, check_text, from_call
from bot.playground.telegram.wire import error_json

SAMPLE = 100
"""One text in so many is parsed in full."""

ANSWERED_TRUE = frozenset(
    {"deleteMessage", "deleteMessages", "sendChatAction", "pinChatMessage", "unpinChatMessage"}
)
EDITS = frozenset({"editMessageText", "editMessageCaption", "editMessageReplyMarkup"})
BULK = COUNTED | ANSWERED_TRUE | EDITS

Answer = tuple[int, bytes, int]
"""HTTP status, body, retry_after (0 for none)."""


class Bulk:
    """The calls of BULK to chats that nobody made; `handle` returns None for any other call."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self.telegram = telegram
        self._methods = {name.lower(): name for name in BULK}
        self._fields = {name: telegram.facts.methods[name] for name in BULK}
        self._required = {
            name: frozenset(field for field, fact in fields.items() if fact.required)
            for name, fields in self._fields.items()
        }
        self._message_ids = count(1_000_001)
        self._texts = 0
        self._from = json.dumps({"id": telegram.world.bot.id, "is_bot": True, "first_name": "Newsbot"})

    def handle(self, token: str, method: str, given: Mapping[str, Any]) -> Answer | None:
        """Answer at once, or leave it (None) to the full server: another method, a known chat, or a fault in force."""
        name = self._methods.get(method.lower())
        chat_id = _number(given.get("chat_id"))
        if (
            name is None
            or chat_id is None
            or chat_id in self.telegram.world.chats
            or len(self.telegram.faults)
        ):
            return None
        return self.answer(token, name, chat_id, given)

    async def handle_slowly(self, token: str, method: str, given: Mapping[str, Any]) -> Answer | None:
        """The same where faults are in force; raises Dropped when one breaks the connection."""
        name = self._methods.get(method.lower())
        chat_id = _number(given.get("chat_id"))
        if name is None or chat_id is None or chat_id in self.telegram.world.chats:
            return None
        fault = self.telegram.strike(name, chat_id, counted=name in COUNTED)
        try:
            if fault and not fault.strikes_after:
                await self.telegram.suffer(fault)
        except ApiError as error:
            return self._refused(error)
        answer = self.answer(token, name, chat_id, given)
        if fault and fault.strikes_after and answer[0] == 200:
            try:
                return 200, await self.telegram.spoil(fault, answer[1]), 0
            except ApiError as error:
                return self._refused(error)
        return answer

    def answer(self, token: str, method: str, chat_id: int, given: Mapping[str, Any]) -> Answer:
        telegram = self.telegram
        telegram.counters.calls[method] += 1
        try:
            if token != telegram.token:
                raise unauthorized()
            self._check_fields(method, given)
            if method in COUNTED:
                telegram.check_parked(chat_id)
                telegram.check_pace(chat_id, given)
                return 200, self._take(method, chat_id, given), 0
            if method in ANSWERED_TRUE:
                return 200, b'{"ok":true,"result":true}', 0
            return 200, self._message(chat_id, _number(given.get("message_id")) or 0), 0
        except ApiError as error:
            return self._refused(error)

    def _take(self, method: str, chat_id: int, given: Mapping[str, Any]) -> bytes:
        text = str(given.get("text") or given.get("caption") or "")
        if method == "sendMessage":
            self._check_text(text, given)
        paid = given.get("allow_paid_broadcast") in {True, "true"}
        if method == "copyMessages":
            return self._take_several(chat_id, len(_array(given["message_ids"])), paid=paid)
        message_id = next(self._message_ids)
        self.telegram.counters.took(chat_id, message_id, text, paid=paid)
        if method == "copyMessage":
            return b'{"ok":true,"result":{"message_id":%d}}' % message_id
        return self._message(chat_id, message_id)

    def _take_several(self, chat_id: int, messages: int, *, paid: bool) -> bytes:
        ids = [next(self._message_ids) for _ in range(messages)]
        for message_id in ids:
            self.telegram.counters.took(chat_id, message_id, "", paid=paid)
        return json.dumps({"ok": True, "result": [{"message_id": message_id} for message_id in ids]}).encode()

    def _message(self, chat_id: int, message_id: int) -> bytes:
        kind = '"private","first_name":"Reader"' if chat_id > 0 else '"channel","title":"Channel"'
        return (
            f'{{"ok":true,"result":{{"message_id":{message_id},"date":{int(time.time())},"from":{self._from},'
            f'"chat":{{"id":{chat_id},"type":{kind}}}}}}}'
        ).encode()

    def _check_fields(self, method: str, given: Mapping[str, Any]) -> None:
        known = self._fields[method]
        if unknown := given.keys() - known.keys():
            raise misuse(method, f"unknown field {min(unknown)}")
        if missing := self._required[method] - given.keys():
            raise misuse(method, f"required field {min(missing)} is missing")

    def _check_text(self, text: str, given: Mapping[str, Any]) -> None:
        if not text:
            raise bad_request("message text is empty")
        self._texts += 1
        if len(text) > LONGEST_TEXT or self._texts % SAMPLE == 0:
            check_text(from_call("sendMessage", given, text="text", entities="", now=time.time()))

    def _refused(self, error: ApiError) -> Answer:
        if isinstance(error, Misuse):
            self.telegram.violations.append(error.description)
        self.telegram.counters.refused[error.code] += 1
        return error.code, error_json(error), error.parameters.get("retry_after", 0)


def _number(value: object) -> int | None:
    if isinstance(value, str):
        return int(value) if value.lstrip("-").isdigit() else None
    return value if isinstance(value, int) else None


def _array(value: Any) -> list[Any]:
    return list(json.loads(value) if isinstance(value, str) else value)
