import asyncio
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from bot.domain.broadcast import Change, Content
from bot.domain.chat import ChatKind, ChatState, Place, UserId
from bot.domain.delivery import Lane
from bot.domain.interest import EVERYTHING
from bot.playground.telegram.faults import Fault, Kind
from bot.services import broadcast
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.fan_out import run_fan_outs
from storage import chats, deliveries, fan_outs, subscriptions
from storage.database import open_database
from storage.schema import DeliveryRow
from tests.builders import a_story, fill_all
from tests.world import a_world, joined, running

PATIENCE = 30


def couriers(*all_deps):
    def deliver(deps):
        return Courier(deps, Composer(deps, lambda *_: None)).run

    return [deliver(deps) for deps in all_deps]


async def readers(world, number):
    """People who opened the bot and follow everything."""
    people = []
    for index in range(number):
        person = world.phone.add_user(f"Reader {index}")
        world.phone.start(person)
        people.append(person)
        async with world.deps.database.write() as session:
            chat = await chats.add_chat(
                session, Place(person.id), ChatKind.PRIVATE, title="", language="en", now=world.deps.now()
            )
            await subscriptions.add_subscription(session, chat.id, EVERYTHING.key, now=world.deps.now())
    return people


async def tell(world, title="Port reopens", **story):
    """A story that becomes known now."""
    number = await a_story(world.deps.database, title, **story)
    now = world.deps.now()
    async with world.deps.database.write() as session:
        await fan_outs.add_fan_out(session, story=number, lane=Lane.BRIEF, now=now)
    await fill_all(world.deps.database, now=now)
    return number


async def states(world):
    async with world.deps.database.read() as session:
        return sorted(await session.scalars(select(DeliveryRow.state)))


@contextmanager
def commits():
    """An event that is set after every commit, in whichever session."""
    happened = asyncio.Event()

    def note(_):
        happened.set()

    event.listen(Session, "after_commit", note)
    try:
        yield happened
    finally:
        event.remove(Session, "after_commit", note)


async def until(world, holds):
    """The states of all deliveries, once they are as wished for; looked at after every commit, never in between."""
    with commits() as happened:
        async with asyncio.timeout(PATIENCE):
            while not holds(found := await states(world)):
                await happened.wait()
                happened.clear()
    return found


async def settled(world, *final):
    """Wait until every delivery is in one of these states."""
    return await until(world, lambda found: set(found) <= set(final))


def got(world, person):
    """What the bot wrote to somebody, message by message."""
    return [message for message in world.phone.messages(person) if message.sender_id != person.id]


async def test_a_story_reaches_every_reader_once(world):
    people = await readers(world, 12)
    await tell(world)
    async with running(*couriers(world.deps)):
        assert await settled(world, "sent") == ["sent"] * 12
    for person in people:
        (message,) = got(world, person)
        assert message.text.startswith("Port reopens")


async def test_the_number_of_every_message_is_kept(world):
    (reader,) = await readers(world, 1)
    await tell(world)
    async with running(*couriers(world.deps)):
        await settled(world, "sent")
    async with world.deps.database.read() as session:
        row = (await session.scalars(select(DeliveryRow))).one()
    assert row.message_id == got(world, reader)[0].id
    assert row.sent_at is not None


async def test_what_is_due_for_one_chat_is_gathered_into_one_message(world):
    (reader,) = await readers(world, 1)
    for title in ("Port reopens", "Grid repaired", "Talks resume"):
        await tell(world, title)
    async with running(*couriers(world.deps)):
        await settled(world, "sent")
    (message,) = got(world, reader)
    assert all(title in message.text for title in ("Port reopens", "Grid repaired", "Talks resume"))


async def test_breaking_news_overtakes_everything_that_waits(world):
    people = await readers(world, 6)
    await tell(world)
    draft = await broadcast.draft(world.deps, UserId(1), Content(html="Quake off Honshu"))
    await broadcast.send(world.deps, UserId(1), draft.id)
    await fill_all(world.deps.database, now=world.deps.now())
    async with running(*couriers(world.deps)):
        await settled(world, "sent")
    for person in people:
        first, second = got(world, person)
        assert (first.text, second.text.splitlines()[0]) == ("Quake off Honshu", "Port reopens")


