"""Messages: sent, edited, deleted, copied, pinned; with pictures, buttons and replies."""

import pytest
from aiohttp import FormData

from bot.playground.pictures import landscape
from tests.playground.conftest import Answered

TEXT_BUTTON = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
LOCAL_LINK = "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"
TWO_ACTIONS = "an inline button does one thing, not url and callback_data"
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@pytest.fixture
def ana(phone):
    user = phone.add_user("Ana")
    phone.start(user)
    return user


@pytest.fixture
def send(call, ana):
    """A message to Ana."""

    async def sent(text="x", **more):
        return await call("sendMessage", chat_id=ana.id, text=text, **more)

    return sent


@pytest.fixture
def refusal(call):
    """What stands against a call, without the "Bad Request: " before it."""

    async def refused(method, **given):
        answer = await call(method, **given)
        assert answer.status == 400
        return answer.error.removeprefix("Bad Request: ")

    return refused


def inline(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


def button(text="Go", **more):
    return {"text": text, **(more or {"callback_data": "go"})}


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
        (
            inline([button(callback_data="")]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (inline([button(" ")]), "inline keyboard button text must be non-empty"),
        (
            inline([button(url="http://localhost/")]),
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        (
            inline([button(callback_data="x", url="example.org")]),
            "an inline button does one thing, not url and callback_data",
        ),
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


# --- edits ---


async def test_an_edit_changes_the_text_and_takes_the_buttons_away(send, call, ana, phone):
    sent = (await send("one", reply_markup=inline([button()]))).result
    edited = (
        await call(
            "editMessageText",
            chat_id=ana.id,
            message_id=sent["message_id"],
            text="<i>two</i>",
            parse_mode="HTML",
        )
    ).result
    assert (edited["text"], "reply_markup" in edited, "edit_date" in edited) == ("two", False, True)
    assert phone.last(ana).text == "two"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"text": "one"}, UNCHANGED),
        ({"text": ""}, "message text is empty"),
        ({"text": "x" * 4097}, "MESSAGE_TOO_LONG"),
        ({"text": "two", "message_id": 999}, "message to edit not found"),
    ],
)
async def test_edits_that_are_refused(send, call, ana, more, refusal):
    sent = (await send("one")).result
    given = {"chat_id": ana.id, "message_id": sent["message_id"]} | more
    answer = await call("editMessageText", **given)
    assert answer.error == f"Bad Request: {refusal}"


async def test_another_button_is_a_modification_and_the_same_one_is_not(send, call, ana):
    sent = (await send("one", reply_markup=inline([button()]))).result
    given = {"chat_id": ana.id, "message_id": sent["message_id"]}
    same = await call("editMessageText", **given, text="one", reply_markup=inline([button()]))
    other = await call("editMessageText", **given, text="one", reply_markup=inline([button("Stop")]))
    gone = await call("editMessageReplyMarkup", **given)
    assert same.error.startswith("Bad Request: message is not modified")
    assert other.status == gone.status == 200
    assert (await call("editMessageReplyMarkup", **given)).error.startswith(
        "Bad Request: message is not modified"
    )


async def test_a_persons_message_cannot_be_edited(call, phone, ana):
    said = phone.say(ana, "hello")
    answer = await call("editMessageText", chat_id=ana.id, message_id=said.id, text="x")
    assert answer.error == "Bad Request: message can't be edited"


async def test_text_and_caption_are_not_confused(send, call, ana, photo):
    text = (await send("one")).result["message_id"]
    picture = (await photo(caption="two")).result["message_id"]
    given = {"chat_id": ana.id}
    assert (
        await call("editMessageCaption", **given, message_id=text, caption="x")
    ).error == "Bad Request: there is no caption in the message to edit"
    assert (
        await call("editMessageText", **given, message_id=picture, text="x")
    ).error == "Bad Request: there is no text in the message to edit"
    assert (await call("editMessageCaption", **given, message_id=picture, caption="three")).result[
        "caption"
    ] == "three"


# --- deletions ---


async def test_a_message_can_be_deleted_for_48_hours_and_no_longer(send, call, ana, clock, phone):
    early, late = [(await send(text)).result["message_id"] for text in ("early", "late")]
    clock.turn(48 * 3600 - 10)
    assert (await call("deleteMessage", chat_id=ana.id, message_id=early)).result is True
    clock.turn(10)
    answer = await call("deleteMessage", chat_id=ana.id, message_id=late)
    assert answer.error == "Bad Request: message can't be deleted for everyone"
    assert phone.last(ana).text == "late"


async def test_a_message_that_is_gone_cannot_be_deleted_again(send, call, ana):
    sent = (await send()).result["message_id"]
    assert (await call("deleteMessage", chat_id=ana.id, message_id=sent)).result is True
    answer = await call("deleteMessage", chat_id=ana.id, message_id=sent)
    assert answer.error == "Bad Request: message to delete not found"


async def test_several_are_deleted_at_once_and_the_missing_skipped(send, call, ana, phone):
    ids = [(await send()).result["message_id"] for _ in range(3)]
    assert (await call("deleteMessages", chat_id=ana.id, message_ids=[*ids, 999])).result is True
    assert [message.id for message in phone.messages(ana) if message.id in ids] == []
    assert (
        await call("deleteMessages", chat_id=ana.id, message_ids=list(range(101)))
    ).error == "Bad Request: too many messages to delete"


