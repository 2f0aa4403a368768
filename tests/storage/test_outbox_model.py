"""The outbox against a model: any interleaving of claiming, marking, sending, settling, stalling, crashing, rescuing.

The model is Telegram's side: how often each delivery was taken. Whatever the order, each delivery is in one state that
agrees with it, and once everybody alive has finished, nothing is left over.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.domain.chat import ChatState
from bot.domain.delivery import ChatGone, DeliveryState, Lane, OurFault, Outcome, RetryAt, Sent, Unknown
from bot.services.deliver.call import Call
from bot.services.deliver.settle import Settled, settle
from storage import chats, claims, deliveries
from storage.database import open_database
from storage.schema import DeliveryRow
from tests.builders import NOW, a_reader, a_story, fan_out

LEASE = timedelta(seconds=60)
READERS = 2
PLACES = st.integers(0, 1)
FATES = st.sampled_from(
    ["taken", "taken", "taken", "answer lost", "cut before", "flood", "refused", "blocked"]
)


@dataclass
class Worker:
    """A process: the calls it has in hand, those that it set to `sending`, and those whose results it must write."""

    name: str
    hand: list[Call] = field(default_factory=list)
    sending: list[Call] = field(default_factory=list)
    answered: list[Settled] = field(default_factory=list)


class Outbox(RuleBasedStateMachine):
    """Two workers and two readers, on the databases that `new_address` gives."""

    new_address: Callable[[], str]

    @initialize()
    def open(self):
        self.runner = asyncio.Runner()
        self.database = open_database(type(self).new_address())
        self.now = NOW
        self.born = 0
        self.taken: Counter[int] = Counter()
        self.stories = 0
        self.workers = [self.a_worker() for _ in range(2)]
        for number in range(1, READERS + 1):
            self.run(a_reader(self.database, number))
        self.owe()

    def teardown(self):
        if not hasattr(self, "runner"):
            return
        try:
            self.finish()
        finally:
            self.run(self.database.close())
            self.runner.close()

    def a_worker(self):
        self.born += 1
        return Worker(f"worker-{self.born}")

    def run(self, coroutine):
        return self.runner.run(coroutine)

    @rule()
    def owe(self):
        """A story becomes known; readers whom we lost come back meanwhile."""
        if self.stories == 4:
            return
        self.stories += 1

        async def tell():
            async with self.database.write() as session:
                for number in range(1, READERS + 1):
                    await chats.set_state(session, number, ChatState.ACTIVE)
            await fan_out(self.database, await a_story(self.database, f"Story {self.stories}"), now=self.now)

        self.run(tell())

    @rule(place=PLACES, fate=FATES)
    def advance(self, place, fate):
        """A worker does the next thing there is to do for it."""
        worker = self.workers[place]
        if worker.answered:
            self.write_down(worker)
        elif worker.sending:
            self.send(place, fate)
        elif worker.hand:
            self.mark(place)
        else:
            self.claim(place, READERS)

    @rule(place=PLACES, fate=FATES)
    def advance_too(self, place, fate):
        """The same: nothing else happens so often."""
        self.advance(place, fate)

    @rule(place=PLACES)
    def take_more(self, place):
        """It takes more in hand, or sets more to `sending`, than it needs."""
        if self.workers[place].hand:
            self.mark(place)
        else:
            self.claim(place, 1)

    @rule(place=PLACES)
    def overtake(self, place):
        """The other worker stalls until its leases are lost, and this one takes what it had in hand."""
        self.now += LEASE + timedelta(seconds=1)
        self.claim(place, READERS)
        self.mark(place)

    def claim(self, place, limit):
        worker = self.workers[place]

        async def take():
            async with self.database.write() as session:
                held, _ = await claims.claim_briefs(
                    session, worker.name, Lane.BRIEF, floor=None, now=self.now, limit=limit, ttl=LEASE
                )
                return await claims.list_due(session, held, now=self.now)

        calls = (*worker.hand, *worker.sending, *(one.call for one in worker.answered))
        held = {call.chat.id for call in calls}  # see bot.services.deliver.hand
        for due in self.run(take()):
            if due.chat.id in held:
                continue
            worker.hand.append(
                Call(
                    chat=due.chat,
                    deliveries=due.deliveries,
                    revisions=(0,) * len(due.deliveries),
                    method="sendMessage",
                    body=b"",
                )
            )

    def mark(self, place):
        worker = self.workers[place]
        if not worker.hand:
            return
        call = worker.hand.pop(0)
        ids = {one.id for one in call.deliveries}

        async def set_sending():
            async with self.database.write() as session:
                won = await deliveries.mark_sending(session, worker.name, ids)
                if won != ids:
                    await deliveries.unmark(session, worker.name, won)
                    await claims.release(session, worker.name, [call.chat.place.telegram_id], now=self.now)
                return won == ids

        if self.run(set_sending()):
            worker.sending.append(call)

    def send(self, place, fate):
        worker = self.workers[place]
        if not worker.sending:
            return
        call = worker.sending.pop(0)
        if fate in {"taken", "answer lost"}:
            self.taken.update(one.id for one in call.deliveries)
        outcomes: dict[str, Outcome] = {
            "taken": Sent(self.taken.total() + 1),
            "answer lost": Unknown("no answer"),
            "cut before": RetryAt(timedelta(0), "not connected"),
            "flood": RetryAt(timedelta(hours=12), "Too Many Requests", flood=True),
            "refused": OurFault("Bad Request"),
            "blocked": ChatGone("blocked"),
        }
        worker.answered.append(Settled(call, outcomes[fate], self.now))

    def write_down(self, worker):
        done, worker.answered = worker.answered, []
        if not done:
            return

        async def write():
            async with self.database.write() as session:
                await settle(session, worker.name, done)
                freed = {one.call.chat.place.telegram_id for one in done}
                await claims.release(session, worker.name, freed, now=self.now)

        self.run(write())

    @rule(place=PLACES, arrives=st.booleans())
    def crash(self, place, arrives):
        """Kill -9, perhaps with a call in flight that still reaches Telegram; another process takes its place."""
        worker = self.workers[place]
        if worker.sending and arrives:
            self.taken.update(one.id for one in worker.sending[0].deliveries)
        self.workers[place] = self.a_worker()

    @rule(taken_for_dead=st.one_of(st.none(), PLACES))
    def rescue(self, taken_for_dead):
        """Somebody takes over from the dead, perhaps also from one that only stalled."""
        alive = [one.name for place, one in enumerate(self.workers) if place != taken_for_dead]
        self.run(self.take_over(alive))

    async def take_over(self, alive):
        async with self.database.write() as session:
            await claims.rescue(session, alive, now=self.now)

    @rule(wait=st.sampled_from([1, 61, 43_260]))
    def time_passes(self, wait):
        self.now += timedelta(seconds=wait)

    @precondition(lambda self: hasattr(self, "runner"))
    @invariant()
    def every_delivery_is_in_one_state_that_agrees_with_what_was_taken(self):
        found = self.read()
        assert len(found) == self.stories * READERS
        for id_, state in found.items():
            taken = self.taken[id_]
            assert taken <= 1, "sent twice"
            if state == DeliveryState.SENT:
                assert taken == 1, "marked sent, and never was"
            elif state not in {DeliveryState.UNKNOWN, DeliveryState.SENDING}:
                assert taken == 0, f"{state}, but it arrived"

    def read(self):
        async def look():
            async with self.database.read() as session:
                return {row.id: row.state for row in await session.scalars(select(DeliveryRow))}

        return self.run(look())

    def finish(self):
        """Everybody alive ends what he has in hand, the dead are rescued, and one worker does the rest."""
        for worker in self.workers:
            while worker.sending:
                self.send(self.workers.index(worker), "taken")
            self.write_down(worker)
        self.run(self.take_over([]))
        last = self.workers[0] = self.a_worker()
        for _ in range(20):
            self.now += timedelta(hours=13)
            self.claim(0, READERS)
            while last.hand:
                self.mark(0)
            while last.sending:
                self.send(0, "taken")
            self.write_down(last)
        self.every_delivery_is_in_one_state_that_agrees_with_what_was_taken()
        left = Counter(self.read().values())
        assert left[DeliveryState.PENDING] + left[DeliveryState.SENDING] == 0, left


def held_against_model(new_address, examples):
    machine = type("OutboxHere", (Outbox,), {"new_address": staticmethod(new_address)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_interleaving_leaves_every_delivery_in_one_state_on_sqlite(sqlite_template, tmp_path):
    made = iter(range(1_000_000))

    def new_address():
        path = shutil.copyfile(sqlite_template, tmp_path / f"{next(made)}.db")
        return f"sqlite:///{path}"

    held_against_model(new_address, 20)
    assert next(made) >= 20, "each of the twenty runs has a database of its own"


@pytest.mark.postgres
def test_any_interleaving_leaves_every_delivery_in_one_state_on_postgres(postgres):
    made = iter(range(1_000_000))

    def new_address():
        next(made)
        return postgres.new_database()

    held_against_model(new_address, 5)
    assert next(made) >= 5, "each of the five runs has a database of its own"
