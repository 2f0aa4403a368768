"""/broadcast, from the first word to the final report."""

from bot.domain.brief import CountryCode
from bot.domain.interest import Interest
from bot.playground.pictures import landscape

GEORGIA = Interest(country=CountryCode("GE"))


async def test_a_broadcast_is_previewed_sent_and_reported(desk_on_each):
    desk = desk_on_each
    people = await desk.readers(3)
    controls = await desk.preview("Quake <of> 7.1 & more")
    copy = desk.got(desk.eva)[-2]
    assert copy.text == "Quake <of> 7.1 & more"
    assert "Audience: everyone" in controls.text
    assert desk.labels(controls)[0] == "Send to 4 chats"
    report = await desk.press(controls, "Send", "is finished")
    assert report.id == controls.id
    assert "delivered 4" in report.text
    assert desk.labels(report) == ["Correct", "Recall", "Report"]
    for person in people:
        assert [one.text for one in desk.got(person)] == ["Quake <of> 7.1 & more"]
    assert await desk.audit() == ["broadcast draft", "broadcast send"]


async def test_a_photo_is_broadcast_with_its_caption(desk):
    (reader,) = await desk.readers(1)
    desk.phone.send_photo(desk.eva, landscape("a"), "/broadcast Quake <off> Honshu")
    controls = await desk.wait(desk.eva, "Preview of broadcast")
    await desk.press(controls, "Send", "is finished")
    (copy,) = desk.got(reader)
    assert (copy.media is not None, copy.text) == (True, "Quake <off> Honshu")


async def test_a_message_is_broadcast_by_replying_to_it(desk):
    (reader,) = await desk.readers(1)
    desk.phone.send_photo(desk.eva, landscape("b"), "Quake")
    photo = desk.phone.last(desk.eva)
    controls = await desk.say("/broadcast", "Preview of broadcast", reply_to=photo.id)
    await desk.press(controls, "Send", "is finished")
    (copy,) = desk.got(reader)
    assert (copy.media is not None, copy.text) == (True, "Quake")


async def test_bare_it_asks_for_the_message_and_then_takes_it(desk):
    await desk.say("/broadcast", "Send me the message")
    controls = await desk.say("Quake", "Preview of broadcast")
    assert desk.got(desk.eva)[-2].text == "Quake"
    assert desk.labels(controls)[0] == "Send to one chat"


async def test_what_was_asked_may_be_taken_back_and_words_then_mean_what_they_mean_to_a_reader(desk):
    asked = await desk.say("/broadcast", "Send me the message")
    await desk.press(asked, "Cancel", "Nothing was done")
    answer = await desk.say("/help", "")
    assert "Preview" not in answer.text
    assert await desk.audit() == []


async def test_a_reader_is_told_plainly_that_it_is_not_for_him(desk):
    (reader,) = await desk.readers(1)
    for command in ("/broadcast Hello", "/broadcast", "/stats", "/feeds", "/why x.example/a", "/story 1"):
        answer = await desk.say(command, "only for the editors", by=reader)
        assert command.split()[0] in answer.text
    desk.phone.send_photo(reader, landscape("c"), "/broadcast Hello")
    await desk.wait(reader, "only for the editors")
    assert await desk.audit() == []


async def test_who_is_an_editor_is_asked_again_at_the_press_of_a_button(desk):
    group = desk.phone.add_group("Desk", desk.eva)
    (reader,) = await desk.readers(1)
    desk.phone.join(group, reader)
    desk.phone.say(desk.eva, "/broadcast Quake", chat=group)
    controls = await desk.wait(group, "Preview of broadcast")
    press = desk.phone.press(reader, controls, "Send")
    assert "only for the editors" in (await desk.phone.answer_to(press)).text
    assert await desk.audit() == ["broadcast draft"]


async def test_in_a_group_it_asks_for_a_reply_which_is_all_that_a_bot_hears_there(desk):
    group = desk.phone.add_group("Desk", desk.eva)
    desk.phone.say(desk.eva, "/broadcast", chat=group)
    asked = await desk.wait(group, "Send me the message")
    desk.phone.say(desk.eva, "Quake", chat=group, reply_to=asked.id)
    controls = await desk.wait(group, "Preview of broadcast")
    desk.phone.press(desk.eva, controls, "Send")
    await desk.wait(group, "is finished")


