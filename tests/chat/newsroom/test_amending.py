"""Correct and Recall."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.playground.pictures import landscape
from bot.playground.telegram.faults import Fault, Kind
from bot.services.keep_house import rescue
from storage import leases
from tests.chat.newsroom.conftest import at_work, killed_at_work, later


async def corrected(desk, report, text="Quake of 6.8"):
    """Correct a broadcast: the report on the correction."""
    await desk.press(report, "Correct", "Send me the corrected message")
    confirm = await desk.say(text, "Correct them?")
    return await desk.press(confirm, "Correct ", "is corrected")


def turn_clock(desk, by):
    """Let Telegram's clock show a later time."""
    clock = desk.world.telegram.world.clock
    desk.world.telegram.world.clock = lambda: clock() + by.total_seconds()


async def test_a_correction_edits_every_copy_and_tells_its_readers(desk_on_each):
    desk = desk_on_each
    people = await desk.readers(3)
    report = await desk.sent("Quake of 7.1")
    await desk.press(report, "Correct", "It replaces 4 delivered copies")
    confirm = await desk.say("Quake of 6.8 & more", "Correct them?")
    shown = desk.got(desk.eva)[-2].text
    assert shown.startswith("Quake of 6.8 & more\n\n✏️ Corrected on")
    assert desk.labels(confirm) == ["Correct 4 copies", "Rewrite", "Cancel"]
    assert desk.got(people[0])[0].text == "Quake of 7.1"
    done = await desk.press(confirm, "Correct 4 copies", "is corrected")
    assert (done.id, "4 copies changed" in done.text) == (confirm.id, True)
    await desk.until(lambda: all(len(desk.got(one)) == 2 for one in people), what="the notices")
    for person in people:
        copy, notice = desk.got(person)
        assert copy.text.startswith("Quake of 6.8 & more")
        assert (notice.text, notice.reply_to, notice.silent) == (
            "✏️ We have corrected this message.", copy.id, True,
        )  # fmt: skip
    assert await desk.audit() == ["broadcast draft", "broadcast send", "broadcast correct"]


async def test_pressing_correct_twice_corrects_once(desk):
    people = await desk.readers(1)
    report = await desk.sent("Quake of 7.1")
    await desk.press(report, "Correct", "Send me the corrected message")
    confirm = await desk.say("Quake of 6.8", "Correct them?")
    data = confirm.keyboard[0][0]["callback_data"]
    presses = [desk.phone.press(desk.eva, confirm, data) for _ in range(2)]
    assert {(await desk.phone.answer_to(one)).text or "" for one in presses} == {"", "That is already done."}
    await desk.until(lambda: len(desk.got(people[0])) == 2, what="one notice")
    assert (await desk.audit()).count("broadcast correct") == 1


async def test_the_corrected_text_may_come_after_a_restart(idle_desk):
    desk = idle_desk
    (reader,) = await desk.readers(1)
    async with at_work(desk.deps):
        report = await desk.sent("Quake of 7.1")
        await desk.press(report, "Correct", "Send me the corrected message")
    other = later(replace(desk.deps, worker="b"), timedelta(minutes=1))
    async with at_work(other):
        confirm = await desk.say("Quake of 6.8", "Correct them?")
    third = later(replace(desk.deps, worker="c"), timedelta(minutes=2))
    async with at_work(third):
        await desk.press(confirm, "Correct ", "is corrected")
    assert desk.got(reader)[0].text.startswith("Quake of 6.8")


async def test_of_a_photo_the_caption_is_corrected_and_another_photo_is_not_taken_for_it(desk):
    (reader,) = await desk.readers(1)
    desk.phone.send_photo(desk.eva, landscape("a"), "/broadcast Quake of 7.1")
    controls = await desk.wait(desk.eva, "Preview of broadcast")
    report = await desk.press(controls, "Send", "is finished")
    await desk.press(report, "Correct", "Send me the corrected message")
    desk.phone.send_photo(desk.eva, landscape("b"), "Quake of 6.8")
    await desk.wait(desk.eva, "A correction changes the words only")
    confirm = await desk.say("Quake of 6.8", "Correct them?")
    await desk.press(confirm, "Correct ", "is corrected")
    copy = desk.got(reader)[0]
    assert (copy.media is not None, copy.text.startswith("Quake of 6.8")) == (True, True)


async def test_a_recall_takes_the_copies_away_and_says_how_many(desk_on_each):
    desk = desk_on_each
    people = await desk.readers(3)
    report = await desk.sent("Quake")
    asked = await desk.press(report, "Recall", "Recall broadcast 1?")
    assert "4 copies will be deleted" in asked.text
    assert desk.labels(asked) == ["Recall 4 copies", "Cancel"]
    done = await desk.press(asked, "Recall 4 copies", "is recalled")
    assert (done.id, "4 copies deleted" in done.text) == (asked.id, True)
    assert [desk.got(one) for one in people] == [[], [], []]
    assert desk.labels(done) == ["Report"]
    assert (await desk.audit())[-1] == "broadcast recall"
    assert await desk.answer(report, "Recall") == "That is already done."
    assert await desk.answer(report, "Correct") == "That is already done."


