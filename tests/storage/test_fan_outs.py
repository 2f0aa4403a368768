import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.brief import CountryCode
from bot.domain.broadcast import Change, Content
from bot.domain.chat import ChatState, Mode, Preferences, UserId
from bot.domain.delivery import Action, DeliveryState, Lane
from bot.domain.interest import EVERYTHING, Interest
from bot.domain.topics import topic_id
from storage import broadcasts, chats, fan_outs, subscriptions
from storage.schema import DeliveryRow
from tests.builders import NOW, a_chat, a_reader, a_story, fan_out, fill_all

ENERGY = topic_id("20000256")
ECONOMY = topic_id("04000000")
GEORGIA = CountryCode("GE")


async def owed(database):
    """Telegram chat → matched key, for every delivery there is."""
    async with database.read() as session:
        rows = (await session.execute(select(DeliveryRow).order_by(DeliveryRow.id))).scalars().all()
        numbers = {row.chat_id for row in rows}
        places = {
            id_: chat.place.telegram_id for id_, chat in (await chats.get_chats(session, numbers)).items()
        }
    assert len({(row.chat_id, row.story_id, row.broadcast_id, row.action) for row in rows}) == len(rows)
    return {places[row.chat_id]: row for row in rows}


async def test_a_story_is_owed_to_those_who_follow_it_and_to_nobody_else(database):
    await a_reader(database, 1, Interest(country=GEORGIA))
    await a_reader(database, 2, Interest(topic=ECONOMY))
    await a_reader(database, 3, Interest(topic=ENERGY, country=GEORGIA))
    await a_reader(database, 4, EVERYTHING)
    await a_reader(database, 5, Interest(country=CountryCode("AM")))
    await a_reader(database, 6, Interest(topic=ENERGY, country=CountryCode("AM")))
    await fan_out(database, await a_story(database, topics=["20000256"], countries=["GE"]))
    assert sorted(await owed(database)) == [1, 2, 3, 4]


async def test_a_reader_of_several_matching_keys_is_owed_one_brief_that_names_the_most_specific(database):
    interests = [
        EVERYTHING,
        Interest(country=GEORGIA),
        Interest(topic=ENERGY),
        Interest(topic=ENERGY, country=GEORGIA),
    ]
    await a_reader(database, 1, *interests)
    await fan_out(database, await a_story(database, topics=["20000256"], countries=["GE"]))
    assert (await owed(database))[1].matched == "20000256/GE"


@pytest.mark.parametrize("muted", [Interest(country=GEORGIA), Interest(topic=ECONOMY), EVERYTHING])
async def test_what_a_reader_muted_is_not_owed(database, muted):
    chat = await a_reader(database, 1, EVERYTHING)
    async with database.write() as session:
        await subscriptions.add_mute(session, chat.id, muted.key, until=NOW + timedelta(hours=1))
    await fan_out(database, await a_story(database, topics=["20000256"], countries=["GE"]))
    assert await owed(database) == {}


async def test_a_mute_that_is_over_mutes_nothing(database):
    chat = await a_reader(database, 1, EVERYTHING)
    async with database.write() as session:
        await subscriptions.add_mute(session, chat.id, EVERYTHING.key, until=NOW - timedelta(seconds=1))
    await fan_out(database, await a_story(database))
    assert sorted(await owed(database)) == [1]


async def test_chats_that_are_paused_or_gone_or_want_breaking_news_only_are_owed_no_brief(database):
    await a_reader(database, 1, preferences=Preferences(mode=Mode.BREAKING))
    for number, state in ((2, ChatState.PAUSED), (3, ChatState.GONE)):
        await a_reader(database, number)
        async with database.write() as session:
            await chats.set_state(session, number, state)
    await fan_out(database, await a_story(database))
    assert await owed(database) == {}


async def test_nothing_older_than_the_moment_of_following_is_owed(database):
    chat = await a_chat(database)
    story = await a_story(database)
    async with database.write() as session:
        await fan_outs.add_fan_out(session, story=story, lane=Lane.BRIEF, now=NOW)
        later = NOW + timedelta(seconds=1)
        await subscriptions.add_subscription(session, chat.id, EVERYTHING.key, now=later)
    await fill_all(database, now=NOW + timedelta(seconds=2))
    assert await owed(database) == {}


async def test_a_reader_of_digests_is_owed_it_at_his_digest_hour(database):
    await a_reader(database, 1, preferences=Preferences(mode=Mode.DIGEST, digest_hours=(18,)))
    await fan_out(database, await a_story(database))
    row = (await owed(database))[1]
    assert (row.lane, row.due_at.hour) == (Lane.DIGEST, 18)


@pytest.mark.parametrize("width", [1, 3, 1000])
async def test_chunks_of_any_width_and_repeated_ones_owe_each_chat_once(database, width):
    for number in range(1, 8):
        await a_reader(database, number)
    story = await a_story(database)
    await fan_out(database, story, width=width)
    await fan_out(database, story, width=2)
    assert sorted(await owed(database)) == list(range(1, 8))


async def a_broadcast(database, audience=None):
    async with database.write() as session:
        draft = await broadcasts.add_draft(session, UserId(9), Content(html="Quake"), now=NOW)
        await broadcasts.set_audience(session, draft.id, audience)
        running = await broadcasts.change_state(session, draft.id, Change.SEND, now=NOW)
        assert running is not None
        await fan_outs.add_fan_out(session, broadcast=draft.id, lane=Lane.BREAKING, now=NOW)
    await fill_all(database)
    return draft.id


