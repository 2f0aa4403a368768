"""Pictures and documents; copies, forwards and pins."""

from bot.playground.pictures import landscape
from tests.playground.conftest import button, inline


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
