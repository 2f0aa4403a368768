"""The phone side: what tests and the tour are written with."""

import pytest

from bot.playground.remote import Remote
from bot.playground.telegram.errors import ApiError


@pytest.fixture
def ana(phone):
    user = phone.add_user("Ana", last_name="Beridze", language_code="ka")
    phone.start(user)
    return user


async def test_waiting_finds_what_came_since_a_person_last_did_something(call, phone, ana):
    await call("sendMessage", chat_id=ana.id, text="old news")
    phone.say(ana, "/latest")
    await call("sendMessage", chat_id=ana.id, text="new news")
    assert (await phone.wait_for(ana, "news")).text == "new news"
    assert (await phone.wait_for(ana, lambda message: message.text.startswith("new"))).text == "new news"


async def test_waiting_in_vain_ends_with_the_conversation(phone, ana):
    with pytest.raises(AssertionError, match="in vain for 'news' in\nAna Beridze: /start"):
        await phone.wait_for(ana, "news", within=0.01)


async def test_an_edit_is_found_as_well(call, phone, ana):
    sent = (await call("sendMessage", chat_id=ana.id, text="sending 1 of 2")).result["message_id"]
    phone.say(ana, "and?")
    await call("editMessageText", chat_id=ana.id, message_id=sent, text="sent 2 of 2")
    assert (await phone.wait_for(ana, "sent 2")).id == sent


async def test_waiting_until_something_is_so(call, phone, ana):
    sent = (await call("sendMessage", chat_id=ana.id, text="x")).result["message_id"]
    await call("deleteMessage", chat_id=ana.id, message_id=sent)
    await phone.wait_until(lambda: phone.last(ana).text == "/start")


async def test_a_button_is_found_by_label_data_or_the_beginning_of_its_label(call, phone, ana):
    markup = {
        "inline_keyboard": [
            [{"text": "Cancel", "callback_data": "c"}, {"text": "Send to 1,903", "callback_data": "s:1"}],
            [{"text": "Read", "url": "http://127.0.0.1/x"}],
        ]
    }
    await call("sendMessage", chat_id=ana.id, text="x", reply_markup=markup)
    preview = phone.last(ana)
    assert phone.labels(preview) == ["Cancel", "Send to 1,903", "Read"]
    assert [phone.press(ana, preview, name).data for name in ("Send", "s:1", "Cancel")] == ["s:1", "s:1", "c"]
    assert phone.url_of(preview, "Read") == "http://127.0.0.1/x"
    with pytest.raises(ApiError, match="has no callback data"):
        phone.press(ana, preview, "Read")
    with pytest.raises(ApiError, match="no button 'Undo' among"):
        phone.press(ana, preview, "Undo")


async def test_the_transcript_reads_like_the_conversation(call, phone, ana):
    markup = {
        "inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]
    }
    await call("sendMessage", chat_id=ana.id, text="One\nTwo", reply_markup=markup, disable_notification=True)
    assert phone.transcript(ana) == "Ana Beridze: /start\nNewsbot (silent): One\n    Two\n    [Yes] [No]"


async def test_another_process_does_the_same_by_commands(playground, session, call):
    remote = Remote(session, playground.base_url)
    ana = await remote.run("add_user", first_name="Ana")
    assert (await remote.run("start", user_id=ana, payload="c-GE"))["text"] == "/start c-GE"
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "x"}]]}
    await call("sendMessage", chat_id=ana, text="Hello", reply_markup=markup)
    found = await remote.run("wait_for", chat_id=ana, text="Hello")
    await remote.run("say", user_id=ana, text="thanks")
    assert found["reply_markup"] == markup
    assert "Ana: thanks" in await remote.run("transcript", chat_id=ana)
    await remote.run("block", user_id=ana)
    assert (await call("sendMessage", chat_id=ana, text="x")).status == 403
    await remote.run("unblock", user_id=ana)
    assert [message["message_id"] for message in await remote.run("messages", chat_id=ana)] == [1, 2, 3]
    await remote.run("limits", enforced=True, per_second=1)
    assert (await remote.run("counters"))["messages"] == 1
    await remote.run("reset", log=True)
    await call("sendMessage", chat_id=ana, text="again")
    assert len(await remote.run("log")) == 1
    with pytest.raises(AssertionError, match="KeyError"):
        await remote.run("say", user_id=1, text="x")
    with pytest.raises(AssertionError, match="the playground knows"):
        await remote.run("dance")
