"""Whom the bot may write to, and Telegram's words about the rest."""

import pytest


@pytest.fixture
def refusal(call):
    async def refused(chat_id, **more):
        answer = await call("sendMessage", chat_id=chat_id, text="x", **more)
        return answer.status, answer.error

    return refused


async def test_a_person_who_never_pressed_start(phone, refusal):
    stranger = phone.add_user("Bela")
    assert await refusal(stranger.id) == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_a_person_who_blocked_the_bot_until_he_comes_back(phone, ana, refusal, call):
    phone.block(ana)
    assert await refusal(ana.id) == (403, "Forbidden: bot was blocked by the user")
    phone.start(ana)
    assert (await call("sendMessage", chat_id=ana.id, text="x")).status == 200


async def test_a_deleted_account(phone, ana, refusal):
    phone.deactivate(ana)
    assert await refusal(ana.id) == (403, "Forbidden: user is deactivated")


async def test_an_id_that_nobody_has(refusal):
    assert await refusal(12345) == (400, "Bad Request: chat not found")
    assert await refusal("@nobody") == (400, "Bad Request: chat not found")


async def test_the_bot_does_not_write_to_itself(playground, refusal):
    bot = playground.telegram.world.add_user("Other", is_bot=True)
    assert await refusal(bot.id) == (403, "Forbidden: bots can't send messages to bots")


@pytest.mark.parametrize(
    ("add", "kind"), [("add_group", "group"), ("add_supergroup", "supergroup"), ("add_channel", "channel")]
)
async def test_a_chat_that_threw_the_bot_out_or_never_had_it(phone, ana, refusal, add, kind):
    chat = getattr(phone, add)("Newsroom", ana)
    phone.kick_bot(chat, by=ana)
    assert await refusal(chat.id) == (403, f"Forbidden: bot was kicked from the {kind} chat")
    without = getattr(phone, add)("Another", ana, bot=None)
    assert await refusal(without.id) == (403, f"Forbidden: bot is not a member of the {kind} chat")


async def test_a_channel_in_which_the_bot_is_a_mere_reader(phone, ana, refusal):
    channel = phone.add_channel("News", ana, bot="member")
    assert await refusal(channel.id) == (400, "Bad Request: need administrator rights in the channel chat")


async def test_a_group_in_which_the_bot_may_not_speak(phone, ana, refusal):
    group = phone.add_supergroup("Readers", ana, bot="restricted")
    assert await refusal(group.id) == (
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    )


async def test_a_group_that_was_deleted(phone, ana, refusal):
    group = phone.add_group("Readers", ana)
    phone.delete_group(group)
    assert await refusal(group.id) == (403, "Forbidden: the group chat was deleted")


async def test_a_group_that_became_a_supergroup_says_where_it_is_now(phone, ana, call):
    group = phone.add_group("Readers", ana)
    supergroup = phone.migrate(group, by=ana)
    answer = await call("sendMessage", chat_id=group.id, text="x")
    assert answer.error == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer.body["parameters"] == {"migrate_to_chat_id": supergroup.id}
    assert (await call("sendMessage", chat_id=supergroup.id, text="x")).status == 200


async def test_a_public_chat_is_found_by_its_name(phone, ana, call):
    channel = phone.add_channel("News", ana, username="the_news")
    assert (await call("sendMessage", chat_id="@The_News", text="x")).result["chat"]["id"] == channel.id


async def test_topics_open_closed_deleted_and_the_general_one(phone, ana, call, refusal, clock):
    forum = phone.add_supergroup("Readers", ana, forum=True)
    topic = phone.add_topic(forum, "Energy", by=ana)
    sent = (await call("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic.id)).result
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic.id, True)
    assert (
        "message_thread_id"
        not in (await call("sendMessage", chat_id=forum.id, text="x", message_thread_id=1)).result
    )
    assert await refusal(forum.id, message_thread_id=999) == (400, "Bad Request: message thread not found")
    phone.close_topic(forum, topic, by=ana)
    assert await refusal(forum.id, message_thread_id=topic.id) == (400, "Bad Request: TOPIC_CLOSED")
    phone.delete_topic(forum, topic)
    assert await refusal(forum.id, message_thread_id=topic.id) == (
        400,
        "Bad Request: message thread not found",
    )


async def test_an_administrator_writes_into_a_closed_topic(phone, ana, call):
    forum = phone.add_supergroup("Readers", ana, forum=True, bot="administrator")
    topic = phone.add_topic(forum, "Energy", by=ana)
    phone.close_topic(forum, topic, by=ana)
    assert (await call("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic.id)).status == 200


async def test_a_wrong_token_and_an_unknown_method(call):
    wrong = await call("getMe", token="1:wrong")
    assert (wrong.status, wrong.error) == (401, "Unauthorized")
    unknown = await call("sendTelepathy")
    assert (unknown.status, unknown.error) == (404, "Not Found: method not found")


async def test_the_members_of_a_chat(phone, ana, call, playground):
    bela = phone.add_user("Bela")
    group = phone.add_supergroup("Readers", ana, bela, bot="administrator")
    phone.leave(group, bela)
    status = (await call("getChatMember", chat_id=group.id, user_id=bela.id)).result["status"]
    administrators = (await call("getChatAdministrators", chat_id=group.id)).result
    assert status == "left"
    assert [member["status"] for member in administrators] == ["creator", "administrator"]
    assert (await call("getChatMemberCount", chat_id=group.id)).result == 2
    assert (await call("getChat", chat_id=group.id)).result["title"] == "Readers"
    assert (await call("getChatMember", chat_id=group.id, user_id=1)).error == "Bad Request: user not found"
    assert (await call("leaveChat", chat_id=group.id)).result is True
    assert (
        await call("getChat", chat_id=group.id)
    ).error == "Forbidden: bot is not a member of the supergroup chat"
