"""Messages of the bot: their text, their buttons, what they reply to, and their pace."""

import pytest

from tests.playground.conftest import button, inline

TEXT_BUTTON = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
LOCAL_LINK = "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"
TWO_ACTIONS = "an inline button does one thing, not url and callback_data"


async def test_a_message_is_returned_as_it_stands_and_stands_in_the_chat(send, phone, ana):
    sent = (await send("<b>Hello</b> /start", parse_mode="HTML", reply_markup=inline([button()]))).result
    assert sent["text"] == "Hello /start"
    assert [entity["type"] for entity in sent["entities"]] == ["bold", "bot_command"]
    assert sent["reply_markup"] == inline([button()])
    assert sent["from"]["is_bot"]
    assert phone.last(ana).text == "Hello /start"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("<p>x", 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    ],
)
async def test_a_text_that_cannot_be_sent(send, text, refusal):
    assert (await send(text, parse_mode="HTML")).error == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        (inline([button(callback_data="ə" * 33)]), "BUTTON_DATA_INVALID"),
        (inline([button(callback_data="")]), TEXT_BUTTON),
        (inline([button(" ")]), "inline keyboard button text must be non-empty"),
        (inline([button(url="http://localhost/")]), LOCAL_LINK),
        (inline([button(callback_data="x", url="example.org")]), TWO_ACTIONS),
        (inline([button()] * 9), "reply markup is too long"),
        (inline(*[[button()] * 8] * 13), "reply markup is too long"),
        (inline([button(callback_data="x", style="purple")]), "BUTTON_STYLE_INVALID"),
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
    ],
)
async def test_buttons_that_telegram_refuses(send, markup, refusal):
    assert (await send(reply_markup=markup)).error == f"Bad Request: {refusal}"


async def test_64_bytes_of_data_and_100_buttons_pass(send):
    assert (await send(reply_markup=inline([button(callback_data="ə" * 32)]))).status == 200
    assert (await send(reply_markup=inline(*[[button()] * 8] * 12, [button()] * 4))).status == 200


async def test_a_link_buttons_address_comes_back_as_telegram_writes_it(send):
    sent = (await send(reply_markup=inline([button(url="Example.org")]))).result
    assert sent["reply_markup"]["inline_keyboard"][0][0]["url"] == "http://example.org/"


async def test_a_reply_keyboard_stands_under_the_field_until_it_is_removed(send, phone, ana):
    await send(reply_markup={"keyboard": [[{"text": "Yes"}, {"text": "No"}]], "resize_keyboard": True})
    assert phone.chat_of(ana).reply_keyboard["keyboard"] == [[{"text": "Yes"}, {"text": "No"}]]
    await send(reply_markup={"remove_keyboard": True})
    assert phone.chat_of(ana).reply_keyboard is None


async def test_a_contact_can_be_asked_for_in_private_chats_only(call, phone, ana):
    group = phone.add_group("Readers", ana)
    markup = {"keyboard": [[{"text": "x", "request_contact": True}]]}
    answer = await call("sendMessage", chat_id=group.id, text="x", reply_markup=markup)
    assert answer.error == "Bad Request: phone number can be requested in private chats only"


async def test_a_reply_to_a_message_that_is_gone(send):
    first = (await send("first")).result
    reply = (await send("second", reply_parameters={"message_id": first["message_id"]})).result
    assert reply["reply_to_message"]["text"] == "first"
    lost = {"message_id": 999}
    assert (await send(reply_parameters=lost)).error == "Bad Request: message to be replied not found"
    kept = await send(reply_parameters=lost | {"allow_sending_without_reply": True})
    assert "reply_to_message" not in kept.result


async def test_the_pace_is_kept_by_refusing(paced, call, ana):
    assert (await call("sendMessage", chat_id=ana.id, text="one")).status == 200
    refused = await call("sendMessage", chat_id=ana.id, text="two")
    assert (refused.status, refused.body["parameters"]) == (429, {"retry_after": 1})
    assert refused.headers["Retry-After"] == "1"


async def test_edits_and_questions_do_not_count_against_the_pace(paced, send, call, ana, playground):
    sent = (await send("0")).result["message_id"]
    for number in range(1, 60):
        assert (
            await call("editMessageText", chat_id=ana.id, message_id=sent, text=str(number))
        ).status == 200
    assert playground.telegram.counters.worst_second == 1
