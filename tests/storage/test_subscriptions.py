from datetime import timedelta

from bot.domain.brief import CountryCode
from bot.domain.interest import EVERYTHING, Interest, keyword_key
from storage import subscriptions
from tests.builders import NOW, a_chat

GEORGIA = Interest(country=CountryCode("GE")).key


async def test_following_twice_is_following_once(database):
    chat = await a_chat(database)
    async with database.write() as session:
        assert await subscriptions.add_subscription(session, chat.id, GEORGIA, now=NOW)
        assert not await subscriptions.add_subscription(session, chat.id, GEORGIA, now=NOW)
        assert await subscriptions.list_subscriptions(session, chat.id) == [GEORGIA]


async def test_what_is_no_longer_followed_is_gone(database):
    chat = await a_chat(database)
    async with database.write() as session:
        await subscriptions.add_subscription(session, chat.id, GEORGIA, now=NOW)
        assert await subscriptions.remove_subscription(session, chat.id, GEORGIA)
        assert not await subscriptions.remove_subscription(session, chat.id, GEORGIA)


async def test_a_follower_of_two_matching_keys_counts_once(database):
    chat = await a_chat(database)
    async with database.write() as session:
        for key in (GEORGIA, EVERYTHING.key):
            await subscriptions.add_subscription(session, chat.id, key, now=NOW)
        assert await subscriptions.count_followers(session, [GEORGIA, EVERYTHING.key]) == 1
        assert await subscriptions.remove_all(session, chat.id) == 2


async def test_a_keyword_is_remembered_as_it_was_spelled(database):
    chat = await a_chat(database)
    async with database.write() as session:
        await subscriptions.add_subscription(
            session, chat.id, keyword_key("Bakı limanı"), typed="Bakı limanı", now=NOW
        )
        await subscriptions.add_subscription(session, chat.id, GEORGIA, now=NOW)
        assert await subscriptions.list_spellings(session, chat.id) == {'"baki limani"': "Bakı limanı"}


async def test_keywords_are_listed_each_once_and_without_other_keys(database):
    for number in (1, 2):
        chat = await a_chat(database, number)
        async with database.write() as session:
            for key in (keyword_key("Baku port"), keyword_key("ədalət"), GEORGIA):
                await subscriptions.add_subscription(session, chat.id, key, now=NOW)
    async with database.read() as session:
        assert await subscriptions.list_keywords(session) == {'"baku port"', '"ədalət"'}


async def test_a_mute_ends_with_its_time_and_with_following_again(database):
    chat = await a_chat(database)
    async with database.write() as session:
        await subscriptions.add_mute(session, chat.id, GEORGIA, until=NOW + timedelta(hours=24))
        assert await subscriptions.list_mutes(session, chat.id, now=NOW) != []
        assert await subscriptions.list_mutes(session, chat.id, now=NOW + timedelta(hours=25)) == []
        await subscriptions.add_mute(session, chat.id, GEORGIA, until=None)
        await subscriptions.add_subscription(session, chat.id, GEORGIA, now=NOW)
        assert await subscriptions.list_mutes(session, chat.id, now=NOW) == []
