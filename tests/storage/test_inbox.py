from datetime import timedelta

from storage import inbox
from storage.inbox import Received
from tests.builders import NOW

TTL = timedelta(seconds=30)


def update(number, lane=1, press=None):
    return Received(update_id=number, lane=lane, press=press, payload={"update_id": number})


async def add(database, *updates, now=NOW):
    async with database.write() as session:
        return await inbox.add_updates(session, updates, now=now)


async def claim(database, worker="a", now=NOW, limit=10):
    async with database.write() as session:
        return await inbox.claim_updates(session, worker, limit=limit, now=now, ttl=TTL)


async def remove(database, waiting):
    async with database.write() as session:
        await inbox.remove_update(session, waiting.id)


def numbers(waiting):
    return [one.payload["update_id"] for one in waiting]


async def test_updates_of_one_chat_are_handled_one_after_the_other(database):
    await add(database, update(1), update(2), update(3, lane=2))
    first = await claim(database)
    assert numbers(first) == [1, 3]
    assert await claim(database) == []
    await remove(database, first[0])
    assert numbers(await claim(database)) == [2]


async def test_two_workers_never_hold_the_same_update(database):
    await add(database, *(update(number, lane=number) for number in range(10)))
    mine, others = await claim(database, "a", limit=6), await claim(database, "b", limit=6)
    assert (len(mine), len(others)) == (6, 4)
    assert not set(numbers(mine)) & set(numbers(others))


async def test_an_update_that_was_in_hand_when_its_worker_died_comes_back(database):
    await add(database, update(1))
    await claim(database, "dead")
    async with database.write() as session:
        assert await inbox.return_updates(session, ["alive"]) == 1
    (again,) = await claim(database, "alive")
    assert again.attempts == 1


async def test_an_update_whose_lease_ran_out_comes_back(database):
    await add(database, update(1))
    await claim(database, "stalled")
    assert numbers(await claim(database, "other", now=NOW + TTL)) == [1]


async def test_an_update_that_was_handled_is_not_taken_again_when_telegram_repeats_it(database):
    await add(database, update(1))
    await remove(database, (await claim(database))[0])
    assert await add(database, update(1)) == 0
    assert await claim(database) == []


async def test_a_press_that_comes_again_under_a_new_number_is_only_to_be_answered(database):
    await add(database, update(1, press="5:10:follow"), update(2, press="5:10:follow", lane=2))
    assert [one.repeated for one in await claim(database)] == [False, True]


async def test_the_same_button_may_be_pressed_again_later(database):
    await add(database, update(1, press="5:10:follow"))
    later = NOW + timedelta(minutes=10)
    async with database.write() as session:
        await inbox.forget_seen(session, now=later)
    await add(database, update(2, press="5:10:follow", lane=2), now=later)
    assert [one.repeated for one in await claim(database)] == [False, False]


async def test_nothing_of_an_update_is_left_once_it_is_handled(database):
    await add(database, update(1))
    await remove(database, (await claim(database))[0])
    async with database.read() as session:
        assert await inbox.count_waiting(session) == 0