async def test_a_broadcast_to_everyone_is_owed_to_every_active_chat(database):
    await a_reader(database, 1, preferences=Preferences(mode=Mode.BREAKING))
    await a_chat(database, 2)
    await a_chat(database, 3)
    async with database.write() as session:
        await chats.set_state(session, 3, ChatState.GONE)
    await a_broadcast(database)
    assert sorted(await owed(database)) == [1, 2]


async def test_a_broadcast_to_a_segment_is_owed_to_those_who_would_be_told_such_a_story(database):
    await a_reader(database, 1, Interest(topic=ENERGY))
    await a_reader(database, 2, Interest(topic=ECONOMY))
    await a_reader(database, 3, EVERYTHING)
    await a_reader(database, 4, Interest(country=GEORGIA))
    await a_broadcast(database, Interest(topic=ENERGY).key)
    assert sorted(await owed(database)) == [1, 2, 3]


async def test_a_chat_that_joins_later_is_not_added_to_a_running_broadcast(database):
    number = await a_broadcast(database)
    await a_chat(database, 1)
    async with database.write() as session:
        await fan_outs.add_fan_out(
            session, broadcast=number, lane=Lane.BREAKING, now=NOW - timedelta(seconds=1)
        )
    await fill_all(database)
    assert await owed(database) == {}


async def test_a_recall_deletes_what_is_young_enough_and_edits_the_rest(database):
    for number in (1, 2, 3, 4):
        await a_chat(database, number)
    broadcast = await a_broadcast(database)
    sent = await owed(database)
    ages = {1: timedelta(hours=1), 2: timedelta(hours=49), 3: None, 4: timedelta(hours=1)}
    async with database.write() as session:
        for chat, age in ages.items():
            row = await session.get_one(DeliveryRow, sent[chat].id)
            row.message_id = 100 + chat
            row.state = DeliveryState.UNKNOWN if age is None else DeliveryState.SENT
            row.sent_at = None if age is None else NOW - age
        await fan_outs.add_fan_out(
            session, broadcast=broadcast, action=Action.DELETE, lane=Lane.BREAKING, revision=1, now=NOW
        )
    await fill_all(database)
    async with database.read() as session:
        changes = (
            await session.execute(
                select(DeliveryRow.action, DeliveryRow.message_id)
                .where(DeliveryRow.action != Action.SEND)
                .order_by(DeliveryRow.message_id)
            )
        ).all()
    assert [tuple(change) for change in changes] == [("delete", 101), ("edit", 102), ("delete", 104)]


async def test_what_is_stopped_is_owed_to_nobody_further(database):
    for number in range(1, 5):
        await a_chat(database, number)
    async with database.write() as session:
        draft = await broadcasts.add_draft(session, UserId(9), Content(html="Quake"), now=NOW)
        started = await fan_outs.add_fan_out(session, broadcast=draft.id, lane=Lane.BREAKING, now=NOW)
        await fan_outs.fill(session, started, width=2, now=NOW)
        await fan_outs.stop_fan_outs(session, broadcast=draft.id, now=NOW)
    await fill_all(database)
    assert sorted(await owed(database)) == [1, 2]


async def test_of_many_readers_exactly_those_are_owed_it_whom_the_rules_name(database):
    chance = random.Random(5)
    interests = [
        EVERYTHING,
        Interest(topic=ECONOMY),
        Interest(country=GEORGIA),
        Interest(topic=ENERGY, country=GEORGIA),
        Interest(topic=ENERGY, country=CountryCode("AM")),
    ]
    story = await a_story(database, topics=["20000256"], countries=["GE"])
    answers = {interest.key for interest in interests[:4]}
    expected = {}
    for number in range(1, 60):
        mode = chance.choice([Mode.INSTANT, Mode.INSTANT, Mode.DIGEST, Mode.BREAKING])
        state = chance.choice([ChatState.ACTIVE, ChatState.ACTIVE, ChatState.ACTIVE, ChatState.PAUSED])
        followed = {interest.key: chance.choice([-1, 0, 1]) for interest in chance.sample(interests, 3)}
        muted = {interest.key: chance.choice([-1, 1]) for interest in chance.sample(interests, 1)}
        chat = await a_chat(database, number)
        async with database.write() as session:
            for key, seconds in followed.items():
                at = NOW + timedelta(seconds=seconds)
                await subscriptions.add_subscription(session, chat.id, key, now=at)
            for key, minutes in muted.items() if chance.random() < 0.4 else ():
                until = NOW + timedelta(minutes=minutes)
                await subscriptions.add_mute(session, chat.id, key, until=until)
                if minutes > 0 and key in answers:
                    state = ChatState.PAUSED  # the same for what is owed: nothing
            await chats.set_preferences(session, chat.id, Preferences(mode=mode), now=NOW)
            await chats.set_state(session, number, state)
        heard = [key for key, seconds in followed.items() if key in answers and seconds <= 0]
        if heard and state is ChatState.ACTIVE and mode is not Mode.BREAKING:
            expected[number] = (max(heard), Lane.DIGEST if mode is Mode.DIGEST else Lane.BRIEF)
    await fan_out(database, story, width=7)
    assert {chat: (row.matched, row.lane) for chat, row in (await owed(database)).items()} == expected