async def test_the_reason_of_a_recall_is_shown_to_the_editor_first_and_then_to_the_readers(desk):
    (reader,) = await desk.readers(1)
    report = await desk.sent("Quake")
    await desk.press(report, "Recall", "Write the reason")
    confirm = await desk.say("It was a <drill>.", "Their readers will be told")
    assert "Reason: It was a <drill>." in confirm.text
    await desk.press(confirm, "Recall ", "is recalled")
    await desk.until(lambda: len(desk.got(reader)) == 1, what="the notice")
    (notice,) = desk.got(reader)
    assert notice.text.startswith("We have withdrawn the message")
    assert notice.text.endswith("Reason: It was a <drill>.")
    assert notice.silent


async def test_a_recall_may_be_left(desk):
    (reader,) = await desk.readers(1)
    report = await desk.sent("Quake")
    asked = await desk.press(report, "Recall", "Recall broadcast 1?")
    await desk.press(asked, "Cancel", "stays as it is")
    assert [one.text for one in desk.got(reader)] == ["Quake"]
    await desk.press(report, "Recall", "Recall broadcast 1?")  # and asked for again at once


async def test_after_48_hours_the_copies_say_that_they_are_withdrawn(idle_desk):
    desk = idle_desk
    people = await desk.readers(2)
    async with at_work(desk.deps):
        report = await desk.sent("Quake")
    turn_clock(desk, timedelta(hours=49))
    async with at_work(later(replace(desk.deps, worker="b"), timedelta(hours=49))):
        asked = await desk.press(report, "Recall", "Recall broadcast 1?")
        assert "3 are older than 48 hours" in asked.text
        done = await desk.press(asked, "Recall ", "is recalled")
    assert "3, too old to delete, now say that they were withdrawn" in done.text
    for person in people:
        assert [one.text.partition(" that we")[0] for one in desk.got(person)] == [
            "We have withdrawn the message"
        ]


async def test_a_copy_that_grew_too_old_on_the_way_is_edited_instead(idle_desk):
    desk = idle_desk
    (reader,) = await desk.readers(1)
    async with at_work(desk.deps):
        report = await desk.sent("Quake")
        turn_clock(desk, timedelta(hours=49))  # what our clock does not know yet
        asked = await desk.press(report, "Recall", "2 copies will be deleted")
        done = await desk.press(asked, "Recall ", "is recalled")
    assert "2, too old to delete, now say that they were withdrawn" in done.text
    assert desk.got(reader)[0].text.startswith("We have withdrawn")


async def test_what_can_be_neither_deleted_nor_changed_is_said(desk):
    people = await desk.readers(2)
    report = await desk.sent("Quake")
    refusal = Fault(
        kind=Kind.ERROR, status=400, description="Bad Request: nonsense", method="deleteMessage",
        chat_id=people[0].id, times=2,
    )  # fmt: skip
    desk.world.telegram.faults.add(refusal)
    asked = await desk.press(report, "Recall", "Recall broadcast 1?")
    done = await desk.press(asked, "Recall ", "is recalled")
    assert "2 copies deleted" in done.text
    assert "One could be neither deleted nor changed" in done.text


async def test_a_recall_in_the_middle_stops_the_rest(slow_desk):
    desk = slow_desk
    people = await desk.readers(14)
    controls = await desk.preview("Quake")
    running = await desk.press(controls, "Send", "is going out")
    await desk.until(lambda: any(desk.got(one) for one in people), what="a first copy")
    asked = await desk.press(running, "Recall", "Recall broadcast 1?")
    await desk.press(asked, "Recall ", "is recalled")
    await desk.until(lambda: not any(desk.got(one) for one in people), what="no copy")
    assert {state for _, state in await desk.states()} <= {"sent", "dropped"}


@pytest.mark.parametrize("step", ["correct", "recall"])
async def test_killed_in_the_middle_a_change_goes_on_to_every_copy(idle_desk, step):
    desk = idle_desk
    people = await desk.readers(30)
    method = "editMessageText" if step == "correct" else "deleteMessage"

    def changed():
        return desk.world.telegram.counters.calls[method]

    async with killed_at_work(desk.deps):
        report = await desk.sent("Quake of 7.1")
        if step == "correct":
            await desk.press(report, "Correct", "Send me the corrected message")
            confirm = await desk.say("Quake of 6.8", "Correct them?")
        else:
            confirm = await desk.press(report, "Recall", "Recall broadcast 1?")
        before = changed()
        desk.phone.press(desk.eva, confirm, confirm.keyboard[0][0]["text"])
        await desk.until(lambda: changed() >= before + 4, what="the first changes")
    other = later(replace(desk.deps, worker="b"), timedelta(minutes=1))
    async with desk.deps.database.write() as session:
        await leases.beat(session, "b", now=other.now(), ttl=timedelta(minutes=5))
    await rescue(other)
    async with at_work(other):
        await desk.wait(desk.eva, "is corrected" if step == "correct" else "is recalled")
    unknown = [state for _, state in await desk.states()].count("unknown")
    if step == "correct":
        left = [one for one in people if desk.got(one)[0].text == "Quake of 7.1"]
    else:
        left = [one for one in people if desk.got(one)]
    assert len(left) <= unknown