async def test_two_processes_share_the_work_and_nobody_gets_it_twice(world):
    people = await readers(world, 30)
    await tell(world)
    async with (
        joined(world.deps.database, world.playground, worker="b") as other,
        running(*couriers(world.deps, other)),
    ):
        await settled(world, "sent")
    assert [len(got(world, person)) for person in people] == [1] * 30


async def fault_and_tell(world, fault, final, number=1):
    people = await readers(world, number)
    world.telegram.faults.add(fault)
    await tell(world)
    async with running(*couriers(world.deps)):
        return people, await settled(world, *final)


async def test_a_blocked_bot_pauses_the_reader_and_drops_what_is_owed_to_him(world):
    (reader,) = await readers(world, 1)
    await tell(world, "One")
    world.phone.block(reader)
    async with running(*couriers(world.deps)):
        assert await settled(world, "failed") == ["failed"]
    await tell(world, "Two")
    async with world.deps.database.read() as session:
        assert await chats.count_chats(session) == {ChatState.GONE: 1}
    assert await states(world) == ["failed"]


async def test_a_message_that_was_taken_without_an_answer_is_unknown_and_not_sent_again(world):
    (reader,), found = await fault_and_tell(world, Fault(kind=Kind.DROP, taken=True), ("unknown", "sent"))
    assert found == ["unknown"]
    assert len(got(world, reader)) == 1


async def test_a_connection_that_broke_before_it_was_taken_is_unknown_too_for_nobody_can_tell(world):
    (reader,), found = await fault_and_tell(world, Fault(kind=Kind.DROP), ("unknown", "sent"))
    assert found == ["unknown"]
    assert got(world, reader) == []


async def test_a_server_error_is_unknown(world):
    _, found = await fault_and_tell(world, Fault(kind=Kind.ERROR, status=502), ("unknown", "sent"))
    assert found == ["unknown"]


async def test_after_a_wait_that_telegram_asked_for_the_message_arrives(world):
    (reader,), found = await fault_and_tell(world, Fault(kind=Kind.TOO_MANY, seconds=1), ("sent",))
    assert found == ["sent"]
    assert len(got(world, reader)) == 1
    assert world.telegram.counters.impatient == 0


async def test_a_chat_that_asks_for_twelve_hours_holds_up_nobody_else(world):
    people = await readers(world, 8)
    world.telegram.faults.add(Fault(kind=Kind.TOO_MANY, seconds=43_200, chat_id=people[0].id))
    await tell(world)
    async with running(*couriers(world.deps)):
        await until(world, lambda found: found == ["pending"] + ["sent"] * 7)
    async with world.deps.database.read() as session:
        (due_at,) = await session.scalars(select(DeliveryRow.due_at).where(DeliveryRow.state == "pending"))
    assert due_at > world.deps.now() + timedelta(hours=11, minutes=55)
    assert world.telegram.counters.impatient == 0


async def test_what_telegram_cannot_parse_is_sent_as_plain_text(world):
    fault = Fault(kind=Kind.ERROR, status=400, description="Bad Request: can't parse entities: unclosed tag")
    (reader,), found = await fault_and_tell(world, fault, ("sent", "failed"))
    assert found == ["sent"]
    (message,) = got(world, reader)
    assert message.text.startswith("Port reopens")
    assert message.body.entities == ()


async def test_what_telegram_refuses_in_any_form_is_given_up_and_others_go_on(world):
    people = await readers(world, 3)
    fault = Fault(
        kind=Kind.ERROR, status=400, description="Bad Request: nonsense", chat_id=people[0].id, times=2
    )
    world.telegram.faults.add(fault)
    await tell(world)
    async with running(*couriers(world.deps)):
        assert await settled(world, "sent", "failed") == ["failed", "sent", "sent"]


async def test_a_group_that_became_a_supergroup_gets_it_there(world):
    owner = world.phone.add_user("Owner")
    group = world.phone.add_group("Desk", owner)
    async with world.deps.database.write() as session:
        chat = await chats.add_chat(
            session, Place(group.id), ChatKind.GROUP, title="Desk", language="en", now=world.deps.now()
        )
        await subscriptions.add_subscription(session, chat.id, EVERYTHING.key, now=world.deps.now())
    await tell(world)
    moved = world.phone.migrate(group, by=owner)
    async with running(*couriers(world.deps)):
        assert await settled(world, "sent") == ["sent"]
    assert [message for message in world.phone.messages(moved) if message.text.startswith("Port reopens")]
    async with world.deps.database.read() as session:
        assert await chats.find_chat(session, Place(moved.id)) is not None


