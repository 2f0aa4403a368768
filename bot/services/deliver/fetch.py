"""Taking chats out of the outbox: leased, planned and composed."""

import time
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.delivery import BroadcastId, Delivery, DeliveryId, Lane
from bot.services.deliver.call import Call, Compose
from bot.services.deliver.floors import Floors
from bot.services.deliver.hand import Errand
from bot.services.deliver.plan import Plan, plan
from bot.services.deliver.suspects import Suspects
from bot.services.deps import Deps
from storage import broadcasts, claims, deliveries
from storage.claims import DueChat

LEASE = timedelta(seconds=60)
"""How long a chat is held at most without being settled; what is in hand is a second or two of sending."""

Planned = tuple[DueChat, Plan]


class Intake:
    """Leases chats in order of lane and time, and makes errands of them."""

    def __init__(self, deps: Deps, compose: Compose, suspects: Suspects) -> None:
        self._deps = deps
        self._compose = compose
        self._suspects = suspects
        self._floors = Floors()
        self._adrift: set[int] = set()
        """Chats that were leased just before the database failed: nobody has them in hand."""

    async def fetch(self, limit: int) -> list[Errand]:
        """Up to `limit` chats in hand; none when nothing is due.

        Once they are leased nobody else touches them, so that the rest, which takes longer, need not keep others from
        writing.
        """
        now = self._deps.now()
        leased = await self._lease(limit, now)
        if not leased:
            return []
        try:
            return await self._take(leased, now)
        except DBAPIError:
            self._adrift.update(leased)
            raise

    async def _take(self, leased: Sequence[int], now: datetime) -> list[Errand]:
        async with self._deps.database.read() as session:
            due = await claims.list_due(session, leased, now=now)
        planned = [(chat, self._plan(chat, now)) for chat in due]
        await self._apply(planned, leased, now)
        return await self._errands(planned)

    async def _lease(self, limit: int, now: datetime) -> list[int]:
        from_the_beginning = self._floors.sweep(now)
        async with self._deps.database.write() as session:
            if self._adrift:
                await claims.release(session, self._deps.worker, self._adrift, now=now)
            began = time.monotonic()
            leased = await self._claim(session, limit, now)
        self._adrift.clear()
        if from_the_beginning:
            self._floors.swept(now, timedelta(seconds=time.monotonic() - began))
        return leased

    async def _apply(self, planned: Sequence[Planned], leased: Collection[int], now: datetime) -> None:
        """Write down what is not sent now, and give back the chats that get nothing."""
        busy = {due.chat.place.telegram_id for due, made in planned if made.messages}
        idle = set(leased) - busy
        if not idle and not any(made.postponed or made.dropped for _, made in planned):
            return
        async with self._deps.database.write() as session:
            for _, made in planned:
                for late in made.postponed:
                    await deliveries.postpone(session, late.ids, due_at=late.due_at, lane=late.lane)
                if made.dropped:
                    await deliveries.drop(session, made.dropped, reason=made.reason)
            await claims.release(session, self._deps.worker, idle, now=now)

    def _plan(self, due: DueChat, now: datetime) -> Plan:
        return plan(
            due,
            now=now,
            brief_max_age=timedelta(hours=self._deps.settings.brief_max_age),
            apart=self._suspects.apart,
        )

    async def _claim(self, session: AsyncSession, limit: int, now: datetime) -> list[int]:
        leased: list[int] = []
        for broadcast in await broadcasts.list_owing(session):
            leased += await self._claim_broadcast(session, broadcast, limit - len(leased), now)
        for broadcast in await broadcasts.list_changing(session):
            if (room := limit - len(leased)) > 0:
                leased += await claims.claim_changes(
                    session, self._deps.worker, broadcast, now=now, limit=room, ttl=LEASE
                )
        for lane in Lane:
            leased += await self._claim_lane(session, lane, limit - len(leased), now)
        return leased

    async def _claim_broadcast(
        self, session: AsyncSession, broadcast: BroadcastId, limit: int, now: datetime
    ) -> list[int]:
        if limit <= 0:
            return []
        leased, self._floors.broadcasts[broadcast] = await claims.claim_broadcast(
            session,
            self._deps.worker,
            broadcast,
            floor=self._floors.broadcasts.get(broadcast),
            now=now,
            limit=limit,
            ttl=LEASE,
        )
        return leased

    async def _claim_lane(self, session: AsyncSession, lane: Lane, limit: int, now: datetime) -> list[int]:
        if limit <= 0:
            return []
        leased, self._floors.lanes[lane] = await claims.claim_briefs(
            session,
            self._deps.worker,
            lane,
            floor=self._floors.lanes.get(lane),
            now=now,
            limit=limit,
            ttl=LEASE,
        )
        return leased

    async def _errands(self, planned: Sequence[Planned]) -> list[Errand]:
        busy = [(due, made.messages) for due, made in planned if made.messages]
        composed = await self._compose([(due.chat, messages) for due, messages in busy])
        errands: dict[int, Errand] = {}
        unsaid: list[DeliveryId] = []
        for (due, messages), calls in zip(busy, composed, strict=True):
            place = due.chat.place.telegram_id
            errand = errands.setdefault(place, Errand(place, due.chat.kind, due.tat, deque()))
            errand.calls.extend(calls)
            unsaid += _unsaid(messages, calls)
        empty = [errand.telegram_id for errand in errands.values() if not errand.calls]
        if unsaid or empty:
            async with self._deps.database.write() as session:
                await deliveries.drop(session, unsaid, reason="there is nothing left to say")
                await claims.release(session, self._deps.worker, empty, now=self._deps.now())
        return [errand for errand in errands.values() if errand.calls]


def _unsaid(messages: Iterable[tuple[Delivery, ...]], calls: Iterable[Call]) -> list[DeliveryId]:
    said = {delivery.id for call in calls for delivery in call.deliveries}
    return [delivery.id for message in messages for delivery in message if delivery.id not in said]
