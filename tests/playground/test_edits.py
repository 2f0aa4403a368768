"""Edits and deletions of messages."""

import pytest

from tests.playground.conftest import button, inline

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


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