async def test_when_it_is_told_to_stop_nothing_is_left_in_between(world):
    people = await readers(world, 40)
    await tell(world)
    async with running(*couriers(world.deps)):
        await world.phone.wait_for(people[0], "Port reopens") if got(world, people[0]) else None
    assert set(await states(world)) <= {"sent", "pending"}
    sent = (await states(world)).count("sent")
    assert sum(len(got(world, person)) for person in people) == sent
    async with running(*couriers(world.deps)):
        await settled(world, "sent")
    assert [len(got(world, person)) for person in people] == [1] * 40


async def test_a_broadcast_that_is_paused_stops_and_goes_on_where_it_stopped(world):
    people = await readers(world, 10)
    draft = await broadcast.draft(world.deps, UserId(1), Content(html="Quake"))
    await broadcast.send(world.deps, UserId(1), draft.id)
    await fill_all(world.deps.database, now=world.deps.now())
    await broadcast.change(world.deps, UserId(1), draft.id, Change.PAUSE)
    await tell(world)
    async with running(*couriers(world.deps)):
        await settled(world, "sent", "pending")
        await world.phone.wait_for(people[-1], "Port reopens")
        assert not any(message.text == "Quake" for person in people for message in got(world, person))
        await broadcast.change(world.deps, UserId(1), draft.id, Change.RESUME)
        await settled(world, "sent")
    assert all([message.text for message in got(world, person)].count("Quake") == 1 for person in people)


async def test_a_correction_reaches_every_copy_and_tells_its_readers(world):
    people = await readers(world, 3)
    draft = await broadcast.draft(world.deps, UserId(1), Content(html="Quake of 7.1"))
    await broadcast.send(world.deps, UserId(1), draft.id)
    async with running(*couriers(world.deps), lambda stop: run_fan_outs(world.deps, stop)):
        await world.phone.wait_until(lambda: all(got(world, person) for person in people))
        await settled(world, "sent")
        await broadcast.correct(world.deps, UserId(1), draft.id, "Quake of 6.8")
        await world.phone.wait_until(lambda: all(len(got(world, person)) == 2 for person in people))
        await world.phone.wait_until(lambda: all("6.8" in got(world, person)[0].text for person in people))
        await settled(world, "sent")
    for person in people:
        copy, notice = got(world, person)
        assert "Corrected" in copy.text
        assert (notice.reply_to, notice.silent) == (copy.id, True)


async def test_a_recall_takes_every_copy_away(world):
    people = await readers(world, 3)
    draft = await broadcast.draft(world.deps, UserId(1), Content(html="Quake"))
    await broadcast.send(world.deps, UserId(1), draft.id)
    async with running(*couriers(world.deps), lambda stop: run_fan_outs(world.deps, stop)):
        await world.phone.wait_until(lambda: all(got(world, person) for person in people))
        await settled(world, "sent")
        await broadcast.recall(world.deps, UserId(1), draft.id, reason="")
        await world.phone.wait_until(lambda: not any(got(world, person) for person in people))


async def test_a_reader_who_unsubscribes_while_it_waits_gets_nothing(world):
    (reader,) = await readers(world, 1)
    await tell(world)
    async with world.deps.database.write() as session:
        chat = await chats.find_chat(session, Place(reader.id))
        assert chat is not None
        await subscriptions.remove_all(session, chat.id)
        await deliveries.drop_unwanted(session, chat.id, now=world.deps.now())
    async with running(*couriers(world.deps)):
        assert await settled(world, "dropped") == ["dropped"]
    assert got(world, reader) == []


async def test_at_thirty_a_second_no_second_holds_more(sqlite_address):
    async with open_database(sqlite_address) as database, a_world(database, per_second=30) as world:
        await readers(world, 60)
        await tell(world)
        async with running(*couriers(world.deps)):
            assert await settled(world, "sent") == ["sent"] * 60
        assert world.telegram.counters.refused == {}
        assert world.telegram.counters.worst_second <= 30
