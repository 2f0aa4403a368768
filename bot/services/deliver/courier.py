"""The courier: takes chats out of the outbox and sends what they are owed, each message in its slot.

Four loops share what is in hand: one leases chats and composes their calls, one sets deliveries to `sending` just ahead
of their slots, one lets the calls leave, one writes down what became of them, many in one transaction, and gives chats
back. A process killed at any moment leaves as `unknown` only what was set to `sending`: the calls in flight and the
next one in line.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.delivery import Action, Outcome, RetryAt, Sent
from bot.services.bell import Work
from bot.services.deliver.call import Compose
from bot.services.deliver.dispatch import Dispatch
from bot.services.deliver.fetch import Intake
from bot.services.deliver.hand import Errand, Hand
from bot.services.deliver.settle import Settled, results_of, settle
from bot.services.deliver.suspects import Subject, Suspects
from bot.services.deliver.timing import FirstSends
from bot.services.deps import Deps
from storage import claims, deliveries, fan_outs

log = structlog.get_logger()

_IN_HAND = timedelta(seconds=1)
"""How much sending is taken in hand at once."""

_FETCH_AT_ONCE = 200
"""How many chats are leased and composed at once, at most: it keeps others from writing, and the loop from turning."""

_IDLE = 0.5
_SETTLE_AT_ONCE = 200
_SETTLE_EVERY = 0.02
_DATABASE_PAUSE = 1.0
_FLOOD_WINDOW = timedelta(seconds=10)
_FLOODED_CHATS = 3
"""One chat that refuses us is its own matter; so many within the window mean that we are too fast for all."""


class Courier:
    """Delivers until it is told to stop; then what is marked still leaves, and what is not is given back."""

    def __init__(self, deps: Deps, compose: Compose) -> None:
        self._deps = deps
        self._suspects = Suspects()
        self._intake = Intake(deps, compose, self._suspects)
        self._hand = Hand(deps.now)
        self._settled: asyncio.Queue[tuple[Errand, Settled] | None] = asyncio.Queue()
        self._dispatch = Dispatch(deps, self._hand, self._suspects, self._settled)
        self._floods: dict[int, datetime] = {}
        self._first_sends = FirstSends(deps)
        self._size = max(4, round(deps.settings.messages_per_second * _IN_HAND.total_seconds()))

    async def run(self, stopping: asyncio.Event) -> None:
        """Deliver until told to stop."""
        async with asyncio.TaskGroup() as loops:
            loops.create_task(self._fetch(stopping))
            loops.create_task(self._dispatch.mark(stopping))
            loops.create_task(self._dispatch.fire())
            loops.create_task(self._settle())
        left = [errand.telegram_id for errand in self._hand.clear()]
        try:
            async with self._deps.database.write() as session:
                await claims.release(session, self._deps.worker, left, now=self._deps.now())
        except DBAPIError as error:
            log.warning(
                "the database does not answer; what is in hand is rescued later", error=str(error.orig)
            )

    async def _fetch(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            room = self._size - len(self._hand)
            try:
                enough = room > min(self._size // 2, _FETCH_AT_ONCE)
                errands = await self._intake.fetch(min(room, _FETCH_AT_ONCE)) if enough else []
            except DBAPIError as error:
                log.warning("the database does not answer; nothing new is sent", error=str(error.orig))
                await asyncio.sleep(_DATABASE_PAUSE)
                continue
            self._deps.health.works("deliveries")
            for errand in errands:
                self._hand.receive(errand)
            if not errands:
                idle = room == self._size
                await self._deps.bell.wait(Work.OUTBOX, at_most=_IDLE if idle else _SETTLE_EVERY)

    async def _settle(self) -> None:
        ended = False
        while not ended:
            batch = [await self._settled.get()]
            await asyncio.sleep(_SETTLE_EVERY)
            while not self._settled.empty() and len(batch) < _SETTLE_AT_ONCE:
                batch.append(self._settled.get_nowait())
            ended = None in batch
            await self._write_down([one for one in batch if one is not None])

    async def _write_down(self, batch: Sequence[tuple[Errand, Settled]]) -> None:
        going_on = [errand for errand, settled in batch if errand.calls and isinstance(settled.outcome, Sent)]
        done = {errand.telegram_id for errand, _ in batch} - {errand.telegram_id for errand in going_on}
        settled = [one for _, one in batch]
        hopeless = {self._suspects.note(one.call, one.outcome) for one in settled} - {None}
        await self._commit(settled, done, [one for one in hopeless if one is not None])
        self._hand.let_go(done)
        for errand in going_on:
            self._hand.add(errand)
        for one in settled:
            await self._count(one)
        await self._first_sends.note(settled)

    async def _commit(
        self, settled: Sequence[Settled], done: Collection[int], hopeless: Sequence[Subject]
    ) -> None:
        """Write results down, however long the database is away: what was sent must not be sent again."""
        while True:
            try:
                async with self._deps.database.write() as session:
                    await settle(session, self._deps.worker, settled)
                    for subject in hopeless:
                        await self._give_up(session, subject)
                    await claims.release(session, self._deps.worker, done, now=self._deps.now())
            except (OperationalError, InterfaceError) as error:
                log.warning(
                    "the database does not answer; holding results",
                    results=len(settled),
                    error=str(error.orig),
                )
                await asyncio.sleep(_DATABASE_PAUSE)
            else:
                return

    async def _give_up(self, session: AsyncSession, subject: Subject) -> None:
        """Owe to nobody any more what everybody's chat refuses."""
        if subject.action is Action.SEND:
            await fan_outs.stop_fan_outs(
                session, story=subject.story, broadcast=subject.broadcast, now=self._deps.now()
            )
        dropped = await deliveries.drop_subject(
            session,
            story=subject.story,
            broadcast=subject.broadcast,
            action=subject.action,
            reason="telegram refuses it, whoever it is for",
        )
        log.error(
            "gave up a message that telegram refuses for everybody",
            story=subject.story,
            broadcast=subject.broadcast,
            action=subject.action,
            deliveries=dropped,
        )

    async def _count(self, settled: Settled) -> None:
        metrics = self._deps.metrics
        metrics.calls.labels(_name(settled.outcome)).inc()
        for result in results_of(settled):
            metrics.deliveries.labels(result.state).inc()
        if isinstance(settled.outcome, Sent):
            for delivery in settled.call.deliveries:
                metrics.delivery_age.observe((settled.at - delivery.due_at).total_seconds())
        if isinstance(settled.outcome, RetryAt) and settled.outcome.flood:
            await self._mind_flood(settled, settled.outcome.wait)

    async def _mind_flood(self, settled: Settled, wait: timedelta) -> None:
        now = settled.at
        place = settled.call.chat.place.telegram_id
        self._floods = {chat: at for chat, at in self._floods.items() if at > now - _FLOOD_WINDOW} | {
            place: now
        }
        log.warning("telegram asks us to wait for a chat", seconds=wait.total_seconds())
        if len(self._floods) >= _FLOODED_CHATS:
            self._floods.clear()
            await self._deps.budget.slow_down()
            log.warning("several chats refused us at once; sending at half the rate for a while")


def _name(outcome: Outcome) -> str:
    if isinstance(outcome, RetryAt):
        return "flood" if outcome.flood else "not_connected"
    return {"Sent": "sent", "ChatGone": "chat_gone", "ChatMoved": "chat_moved", "OurFault": "our_fault"}.get(
        type(outcome).__name__, "unknown"
    )
