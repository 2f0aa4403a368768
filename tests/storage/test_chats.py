from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.chat import ChatKind, ChatState, Mode, Place, Preferences
from bot.domain.interest import EVERYTHING
from storage import chats, subscriptions
from tests.builders import NOW, a_chat


async def test_a_chat_is_found_where_it_was_added(database):
    chat = await a_chat(database, 5, 3, kind=ChatKind.GROUP)
    async with database.read() as session:
        assert await chats.find_chat(session, Place(5, 3)) == chat
        assert await chats.find_chat(session, Place(5)) is None


async def test_adding_a_chat_again_keeps_its_number_and_what_its_reader_chose(database):
    chat = await a_chat(database)
    chosen = Preferences(language="az", quiet_from=time(22), quiet_until=time(7, 30), zone="Asia/Baku")
    async with database.write() as session:
        await chats.set_preferences(session, chat.id, chosen, now=NOW)
    again = await a_chat(database)
    assert (again.id, again.preferences) == (chat.id, chosen)


async def test_what_a_reader_chose_comes_back_as_it_was(database):
    chat = await a_chat(database)
    chosen = Preferences(
        mode=Mode.DIGEST, digest_hours=(7, 19), daily_cap=5, silent=True, breaking_in_quiet=True
    )
    async with database.write() as session:
        await chats.set_preferences(session, chat.id, chosen, now=NOW)
    async with database.read() as session:
        assert (await chats.get_chats(session, [chat.id]))[chat.id].preferences == chosen


async def test_a_blocked_bot_loses_all_threads_of_a_chat(database):
    for thread in (0, 1, 2):
        await a_chat(database, 5, thread, kind=ChatKind.GROUP)
    async with database.write() as session:
        await chats.lose(session, 5)
    async with database.read() as session:
        assert await chats.count_chats(session) == {ChatState.GONE: 3}


@pytest.mark.parametrize("state", [ChatState.ACTIVE, ChatState.PAUSED])
async def test_a_chat_that_is_lost_and_regained_is_as_it_was(database, state):
    await a_chat(database, 5)
    async with database.write() as session:
        await chats.set_state(session, 5, state)
        await chats.lose(session, 5)
        await chats.regain(session, 5)
        assert await chats.count_chats(session) == {state: 1}


async def test_a_group_that_became_a_supergroup_keeps_its_subscriptions(database):
    group = await a_chat(database, -5, kind=ChatKind.GROUP)
    async with database.write() as session:
        await subscriptions.add_subscription(session, group.id, EVERYTHING.key, now=NOW)
        await chats.move(session, -5, -1005)
    async with database.read() as session:
        moved = await chats.find_chat(session, Place(-1005))
        assert moved is not None
        assert await subscriptions.list_subscriptions(session, moved.id) == [EVERYTHING.key]


async def test_a_supergroup_that_wrote_before_its_move_was_known_gives_way_to_the_group(database):
    group = await a_chat(database, -5, kind=ChatKind.GROUP)
    await a_chat(database, -1005, kind=ChatKind.GROUP)
    async with database.write() as session:
        await chats.move(session, -5, -1005)
    async with database.read() as session:
        moved = await chats.find_chat(session, Place(-1005))
    assert moved is not None
    assert moved.id == group.id


async def test_forgetting_a_chat_leaves_nothing_of_it_and_all_of_the_others(database):
    reader, other = await a_chat(database, 1), await a_chat(database, 2)
    async with database.write() as session:
        for chat in (reader, other):
            await subscriptions.add_subscription(session, chat.id, EVERYTHING.key, now=NOW)
        assert await chats.forget(session, 1) == 1
        assert await chats.forget(session, 1) == 0
    async with database.read() as session:
        assert await chats.find_chat(session, Place(1)) is None
        assert await subscriptions.count_followers(session, [EVERYTHING.key]) == 1


async def test_digest_hours_turn_when_they_have_come(database):
    chat = await a_chat(database)
    async with database.write() as session:
        await chats.set_preferences(
            session, chat.id, Preferences(mode=Mode.DIGEST, digest_hours=(8,)), now=NOW
        )
        assert await chats.turn_digests(session, now=NOW, limit=10) == 0
        tomorrow = datetime(2026, 11, 24, 8, tzinfo=UTC)
        assert await chats.turn_digests(session, now=tomorrow, limit=10) == 1
        assert await chats.turn_digests(session, now=tomorrow + timedelta(hours=1), limit=10) == 0
