"""The local Telegram itself: a call in, Telegram's answer out, whatever carries them."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, NoReturn

from bot.playground.telegram.checks import problems_of_result, problems_of_update, read_call
from bot.playground.telegram.counters import Counters, MessageLog
from bot.playground.telegram.errors import ApiError, Misuse, too_many_requests, unauthorized
from bot.playground.telegram.facts import load
from bot.playground.telegram.faults import REFUSALS, Fault, Faults, Kind
from bot.playground.telegram.files import Upload
from bot.playground.telegram.limits import Limits, Pace
from bot.playground.telegram.methods import COUNTED, METHODS
from bot.playground.telegram.nouns import User
from bot.playground.telegram.presses import Presses
from bot.playground.telegram.profile import Profile
from bot.playground.telegram.state import State
from bot.playground.telegram.updates import Updates
from bot.playground.telegram.webhook import Webhook
from bot.playground.telegram.wire import answer_json, error_json
from bot.playground.telegram.world import Event, World

TOKEN = "5000000001:local-telegram-keeps-no-secrets"  # noqa: S105 -- opens nothing but this server
GARBAGE = b'{"ok":true,"result":{"message_id":'

Uploads = Mapping[str, Upload]


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer."""

    status: int
    body: bytes
    retry_after: int | None = None


class Dropped(Exception):
    """The connection is to be broken, without an answer."""


class LocalTelegram:
    """`clock` tells the Unix time (of messages, of the 48 hours), `monotonic` paces; a test may turn both.

    `violations` are the calls that broke the specification, and our own answers that did; a test ends with none.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        webhook_delays: tuple[float, ...] = (1, 2, 4, 8, 16, 32, 60),
    ) -> None:
        self.token = token
        self.monotonic = monotonic
        self.facts = load()
        self.pace = Pace(limits or Limits())
        self.faults = Faults()
        self.violations: list[str] = []
        world = World(
            User(int(token.partition(":")[0]), "Newsbot", username="local_news_bot", is_bot=True), clock
        )
        updates = Updates(clock)
        webhook = Webhook(updates, self._execute, webhook_delays)
        webhook.on_trouble = lambda _: world.tell(Event("webhook"))
        self.state = State(world, updates, webhook, Profile(), Presses(clock), Counters())
        self._parked: dict[int, float] = {}
        self._hung = asyncio.Event()
        self._names = {name.lower(): name for name in (*METHODS, *self.facts.unanswered)}

    @property
    def world(self) -> World:
        return self.state.world

    @property
    def counters(self) -> Counters:
        return self.state.counters

    async def close(self) -> None:
        self.release()
        await self.state.webhook.stop()

    def release(self) -> None:
        """End all faults, and let go of the calls that hang: their connections break."""
        self.faults.clear()
        self._parked.clear()
        self._hung.set()
        self._hung = asyncio.Event()

    def reset_counters(self, *, log: bool = False) -> None:
        """Count from nothing; with `log`, note every message from now on."""
        self.state.counters = Counters(log=MessageLog() if log else None)
        self.pace.worst_second = 0

    def add_update(self, kind: str, payload: Mapping[str, Any], queue: int) -> None:
        """Something for the bot to hear of."""
        problems = problems_of_update(self.facts, {"update_id": 1, kind: payload})
        self.violations += [f"our update: {problem}" for problem in problems]
        self.state.updates.add(kind, payload, queue)

    async def answer(self, token: str, method: str, raw: Mapping[str, Any], uploads: Uploads) -> Reply:
        """Telegram's answer to a call; raises Dropped for none."""
        method = self._names.get(method.lower(), method)
        self.counters.calls[method] += 1
        try:
            if token != self.token:
                raise unauthorized()
            call = read_call(self.facts, method, raw, uploads)
            return await self._answer(method, call)
        except ApiError as error:
            if isinstance(error, Misuse):
                self.violations.append(error.description)
            return self._refusal(error)

    async def _answer(self, method: str, call: Mapping[str, Any]) -> Reply:
        chat_id = self._chat_id(call)
        counted = method in COUNTED
        if counted:
            self.check_parked(chat_id)
        fault = self.strike(method, chat_id, counted=counted)
        if fault and not fault.strikes_after:
            await self.suffer(fault)
        if counted:
            self.check_pace(chat_id or 0, call)
        result = await METHODS[method](self.state, call)
        self._check_result(method, result)
        if fault and fault.strikes_after:
            return Reply(200, await self.spoil(fault, answer_json(result)))
        return Reply(200, answer_json(result))

    def strike(self, method: str, chat_id: int | None, *, counted: bool) -> Fault | None:
        fault = self.faults.strike(method, chat_id, counted=counted) if len(self.faults) else None
        if fault:
            self.counters.faults[fault.kind] += 1
            self.world.tell(Event("fault", chat_id or 0, data={"kind": fault.kind}))
            if fault.kind is Kind.TOO_MANY and chat_id is not None:
                self._parked[chat_id] = self.monotonic() + max(1, int(fault.seconds))
        return fault

    async def spoil(self, fault: Fault, answer: bytes) -> bytes:
        """Let a fault strike after the call was carried out; what is left of the answer."""
        self.counters.taken_unanswered += 1
        if fault.kind is Kind.GARBAGE:
            return GARBAGE
        if fault.kind is not Kind.SLOW:
            await self.suffer(fault)
        await asyncio.sleep(fault.seconds)  # cancelled here, when the client gives up
        self.counters.taken_unanswered -= 1
        return answer

    async def suffer(self, fault: Fault) -> NoReturn:
        """Do what a fault does to a call: refuse it, hold it, break its connection."""
        if fault.kind in REFUSALS:
            raise fault.error()
        if fault.kind is Kind.HANG:
            await self._hung.wait()
        raise Dropped

    def check_parked(self, chat_id: int | None) -> None:
        """A chat whose retry_after is not over is refused again, and the impatience noted."""
        until = self._parked.get(chat_id or 0)
        if until is None:
            return
        left = until - self.monotonic()
        if left <= 0:
            del self._parked[chat_id or 0]
            return
        self.counters.impatient += 1
        raise too_many_requests(ceil(left))

    def check_pace(self, chat_id: int, call: Mapping[str, Any]) -> None:
        """Count the messages of a call against the limits; raises 429."""
        messages = len(call.get("message_ids", ())) or 1
        paid = call.get("allow_paid_broadcast") in {True, "true"}
        wait = self.pace.retry_after(chat_id, self.monotonic(), messages=messages, paid=paid)
        self.counters.worst_second = self.pace.worst_second
        if wait:
            raise too_many_requests(wait)

    def _chat_id(self, call: Mapping[str, Any]) -> int | None:
        given = call.get("chat_id")
        return self.world.chat(given).id if isinstance(given, str) else given

    def _check_result(self, method: str, result: object) -> None:
        if method == "getUpdates" and isinstance(result, list):
            return  # checked when they were added
        problems = problems_of_result(self.facts, method, result)
        self.violations += [f"our answer to {method}: {problem}" for problem in problems]

    def _refusal(self, error: ApiError) -> Reply:
        self.counters.refused[error.code] += 1
        return Reply(error.code, error_json(error), error.parameters.get("retry_after"))

    async def _execute(self, method: str, raw: Mapping[str, Any]) -> object:
        """A call in a webhook's answer; what becomes of it, the bot does not hear."""
        return await self.answer(self.token, method, raw, {})
