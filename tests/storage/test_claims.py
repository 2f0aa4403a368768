import asyncio
from datetime import timedelta

from sqlalchemy import select, text

from bot.domain.chat import ChatKind
from bot.domain.delivery import DeliveryId, DeliveryState, Lane
from storage import claims, deliveries, leases
from storage.deliveries import Result
from storage.schema import DeliveryRow
from tests.builders import NOW, a_chat, a_reader, a_story, fan_out

TTL = timedelta(seconds=30)


async def claim(database, worker="a", *, now=NOW, limit=10, floor=None, lane=Lane.BRIEF):
    async with database.write() as session:
        return await claims.claim_briefs(session, worker, lane, floor=floor, now=now, limit=limit, ttl=TTL)


async def due(database, chats_, now=NOW):
    async with database.read() as session:
        return await claims.list_due(session, chats_, now=now)


async def states(database):
    async with database.read() as session:
        return sorted(await session.scalars(select(DeliveryRow.state)))


async def test_no_two_workers_hold_the_same_chat(database):
    for number in range(1, 9):
        await a_reader(database, number)
    await fan_out(database, await a_story(database))
    held = await asyncio.gather(*(claim(database, worker, limit=3) for worker in "abcd"))
    chats = [chat for chats_, _ in held for chat in chats_]
    assert len(chats) == len(set(chats)) > 0


async def test_a_chat_in_hand_comes_with_all_that_is_due_for_it(database):
    await a_reader(database, 1)
    for title in ("One", "Two", "Three"):
        await fan_out(database, await a_story(database, title))
    held, _ = await claim(database, limit=1)
    (chat,) = await due(database, held)
    assert [one.id for one in chat.deliveries] == [1, 2, 3]


async def test_threads_of_one_telegram_chat_are_in_one_hand(database):
    for thread in (0, 7):
        await a_chat(database, -5, thread, kind=ChatKind.GROUP)
    async with database.write() as session:
        await session.execute(text("INSERT INTO subscriptions SELECT '*/*', id, '', joined_at FROM chats"))
    await fan_out(database, await a_story(database))
    held, _ = await claim(database, "a", limit=1)
    assert held == [-5]
    assert (await claim(database, "b"))[0] == []
    assert [chat.chat.place.thread_id for chat in await due(database, held)] == [0, 7]


async def test_a_lost_lease_lets_another_take_the_chat_but_only_one_may_send(database):
    await a_reader(database, 1)
    await fan_out(database, await a_story(database))
    await claim(database, "stalled")
    assert (await claim(database, "other", now=NOW + TTL))[0] == [1]
    async with database.write() as session:
        (only,) = (await claims.list_due(session, [1], now=NOW + TTL))[0].deliveries
        assert await deliveries.mark_sending(session, "other", [only.id]) == {only.id}
        assert await deliveries.mark_sending(session, "stalled", [only.id]) == set()


async def test_beyond_the_floor_nothing_is_looked_at_again_and_what_is_given_back_is(database):
    for number in (1, 2):
        await a_reader(database, number)
    await fan_out(database, await a_story(database))
    first, floor = await claim(database, limit=1)
    second, floor = await claim(database, limit=1, floor=floor)
    assert sorted(first + second) == [1, 2]
    assert await claim(database, floor=floor) == ([], floor)
    later = NOW + timedelta(seconds=1)
    async with database.write() as session:
        await claims.release(session, "a", first, now=later)
    assert (await claim(database, floor=floor, now=later))[0] == first


async def test_a_dead_workers_chats_are_freed_and_what_it_was_sending_is_unknown(database):
    for number in (1, 2):
        await a_reader(database, number)
    await fan_out(database, await a_story(database))
    await claim(database, "dead")
    async with database.write() as session:
        await deliveries.mark_sending(session, "dead", [DeliveryId(1)])
        await leases.beat(session, "alive", now=NOW, ttl=TTL)
        alive = await leases.list_alive(session, now=NOW)
        assert await claims.rescue(session, alive, now=NOW) == (1, 2)
    assert await states(database) == ["pending", "unknown"]
    assert len((await claim(database, "alive"))[0]) == 1


async def test_the_true_result_of_one_that_was_given_up_as_unknown_is_still_taken(database):
    await a_reader(database, 1)
    await fan_out(database, await a_story(database))
    async with database.write() as session:
        await deliveries.mark_sending(session, "slow", [DeliveryId(1)])
        await claims.rescue(session, ["alive"], now=NOW)
        result = Result(id=DeliveryId(1), state=DeliveryState.SENT, message_id=77, due_at=NOW, sent_at=NOW)
        await deliveries.mark_results(session, "other", [result])
    assert await states(database) == ["unknown"]
    async with database.write() as session:
        await deliveries.mark_results(session, "slow", [result])
    assert await states(database) == ["sent"]


async def test_what_is_parked_is_not_due_before_its_time(database):
    await a_reader(database, 1)
    await fan_out(database, await a_story(database))
    until = NOW + timedelta(hours=12)
    async with database.write() as session:
        await deliveries.park(session, 1, until=until)
    assert (await claim(database, now=until - timedelta(seconds=1)))[0] == []
    assert (await claim(database, now=until))[0] == [1]


async def test_what_is_no_longer_owed_is_never_claimed(database):
    await a_reader(database, 1)
    story = await a_story(database)
    await fan_out(database, story)
    async with database.write() as session:
        assert await deliveries.drop_subject(session, story=story, reason="withdrawn") == 1
    assert (await claim(database))[0] == []
    assert await states(database) == ["dropped"]


async def test_counts_tell_how_much_waits_and_since_when(database):
    await a_reader(database, 1)
    story = await a_story(database)
    await fan_out(database, story)
    async with database.read() as session:
        assert await deliveries.count_pending(session, now=NOW) == (1, NOW)
        assert await deliveries.count_by_state(session, story=story) == {DeliveryState.PENDING: 1}