async def test_in_a_group_only_an_administrator_deletes_what_others_wrote(call, phone, ana, clock):
    group = phone.add_supergroup("Readers", ana)
    said = phone.say(ana, "/help", chat=group)
    assert (
        await call("deleteMessage", chat_id=group.id, message_id=said.id)
    ).error == "Bad Request: message can't be deleted for everyone"
    phone.add_bot(group, by=ana, status="administrator")
    clock.turn(72 * 3600)
    assert (await call("deleteMessage", chat_id=group.id, message_id=said.id)).result is True


# --- pictures and files ---


@pytest.fixture
def photo(session, playground, ana):
    async def sent(content=None, chat_id=ana.id, **more):
        form = FormData({"chat_id": str(chat_id), **more})
        form.add_field("photo", content or landscape("x"), filename="x.png", content_type="image/png")
        async with session.post(f"{playground.bot_url}{playground.token}/sendPhoto", data=form) as answer:
            return Answered(answer.status, await answer.json(), dict(answer.headers))

    return sent


async def test_a_picture_is_uploaded_once_and_then_sent_by_its_id(photo, call, ana, session, playground):
    sent = (await photo(caption="<b>Hills</b>", parse_mode="HTML")).result
    size = sent["photo"][0]
    assert (size["width"], size["height"], sent["caption"]) == (600, 315, "Hills")
    again = (await call("sendPhoto", chat_id=ana.id, photo=size["file_id"])).result
    assert again["photo"][0]["file_unique_id"] == size["file_unique_id"]
    path = (await call("getFile", file_id=size["file_id"])).result["file_path"]
    async with session.get(f"{playground.file_url}{playground.token}/{path}") as answer:
        assert await answer.read() == landscape("x")


async def test_pictures_that_are_refused(photo, call, ana, refusal):
    assert (await photo(b"no picture")).error == "Bad Request: IMAGE_PROCESS_FAILED"
    assert (await photo(caption="x" * 1025)).error == "Bad Request: message caption is too long"
    assert (
        await call("sendPhoto", chat_id=ana.id, photo="nonsense")
    ).error == "Bad Request: wrong file identifier/HTTP URL specified"
    assert (
        await call("sendPhoto", chat_id=ana.id, photo="http://127.0.0.1:9/x.png")
    ).error == "Bad Request: failed to get HTTP URL content"
    assert await refusal("getFile", file_id="nonsense") == "invalid file_id"


async def test_a_document(bot, ana):
    sent = await bot.send_document(ana.id, b"chat;state\n", filename="report.csv", caption="The report")
    assert sent.document.file_name == "report.csv"


# --- copies, pins ---


async def test_an_editors_message_is_copied_with_its_formatting_and_without_its_name(call, phone, ana):
    editor = phone.add_user("Edik")
    photo = phone.send_photo(editor, landscape("x"), "Hills")
    copied = (
        await call(
            "copyMessage",
            chat_id=ana.id,
            from_chat_id=editor.id,
            message_id=photo.id,
            reply_markup=inline([button()]),
        )
    ).result
    assert copied == {"message_id": phone.last(ana).id}
    assert phone.last(ana).text == "Hills"
    assert phone.labels(phone.last(ana)) == ["Go"]
    await call(
        "copyMessage", chat_id=ana.id, from_chat_id=editor.id, message_id=photo.id, caption="Other hills"
    )
    assert phone.last(ana).text == "Other hills"
    assert (
        await call("copyMessage", chat_id=ana.id, from_chat_id=editor.id, message_id=999)
    ).error == "Bad Request: message to copy not found"


async def test_several_are_copied_in_order_and_count_for_each(call, phone, ana, playground):
    editor = phone.add_user("Edik")
    ids = [phone.say(editor, text).id for text in ("one", "two", "three")]
    copied = (await call("copyMessages", chat_id=ana.id, from_chat_id=editor.id, message_ids=ids)).result
    assert [phone.chat_of(ana).messages[one["message_id"]].text for one in copied] == ["one", "two", "three"]
    assert playground.telegram.counters.messages == 3
    backwards = await call("copyMessages", chat_id=ana.id, from_chat_id=editor.id, message_ids=ids[::-1])
    assert "strictly increasing order" in backwards.error


async def test_a_forward(call, phone, ana):
    editor = phone.add_user("Edik")
    said = phone.say(editor, "hello")
    assert (await call("forwardMessage", chat_id=ana.id, from_chat_id=editor.id, message_id=said.id)).result[
        "text"
    ] == "hello"


async def test_a_pinned_message(send, call, ana, phone, refusal):
    sent = (await send("pin me")).result["message_id"]
    assert (await call("pinChatMessage", chat_id=ana.id, message_id=sent)).result is True
    assert (await call("getChat", chat_id=ana.id)).result["pinned_message"]["text"] == "pin me"
    assert (await call("unpinChatMessage", chat_id=ana.id)).result is True
    assert await refusal("unpinChatMessage", chat_id=ana.id) == "message to unpin not found"


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
