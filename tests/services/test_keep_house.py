from datetime import timedelta

from sqlalchemy import select

from bot.domain.chat import ChatState
from bot.domain.delivery import Lane
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.keep_house import ALIVE, count, measure, rescue
from storage import chats, fan_outs, feeds, leases
from storage.schema import DeliveryRow
from tests.builders import a_chat, a_reader, a_story, fan_out
from tests.world import running


def value(deps, name, **labels):
    return deps.metrics.registry.get_sample_value(name, labels)


async def beat(world, worker, ago=timedelta(0)):
    async with world.deps.database.write() as session:
        await leases.beat(session, worker, now=world.deps.now() - ago, ttl=ALIVE)


async def test_the_outbox_is_measured(world):
    await a_reader(world.deps.database, 7)
    await fan_out(world.deps.database, await a_story(world.deps.database))
    await measure(world.deps)
    assert value(world.deps, "newsbot_outbox_due") == 1
    assert value(world.deps, "newsbot_outbox_oldest_seconds") > 0


async def test_chats_and_feeds_are_counted_and_what_there_is_none_of_is_zero(world):
    await a_chat(world.deps.database, 7)
    await a_chat(world.deps.database, 8)
    async with world.deps.database.write() as session:
        await chats.set_state(session, 8, ChatState.GONE)
        await feeds.add_feed(session, "https://a.example/rss", now=world.deps.now())
    await count(world.deps)
    assert value(world.deps, "newsbot_chats", state="active") == 1
    assert value(world.deps, "newsbot_chats", state="gone") == 1
    assert value(world.deps, "newsbot_chats", state="paused") == 0
    assert value(world.deps, "newsbot_feeds", health="new") == 1
    assert value(world.deps, "newsbot_feeds", health="failing") == 0


async def test_what_a_dead_process_had_in_hand_is_freed_and_what_a_living_one_has_is_not(world):
    deps = world.deps
    async with deps.database.write() as session:
        await feeds.add_feed(session, "https://a.example/rss", now=deps.now())
        await feeds.add_feed(session, "https://b.example/rss", now=deps.now())
        for worker in ("dead", "alive"):
            await feeds.claim_due(session, worker, now=deps.now(), limit=1, ttl=timedelta(hours=1))
    await beat(world, "dead", ago=ALIVE * 2)
    await beat(world, "alive")
    await beat(world, deps.worker)
    await rescue(deps)
    async with deps.database.write() as session:
        free = await feeds.claim_due(session, "other", now=deps.now(), limit=5, ttl=timedelta(hours=1))
    assert [feed.url for feed in free] == ["https://a.example/rss"]


async def test_a_process_that_has_not_said_it_lives_declares_nobody_dead(world):
    deps = world.deps
    async with deps.database.write() as session:
        await feeds.add_feed(session, "https://a.example/rss", now=deps.now())
        await feeds.claim_due(session, "other", now=deps.now(), limit=1, ttl=timedelta(hours=1))
    await rescue(deps)
    async with deps.database.write() as session:
        assert await feeds.claim_due(session, "x", now=deps.now(), limit=5, ttl=timedelta(hours=1)) == []


async def test_how_long_a_story_took_to_its_first_reader_is_observed_once(world):
    people = [world.phone.add_user(name) for name in ("Ana", "Ben")]
    for person in people:
        world.phone.start(person)
        await a_reader(world.deps.database, person.id)
    courier = Courier(world.deps, Composer(world.deps, lambda *_: None))
    story = await a_story(world.deps.database)
    async with world.deps.database.write() as session:
        added = await fan_outs.add_fan_out(session, story=story, lane=Lane.BRIEF, now=world.deps.now())
        await fan_outs.fill(session, added, width=100, now=world.deps.now())
    async with running(courier.run):
        for person in people:
            await world.phone.wait_for(person, "Port reopens")
    async with world.deps.database.read() as session:
        assert set(await session.scalars(select(DeliveryRow.state))) == {"sent"}
    assert value(world.deps, "newsbot_publish_to_send_seconds_count") == 1
    assert value(world.deps, "newsbot_deliveries_total", state="sent") == 2
