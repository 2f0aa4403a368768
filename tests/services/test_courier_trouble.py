"""The courier when things go wrong: refusals, waits, late starts; and replies beside a broadcast."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from bot.domain.article import Article
from bot.domain.brief import Brief, Sentence
from bot.domain.chat import Mode, Place, Preferences
from bot.domain.delivery import Action, Lane
from bot.domain.pace import spacing
from bot.playground.telegram.faults import Fault, Kind
from bot.services.deliver.suspects import ENOUGH
from bot.telegram.pace import LocalBudget
from bot.telegram.replies import PacedReplies
from storage import articles, briefs, chats, fan_outs, stories
from storage.articles import NewArticle
from storage.database import open_database
from storage.schema import DeliveryRow
from tests.builders import NOW, fill_all
from tests.services.test_courier import couriers, got, readers, settled, states, tell, until
from tests.world import FAST, a_world, running

NONSENSE = "Bad Request: nonsense"


def later(deps, wait):
    """The same process, so much later."""
    now = deps.now

    def clock():
        return now() + wait

    return replace(deps, now=clock, budget=LocalBudget(spacing(FAST), clock))


async def test_a_story_that_telegram_refuses_in_any_form_costs_a_few_calls_and_not_two_for_each_reader(
    sqlite_address,
):
    async with open_database(sqlite_address) as database, a_world(database, per_second=25) as world:
        await readers(world, 60)
        world.telegram.faults.add(Fault(kind=Kind.ERROR, status=400, description=NONSENSE, times=None))
        await tell(world)
        async with running(*couriers(world.deps)):
            found = await settled(world, "failed", "dropped")
        assert found.count("failed") >= ENOUGH
        assert found.count("dropped") > 30
        assert world.telegram.counters.faults[Kind.ERROR] < 60


async def test_stories_that_were_refused_together_are_sent_apart(world):
    (reader,) = await readers(world, 1)
    world.telegram.faults.add(Fault(kind=Kind.ERROR, status=400, description=NONSENSE, times=2))
    for title in ("Port reopens", "Grid repaired"):
        await tell(world, title)
    async with running(*couriers(world.deps)):
        await settled(world, "sent", "failed")
    texts = sorted(message.text.splitlines()[0] for message in got(world, reader))
    assert texts == ["Grid repaired", "Port reopens"]


async def refused_by(world, number):
    """A factor of 2 and more: the bot slowed down."""
    people = await readers(world, 6)
    for person in people[:number]:
        world.telegram.faults.add(Fault(kind=Kind.TOO_MANY, seconds=1, chat_id=person.id))
    await tell(world)
    async with running(*couriers(world.deps)):
        await settled(world, "sent")
    return await world.deps.budget.speed_up()


async def test_one_chat_that_is_told_to_wait_slows_nobody_else_down(world):
    assert await refused_by(world, 1) == 1


async def test_several_chats_that_are_told_to_wait_slow_the_whole_bot_down(world):
    assert await refused_by(world, 3) == 2


async def test_a_chat_that_is_parked_stays_so_over_a_restart_and_gets_it_when_its_time_has_come(world):
    people = await readers(world, 2)
    world.telegram.faults.add(Fault(kind=Kind.TOO_MANY, seconds=43_200, chat_id=people[0].id))
    await tell(world)
    async with running(*couriers(world.deps)):
        await until(world, lambda found: found == ["pending", "sent"])
    restarted = replace(world.deps, worker="restarted")
    await tell(world, "Grid repaired")
    async with running(*couriers(restarted)):
        await until(world, lambda found: found.count("sent") == 2)
    assert world.telegram.counters.impatient == 0
    assert got(world, people[0]) == []
    world.telegram.release()  # twelve hours are over
    async with running(*couriers(later(restarted, timedelta(hours=12, minutes=1)))):
        await settled(world, "pending", "sent")
        await until(world, lambda found: "sending" not in found and found.count("pending") == 0)
    assert len(got(world, people[0])) == 1


async def test_a_digest_that_was_missed_while_the_bot_was_down_is_sent_late_and_once(world):
    (reader,) = await readers(world, 1)
    async with world.deps.database.write() as session:
        chat = await chats.find_chat(session, Place(reader.id))
        assert chat is not None
        hour = (world.deps.now().hour + 3) % 24
        preferences = Preferences(mode=Mode.DIGEST, digest_hours=(hour,))
        await chats.set_preferences(session, chat.id, preferences, now=world.deps.now())
    for title in ("Port reopens", "Grid repaired"):
        await tell(world, title)
    async with running(*couriers(world.deps)):
        assert await states(world) == ["pending"] * 2
    for _ in range(2):
        async with running(*couriers(later(world.deps, timedelta(hours=20)))):
            assert await settled(world, "sent") == ["sent"] * 2
    (digest,) = got(world, reader)
    assert "Port reopens" in digest.text
    assert "Grid repaired" in digest.text


async def join(world, story, source):
    """Another outlet reports the same."""
    text = "The port is open again."
    article = Article(
        title="Port open", text=text, url=f"https://x.example/{uuid4().hex}", source=source, published_at=NOW
    )
    brief = Brief(language="en", sentences=(Sentence(0, len(text), text),), countries=(), topics=())
    now = world.deps.now()
    async with world.deps.database.write() as session:
        (stored,) = await articles.add_new(
            session, None, [NewArticle(article=article, keys=(uuid4().bytes,))], now=now
        )
        await briefs.set_brief(session, stored.id, brief, signature=None)
        await stories.join(session, stored.id, story)
        revision = await stories.add_revision(session, story, now=now)
        await fan_outs.add_fan_out(
            session, story=story, action=Action.EDIT, lane=Lane.EDIT, revision=revision, now=now
        )
    await fill_all(world.deps.database, now=now)


async def test_when_more_outlets_report_a_story_the_message_is_edited_and_nobody_is_notified(world):
    (reader,) = await readers(world, 1)
    story = await tell(world)
    async with running(*couriers(world.deps)):
        await settled(world, "sent")
        (before,) = got(world, reader)
        await join(world, story, "Baku Daily")
        await settled(world, "sent")
    (after,) = got(world, reader)
    assert after.id == before.id
    assert "Baku Daily" not in before.text
    assert "Baku Daily" in after.text


async def test_a_message_that_moves_in_the_middle_of_a_backlog_is_not_sent_twice(world):
    people = await readers(world, 20)
    await tell(world)
    for person in people[::2]:
        world.phone.block(person)
    async with running(*couriers(world.deps)):
        found = await settled(world, "sent", "failed")
    assert (found.count("failed"), found.count("sent")) == (10, 10)
    assert [len(got(world, person)) for person in people[1::2]] == [1] * 10


async def test_a_reply_waits_for_no_more_than_the_messages_that_are_on_their_way(sqlite_address):
    async with open_database(sqlite_address) as database, a_world(database, per_second=25) as world:
        people = await readers(world, 60)
        asker = world.phone.add_user("Asker")
        world.phone.start(asker)
        await tell(world)

        async def take_turn(_):
            return world.deps.now()

        async def reply(**_):
            return await world.deps.api.ask("sendMessage", chat_id=asker.id, text="Here you are")

        replies = PacedReplies(world.deps.budget, take_turn, world.deps.now)
        async with running(*couriers(world.deps)):
            await world.phone.wait_until(lambda: sum(bool(got(world, one)) for one in people) >= 5)
            before = world.telegram.counters.messages
            await replies.process_request(reply, (), {}, "sendMessage", {"chat_id": asker.id}, None)
            ahead = world.telegram.counters.messages - before - 1
        assert ahead <= 6
        assert got(world, asker)[-1].text == "Here you are"
        assert world.telegram.counters.refused == {}


async def test_a_process_that_stops_gives_its_chats_back_at_once(world):
    await readers(world, 5)
    await tell(world)
    stopping = asyncio.Event()
    stopping.set()
    await couriers(world.deps)[0](stopping)
    async with running(*couriers(replace(world.deps, worker="next"))):
        assert await settled(world, "sent") == ["sent"] * 5
    async with world.deps.database.read() as session:
        assert set(await session.scalars(select(DeliveryRow.worker))) == {"next"}


async def test_what_was_leased_as_the_database_failed_is_not_kept_from_its_readers(world):
    await readers(world, 2)
    await tell(world)
    failed: list[str] = []

    def fail_once(_, __, statement, *___):
        if statement.startswith("SELECT deliveries.id, deliveries.chat_id") and not failed:
            failed.append(statement)
            raise OperationalError(statement, None, Exception("the server closed the connection"))

    event.listen(world.deps.database.engine.sync_engine, "before_cursor_execute", fail_once)
    async with running(*couriers(world.deps)):
        assert await settled(world, "sent") == ["sent", "sent"]  # and not after the lease of a minute
    assert failed