async def test_pressing_send_twice_sends_once(desk):
    (reader,) = await desk.readers(1)
    controls = await desk.preview("Quake")
    first, second = desk.phone.press(desk.eva, controls, "Send"), desk.phone.press(desk.eva, controls, "Send")
    answers = {(await desk.phone.answer_to(one)).text or "" for one in (first, second)}
    assert answers == {"", "That is already done."}
    await desk.wait(desk.eva, "is finished")
    assert [one.text for one in desk.got(reader)] == ["Quake"]
    assert (await desk.audit()).count("broadcast send") == 1


async def test_an_older_preview_does_not_send_what_was_rewritten_since(desk):
    await desk.readers(1)
    older = await desk.preview("Quake of 7.1")
    data = older.keyboard[0][0]["callback_data"]
    asked = await desk.press(older, "Rewrite", "Send me the message")
    newer = await desk.say("Quake of 6.8", "Preview of broadcast")
    assert newer.id > asked.id
    await desk.until(lambda: not desk.labels(older), what="the older preview to lose its buttons")
    stale = desk.phone.world.chats[newer.chat_id].messages[newer.id].keyboard[0][0]["callback_data"]
    assert stale != data
    assert await desk.audit() == ["broadcast draft", "broadcast rewrite"]


async def test_the_audience_is_chosen_by_a_button(desk):
    (follower,) = await desk.readers(1, GEORGIA)
    others = await desk.readers(2, Interest(country=CountryCode("AZ")))
    controls = await desk.preview("Quake")
    chosen = await desk.press(controls, "Audience", "Who should get it?")
    assert "Everyone: 4" in desk.labels(chosen)
    addressed = await desk.press(chosen, "🇬🇪 Georgia: 1", "followers of 🇬🇪 Georgia")
    assert addressed.id == controls.id
    await desk.press(addressed, "Send to one chat", "is finished")
    assert [one.text for one in desk.got(follower)] == ["Quake"]
    assert [desk.got(one) for one in others] == [[], []]


async def test_the_audience_is_understood_when_it_is_typed_in_any_language(desk):
    await desk.readers(2, GEORGIA)
    controls = await desk.preview("Quake")
    await desk.press(controls, "Audience", "Who should get it?")
    addressed = await desk.say("Грузия", "followers of")
    assert desk.labels(addressed)[0] == "Send to 2 chats"


async def test_nobody_to_send_to_means_no_button_to_send_with(desk):
    controls = await desk.preview("Quake")
    await desk.press(controls, "Audience", "Who should get it?")
    empty = await desk.say("Iceland", "Nobody would get this")
    assert not [one for one in desk.labels(empty) if one.startswith("Send")]


async def test_a_command_below_a_photo_is_no_answer_to_what_was_asked(desk):
    await desk.readers(1)
    controls = await desk.preview("Quake")
    await desk.press(controls, "Audience", "Who should get it?")
    desk.phone.send_photo(desk.eva, landscape("f"), "/broadcast Another one")
    await desk.wait(desk.eva, "Preview of broadcast 2")


async def test_a_test_goes_to_the_editor_alone(desk):
    (reader,) = await desk.readers(1)
    controls = await desk.preview("Quake")
    assert await desk.answer(controls, "Only to me") == "Only you get this copy."
    await desk.until(lambda: [one.text for one in desk.got(desk.eva)].count("Quake") == 2, what="the test")
    assert desk.got(reader) == []


async def test_a_draft_that_was_cancelled_cannot_be_sent(desk):
    (reader,) = await desk.readers(1)
    controls = await desk.preview("Quake")
    await desk.press(controls, "Cancel", "is cancelled")
    assert desk.labels(controls) == []
    assert desk.got(reader) == []
    assert await desk.audit() == ["broadcast draft", "broadcast stop"]


async def test_what_is_too_long_empty_or_no_message_is_refused_in_words(desk):
    assert "1,034 characters" in (await _photo(desk, "x" * 1034)).text
    await desk.say("/broadcast", "Send me the message")
    desk.phone.send_photo(desk.eva, landscape("d"))
    controls = await desk.wait(desk.eva, "Preview of broadcast")
    assert desk.got(desk.eva)[-2].media is not None
    assert controls.keyboard


async def _photo(desk, words):
    desk.phone.send_photo(desk.eva, landscape("e"), "Quake")
    await desk.say("/broadcast", "Preview of broadcast", reply_to=desk.phone.last(desk.eva).id)
    asked = desk.got(desk.eva)[-1]
    await desk.press(asked, "Rewrite", "Send me the message")
    desk.phone.send_photo(desk.eva, landscape("e"), words)
    return await desk.wait(desk.eva, "characters")
