"""What the bot hears of, by long polling and by webhook."""

import asyncio

import pytest

from bot.playground.telegram.presses import ANSWERABLE_SECONDS


@pytest.fixture
def ana(phone):
    user = phone.add_user("Ana", language_code="az")
    phone.start(user, "c-GE")
    return user


async def updates(call, **given):
    return (await call("getUpdates", **given)).result


async def test_an_update_comes_until_it_is_confirmed_by_a_higher_offset(call, ana):
    first = (await updates(call))[0]
    assert first["message"]["text"] == "/start c-GE"
    assert first["message"]["from"]["language_code"] == "az"
    assert [update["update_id"] for update in await updates(call)] == [first["update_id"]]
    assert await updates(call, offset=first["update_id"] + 1) == []
    assert await updates(call) == []


async def test_a_poll_waits_for_what_comes(call, phone, ana):
    await updates(call, offset=-1)
    last = (await updates(call))[-1]["update_id"]
    waiting = asyncio.create_task(updates(call, offset=last + 1, timeout=30))
    await phone.telegram.state.updates.until_polled()
    phone.say(ana, "hello")
    assert [update["message"]["text"] for update in await waiting] == ["hello"]


async def test_a_second_poller_ends_the_first_with_a_conflict(call, phone, ana):
    last = (await updates(call))[-1]["update_id"]
    first = asyncio.create_task(call("getUpdates", offset=last + 1, timeout=30))
    await phone.telegram.state.updates.until_polled()
    second = asyncio.create_task(call("getUpdates", offset=last + 1, timeout=30))
    answer = await first
    assert (answer.status, answer.error) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    phone.say(ana, "hello")
    assert len((await second).result) == 1


async def test_updates_are_kept_for_a_day(call, phone, ana, clock):
    clock.turn(24 * 3600 + 1)
    assert await updates(call) == []


async def test_limit_and_negative_offset(call, phone, ana):
    for text in "abc":
        phone.say(ana, text)
    assert len(await updates(call, limit=2)) == 2
    assert [update["message"]["text"] for update in await updates(call, offset=-1)] == ["c"]


async def test_only_the_kinds_that_were_asked_for_come(call, phone, ana):
    await updates(call, allowed_updates=["my_chat_member"], offset=-1)
    phone.say(ana, "unheard")
    phone.block(ana)
    assert [list(update)[1] for update in (await updates(call))[1:]] == ["my_chat_member"]


async def test_blocking_and_coming_back_are_told(call, phone, ana):
    phone.block(ana)
    phone.block(ana)
    phone.start(ana)
    heard = await updates(call)
    changes = [update["my_chat_member"] for update in heard if "my_chat_member" in update]
    assert [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes
    ] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]
    assert heard[-1]["message"]["text"] == "/start"


async def test_a_press_brings_the_message_and_is_answered_once_and_in_time(call, phone, ana, clock):
    markup = {"inline_keyboard": [[{"text": "Follow", "callback_data": "f:GE"}]]}
    sent = (await call("sendMessage", chat_id=ana.id, text="Georgia?", reply_markup=markup)).result
    press = phone.press(ana, phone.last(ana), "Follow")
    query = (await updates(call))[-1]["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("f:GE", sent["message_id"])
    assert (await call("answerCallbackQuery", callback_query_id=query["id"], text="Following")).result is True
    assert (await phone.answer_to(press)).text == "Following"
    old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert (await call("answerCallbackQuery", callback_query_id=query["id"])).error == old
    late = phone.press(ana, phone.last(ana), "f:GE")
    clock.turn(ANSWERABLE_SECONDS + 1)
    assert (await call("answerCallbackQuery", callback_query_id=late.id)).error == old


async def test_a_press_under_a_message_that_is_gone_brings_what_is_left(call, phone, ana):
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "x"}]]}
    sent = (await call("sendMessage", chat_id=ana.id, text="x", reply_markup=markup)).result
    shown = phone.last(ana)
    await call("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])
    phone.press(ana, shown, "Go")
    query = (await updates(call))[-1]["callback_query"]
    assert query["message"] == {"chat": query["message"]["chat"], "message_id": sent["message_id"], "date": 0}


async def test_in_a_group_the_bot_hears_commands_replies_and_its_name(call, phone, ana, playground):
    group = phone.add_supergroup("Readers", ana)
    mine = (await call("sendMessage", chat_id=group.id, text="x")).result["message_id"]
    await updates(call, offset=-1)
    for text in ("just talk", "/latest", "/latest@other_bot", "/latest@local_news_bot", "hi @local_news_bot"):
        phone.say(ana, text, chat=group)
    phone.say(ana, "a reply", chat=group, reply_to=mine)
    heard = [update["message"]["text"] for update in (await updates(call))[1:]]
    assert heard == ["/latest", "/latest@local_news_bot", "hi @local_news_bot", "a reply"]
    phone.add_bot(group, by=ana, status="administrator")
    phone.say(ana, "now everything", chat=group)
    assert (await updates(call))[-1]["message"]["text"] == "now everything"


async def test_a_channels_post_and_its_edit(call, phone, ana):
    channel = phone.add_channel("News", ana)
    post = phone.say(ana, "posted", chat=channel)
    phone.edit(post, "corrected")
    heard = await updates(call)
    assert heard[-2]["channel_post"]["text"] == "posted"
    assert heard[-1]["edited_channel_post"]["text"] == "corrected"


async def test_coming_into_a_group_and_being_thrown_out(call, phone, ana):
    group = phone.add_group("Readers", ana)
    phone.kick_bot(group, by=ana)
    heard = await updates(call)
    changes = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in heard
        if "my_chat_member" in update
    ]
    assert changes == ["member", "kicked"]
    assert any("new_chat_members" in update.get("message", {}) for update in heard)


async def test_a_move_to_a_supergroup_is_told_on_both_sides(call, phone, ana):
    group = phone.add_group("Readers", ana)
    supergroup = phone.migrate(group, by=ana)
    messages = [update["message"] for update in await updates(call) if "message" in update]
    assert [message["migrate_to_chat_id"] for message in messages if "migrate_to_chat_id" in message] == [
        supergroup.id
    ]
    assert [message["migrate_from_chat_id"] for message in messages if "migrate_from_chat_id" in message] == [
        group.id
    ]
