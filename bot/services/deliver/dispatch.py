"""Letting calls leave, each in its slot of the budget."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

import structlog
from sqlalchemy.exc import DBAPIError

from bot.domain.delivery import DeliveryId, OurFault, Outcome, Sent
from bot.domain.pace import limit_of
from bot.services.deliver.call import Call
from bot.services.deliver.hand import Errand, Hand
from bot.services.deliver.settle import Settled
from bot.services.deliver.suspects import Suspects
from bot.services.deps import Deps
from bot.telegram.outcomes import outcome_of, outcome_of_error
from bot.telegram.pace import take_slot, wait_until
from bot.telegram.transport import MAX_IN_FLIGHT
from storage import chats, claims, deliveries

log = structlog.get_logger()

_AHEAD = timedelta(milliseconds=60)
_FAR_AHEAD = timedelta(milliseconds=250)
"""How long before its slot a delivery is set to `sending`: the time that the commit may take. It adapts to what commits
do take, within these bounds: the longer, the more would be unknown after a crash. With 25 ms at the least, PostgreSQL
used 85 % of the budget, for now and then a commit took longer; with 60 ms it is 97 %."""

_PATIENCE = 0.5
_DATABASE_PAUSE = 1.0

Slot = tuple[datetime, Errand]


class Dispatch:
    """Takes errands out of the hand and puts what became of their calls into `settled`; None there is the end."""

    def __init__(
        self,
        deps: Deps,
        hand: Hand,
        suspects: Suspects,
        settled: "asyncio.Queue[tuple[Errand, Settled] | None]",
    ) -> None:
        self._deps = deps
        self._hand = hand
        self._suspects = suspects
        self._settled = settled
        self._marked: asyncio.Queue[Slot | None] = asyncio.Queue()
        self._went = asyncio.Event()
        self._in_flight = asyncio.Semaphore(MAX_IN_FLIGHT)
        self._ahead = _AHEAD

    async def mark(self, stopping: asyncio.Event) -> None:
        """Until told to stop: reserve slots for what is ready, and set it to `sending` just before they come."""
        while not stopping.is_set():
            errands = await self._hand.take(self._block, at_most=_PATIENCE)
            if not errands:
                continue
            began = time.monotonic()
            try:
                slots = list(await self._deps.budget.reserve(len(errands), lead=self._ahead))
                reserved = time.monotonic() - began
                await wait_until(slots[0] - self._ahead, self._deps.now)
                began = time.monotonic()
                marked = await self._set_sending(list(zip(slots, errands, strict=True)))
            except DBAPIError as error:
                log.warning("the database does not answer; sending waits", error=str(error.orig))
                await asyncio.sleep(_DATABASE_PAUSE)
                for errand in errands:
                    self._hand.add(errand)
                continue
            self._adapt(timedelta(seconds=reserved + time.monotonic() - began))
            for slot in marked:
                self._marked.put_nowait(slot)
            while self._marked.qsize() >= self._block:
                self._went.clear()
                await self._went.wait()
        self._marked.put_nowait(None)

    @property
    def _block(self) -> int:
        """How many are set to `sending` at once: as many as leave while the next ones are."""
        return max(1, ceil(self._deps.settings.messages_per_second * self._ahead.total_seconds()))

    def _adapt(self, took: timedelta) -> None:
        """Keep to twice of what reserving and marking take of late."""
        self._ahead = min(max(_AHEAD, self._ahead + (took * 2 - self._ahead) / 8), _FAR_AHEAD)

    async def fire(self) -> None:
        """Until nothing more is marked: let each call leave in its slot; then wait for the last answers."""
        async with asyncio.TaskGroup() as sending:
            while (marked := await self._marked.get()) is not None:
                self._went.set()
                slot, errand = marked
                await self._in_flight.acquire()
                await self._deps.budget.wait_for(slot)
                sending.create_task(self._send(errand))
        self._settled.put_nowait(None)

    async def _set_sending(self, slots: Sequence[Slot]) -> list[Slot]:
        """Those that may be sent: this worker won their deliveries, and no reply went to their chat meanwhile."""
        wanted = {delivery.id for _, errand in slots for delivery in errand.calls[0].deliveries}
        occupied: dict[int, datetime] = {}
        marked, early, lost = [], [], []
        async with self._deps.database.write() as session:
            tats = await chats.read_tats(session, [errand.telegram_id for _, errand in slots])
            won = await deliveries.mark_sending(session, self._deps.worker, wanted)
            back: set[DeliveryId] = set()
            for slot, errand in slots:
                ids = {delivery.id for delivery in errand.calls[0].deliveries}
                errand.tat = max(errand.tat, tats.get(errand.telegram_id, errand.tat))
                if not ids <= won:  # the reader unsubscribed, or another process has the chat
                    lost.append(errand)
                    back |= won & ids
                elif errand.ready_at > slot:
                    early.append(errand)
                    back |= ids
                else:
                    errand.tat = occupied[errand.telegram_id] = limit_of(errand.kind).after(errand.tat, slot)
                    marked.append((slot, errand))
            if back:
                await deliveries.unmark(session, self._deps.worker, back)
            if occupied:
                await chats.occupy(session, occupied)
            if lost:
                await claims.release(
                    session, self._deps.worker, [errand.telegram_id for errand in lost], now=self._deps.now()
                )
        self._hand.let_go(errand.telegram_id for errand in lost)
        for errand in early:  # after the commit: had it failed, all of them would be put back
            self._hand.add(errand)
        return marked

    async def _send(self, errand: Errand) -> None:
        call = errand.calls.popleft()
        try:
            outcome = await self._try(call)
        finally:
            self._in_flight.release()
        if isinstance(outcome, OurFault):
            log.error("telegram refused a message", method=call.method, reason=outcome.reason)
        self._settled.put_nowait((errand, Settled(call, outcome, self._deps.now())))

    async def _try(self, call: Call) -> Outcome:
        """Make the call and, if Telegram does not take our markup, once more as plain text."""
        if not call.plain:
            return await self._call(call.method, call.body)
        if self._suspects.is_plain_only(call):
            return await self._call(call.method, call.plain)
        outcome = await self._call(call.method, call.body)
        if isinstance(outcome, Sent):
            self._suspects.note_markup(call, refused=False)
        if not isinstance(outcome, OurFault):
            return outcome
        log.error("telegram refused our markup", method=call.method, reason=outcome.reason)
        await take_slot(self._deps.budget)
        outcome = await self._call(call.method, call.plain)
        if isinstance(outcome, Sent):
            self._suspects.note_markup(call, refused=True)
        return outcome

    async def _call(self, method: str, body: bytes) -> Outcome:
        try:
            return outcome_of(*await self._deps.api.call(method, body))
        except OSError as error:  # a TimeoutError is one too
            return outcome_of_error(error)
