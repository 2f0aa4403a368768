"""The statements that a million readers would feel, as they are really made, and how the database means to run them.

A lost index would show only under load; here it fails at once.
"""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from bot.domain.article import StoryId
from bot.domain.broadcast import Change, Content
from bot.domain.chat import UserId
from bot.domain.delivery import Action, DeliveryId, DeliveryState, Lane
from storage import broadcasts, chats, claims, deliveries, fan_outs
from storage.claims import Floor
from storage.deliveries import Result
from tests.builders import NOW, a_reader, a_story, fan_out

TTL = timedelta(seconds=60)
FLOOR = Floor(NOW - timedelta(seconds=1), 1)
BIG = "deliveries|subscriptions|chats"
WHOLE_TABLE = re.compile(rf"SCAN ({BIG})(?! USING)|Seq Scan on ({BIG})\b")


async def claim(session):
    await claims.claim_briefs(session, "a", Lane.BRIEF, floor=FLOOR, now=NOW, limit=10, ttl=TTL)


async def claim_broadcast(session):
    broadcast = (await broadcasts.list_owing(session))[0]
    await claims.claim_broadcast(session, "a", broadcast, floor=FLOOR, now=NOW, limit=10, ttl=TTL)


async def claim_changes(session):
    """Of a broadcast that is paused, with its copies waiting."""
    broadcast = (await broadcasts.list_owing(session))[0]
    await broadcasts.change_state(session, broadcast, Change.PAUSE, now=NOW)
    await claims.claim_changes(session, "a", broadcast, now=NOW, limit=10, ttl=TTL)


async def gather(session):
    await claims.list_due(session, [1, 2], now=NOW)


async def mark(session):
    await deliveries.mark_sending(session, "a", [DeliveryId(1)])
    await deliveries.mark_results(
        session, "a", [Result(id=DeliveryId(1), state=DeliveryState.SENT, message_id=5, due_at=NOW)]
    )


async def give_back(session):
    await claims.release(session, "a", [1, 2], now=NOW)


async def rescue(session):
    await claims.rescue(session, ["a"], now=NOW)


async def park(session):
    await deliveries.park(session, 1, until=NOW + TTL)


async def occupy(session):
    await chats.occupy(session, {1: NOW})


async def fill_story(session):
    unfinished = await fan_outs.take_unfinished(session)
    assert unfinished is not None
    await fan_outs.fill(session, unfinished, width=1000, now=NOW)


async def fill_change(session):
    change = await fan_outs.add_fan_out(
        session, story=StoryId(1), action=Action.EDIT, lane=Lane.EDIT, revision=1, now=NOW
    )
    await fan_outs.fill(session, change, width=1000, now=NOW)


async def count(session):
    await deliveries.count_by_state(session, story=StoryId(1))


async def give_up(session):
    await deliveries.drop_subject(session, story=StoryId(1), reason="withdrawn")


EXPECTED = {
    claim: "ix_deliveries_due",
    claim_broadcast: "ix_deliveries_broadcast_due",
    claim_changes: "ix_deliveries_broadcast_due",
    gather: "ix_deliveries_chat",
    mark: "deliveries",
    give_back: "ix_deliveries_chat",
    rescue: "ix_deliveries_sending",
    park: "ix_deliveries_chat",
    occupy: "chats",
    fill_story: "subscriptions",
    fill_change: "uq_deliveries_story",
    count: "uq_deliveries_story",
    give_up: "uq_deliveries_story",
}


@contextmanager
def noted(database):
    """Every statement that is made meanwhile, with its parameters."""
    statements = []

    def note(_, __, statement, parameters, ___, executemany):
        many = executemany and isinstance(
            parameters, list
        )  # rows that SQLAlchemy puts into one INSERT come as one
        statements.append((statement, parameters[0] if many else parameters))

    event.listen(database.writer.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.writer.sync_engine, "before_cursor_execute", note)


async def plan_of(database, session, statement, parameters):
    connection = await session.connection()
    if database.is_sqlite:
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[3] for row in rows]
    rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return [row[0] for row in rows]


async def a_busy_night(database):
    """Readers, a story and a broadcast that are owed to them, another story on its way."""
    for number in (1, 2, 3):
        await a_reader(database, number)
    await fan_out(database, await a_story(database))
    async with database.write() as session:
        draft = await broadcasts.add_draft(session, UserId(9), Content(html="Quake"), now=NOW)
        await broadcasts.change_state(session, draft.id, Change.SEND, now=NOW)
        await fan_outs.add_fan_out(session, broadcast=draft.id, lane=Lane.BREAKING, now=NOW)
    await fan_out(database, await a_story(database))
    story = await a_story(database, "Grid repaired")
    async with database.write() as session:
        await fan_outs.add_fan_out(session, story=story, lane=Lane.BRIEF, now=NOW)


@pytest.mark.parametrize("act", EXPECTED, ids=lambda act: act.__name__)
async def test_no_statement_that_readers_feel_reads_a_whole_table(database, act):
    await a_busy_night(database)
    async with database.write() as session:
        if not database.is_sqlite:
            await session.execute(text("SET LOCAL enable_seqscan = off"))  # tables are small here
        with noted(database) as statements:
            await act(session)
        explained = [
            await plan_of(database, session, *one)
            for one in statements
            if not one[0].startswith(("SAVEPOINT", "RELEASE"))
        ]
        await session.rollback()
    lines = [line for plan in explained for line in plan]
    assert any(EXPECTED[act] in line for line in lines), lines
    assert not any(WHOLE_TABLE.search(line) for line in lines), lines
