"""Pause, resume and stop; the hour of a scheduled broadcast; what is unknown; a process that dies."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.playground.telegram.faults import Fault, Kind
from bot.services import progress
from bot.services.bell import Work
from bot.services.keep_house import rescue
from storage import leases
from storage.schema import BroadcastRow
from tests.chat.newsroom.conftest import at_work, killed_at_work, later, with_editor


def received(desk, people):
    return sum(len(desk.got(one)) for one in people)


async def test_it_stops_while_it_is_paused_and_goes_on_where_it_stopped(slow_desk):
    desk = slow_desk
    people = await desk.readers(14)
    controls = await desk.preview("Quake")
    running = await desk.press(controls, "Send", "is going out")
    assert desk.labels(running) == ["Pause", "Stop", "Correct", "Recall"]
    await desk.until(lambda: received(desk, people) >= 1, what="a first copy")
    paused = await desk.press(running, "Pause", "is paused")
    assert desk.labels(paused)[:2] == ["Resume", "Stop"]
    assert received(desk, people) < 14
    report = await desk.press(paused, "Resume", "is finished")
    assert "delivered 15" in report.text
    assert [len(desk.got(one)) for one in people] == [1] * 14
    assert (await desk.audit())[-2:] == ["broadcast pause", "broadcast resume"]


async def test_what_was_stopped_goes_to_nobody_else_and_says_how_many_have_it(slow_desk):
    desk = slow_desk
    people = await desk.readers(14)
    controls = await desk.preview("Quake")
    running = await desk.press(controls, "Send", "is going out")
    await desk.until(lambda: received(desk, people) >= 1, what="a first copy")
    report = await desk.press(running, "Stop", "was stopped")
    report = await desk.wait(desk.eva, "It took")
    sent = [state for _, state in await desk.states()]
    assert set(sent) == {"sent", "dropped"}
    assert f"{sent.count('sent')} of 15" in report.text
    assert desk.labels(report) == ["Correct", "Recall", "Report"]


async def test_a_correction_while_it_is_paused_changes_what_was_sent_and_the_rest_goes_out_corrected(
    slow_desk,
):
    desk = slow_desk
    people = await desk.readers(14)
    controls = await desk.preview("Quake of 7.1")
    running = await desk.press(controls, "Send", "is going out")
    await desk.until(lambda: received(desk, people) >= 1, what="a first copy")
    paused = await desk.press(running, "Pause", "is paused")
    await desk.press(paused, "Correct", "Send me the corrected message")
    confirm = await desk.say("Quake of 6.8", "Correct them?")
    await desk.press(confirm, "Correct ", "is corrected")
    sent = [one for one in people if desk.got(one)]
    assert 0 < len(sent) < 14
    assert all(desk.got(one)[0].text.startswith("Quake of 6.8") for one in sent)
    await desk.press(paused, "Resume", "is finished")
    assert all(desk.got(one)[0].text.startswith("Quake of 6.8") for one in people)
    assert not any("7.1" in message.text for one in people for message in desk.got(one))


async def test_it_goes_out_at_its_hour_also_when_the_bot_was_down_then(idle_desk):
    desk = idle_desk
    (reader,) = await desk.readers(1)
    async with at_work(desk.deps):
        controls = await desk.preview("Quake")
        await desk.press(controls, "Later", "When should it go out?")
        hour = (desk.deps.now() + timedelta(hours=2)).strftime("%H:%M")
        scheduled = await desk.say(hour, "goes out on")
        assert desk.labels(scheduled) == ["Send to 2 chats", "Cancel"]
        assert desk.got(reader) == []
    async with at_work(later(desk.deps, timedelta(hours=3))):
        report = await desk.wait(desk.eva, "is finished")
    assert report.id == scheduled.id
    assert [one.text for one in desk.got(reader)] == ["Quake"]
    assert await desk.audit() == ["broadcast draft", "broadcast schedule", "broadcast send"]


async def test_a_scheduled_broadcast_that_was_cancelled_says_only_that(desk):
    (reader,) = await desk.readers(1)
    controls = await desk.preview("Quake")
    await desk.press(controls, "Later", "When should it go out?")
    scheduled = await desk.say((desk.deps.now() + timedelta(hours=2)).strftime("%H:%M"), "goes out on")
    await desk.press(scheduled, "Cancel", "Nothing was sent")
    await _unwatched(desk)
    assert "Nothing was sent" in desk.now(scheduled).text
    assert desk.labels(scheduled) == []
    assert desk.got(reader) == []


async def _unwatched(desk):
    async with asyncio.timeout(10):
        while await progress.list_watches(desk.deps):
            await desk.deps.bell.ring(Work.BROADCASTS)


async def test_an_editor_is_told_of_an_end_that_took_long_enough_to_look_away(idle_desk):
    desk = idle_desk
    await desk.readers(2)
    async with at_work(desk.deps):
        controls = await desk.preview("Quake")
        desk.world.telegram.faults.add(Fault(kind=Kind.HANG, times=2))
        running = await desk.press(controls, "Send", "is going out")
        paused = await desk.press(running, "Pause", "is paused")
        desk.world.telegram.release()
    async with at_work(later(replace(desk.deps, worker="b"), timedelta(minutes=2))):
        report = await desk.press(paused, "Resume", "It took")
        ping = await desk.wait(desk.eva, lambda one: one.reply_to == report.id)
    assert ping.text.startswith("Broadcast 1 is finished")


async def test_what_is_unknown_is_sent_again_only_when_an_editor_says_so(desk):
    people = await desk.readers(3)
    desk.world.telegram.faults.add(Fault(kind=Kind.DROP, taken=False, chat_id=people[0].id))
    report = await desk.sent("Quake")
    assert "unknown 1" in report.text
    assert "may have arrived" in report.text
    assert desk.got(people[0]) == []
    assert desk.labels(report)[0] == "Resend the unknown one"
    press = desk.phone.press(desk.eva, report, "Resend")
    assert (await desk.phone.answer_to(press)).text == "Sending one copy again."
    again = await desk.wait(desk.eva, "delivered 4")
    assert desk.labels(again) == ["Correct", "Recall", "Report"]
    assert [len(desk.got(one)) for one in people] == [1, 1, 1]
    assert (await desk.audit())[-1] == "broadcast resend"


async def test_readers_who_blocked_the_bot_are_counted_apart(desk):
    people = await desk.readers(3)
    desk.world.telegram.faults.add(Fault(kind=Kind.BLOCKED, chat_id=people[0].id))
    report = await desk.sent("Quake")
    assert "delivered 3 · blocked 1" in report.text


async def test_killed_in_the_middle_it_goes_on_and_nobody_gets_it_twice(idle_desk):
    desk = idle_desk
    people = await desk.readers(40)
    async with killed_at_work(desk.deps):
        controls = await desk.preview("Quake")
        desk.phone.press(desk.eva, controls, "Send")
        await desk.until(lambda: received(desk, people) >= 5, what="the first copies")
    at_the_kill = received(desk, people)
    other = later(replace(desk.deps, worker="b"), timedelta(minutes=1))
    async with desk.deps.database.write() as session:
        await leases.beat(session, "b", now=other.now(), ttl=timedelta(minutes=5))
    await rescue(other)
    async with at_work(other):
        report = await desk.wait(desk.eva, "is finished")
    states = [state for _, state in await desk.states()]
    assert set(states) <= {"sent", "unknown"}
    assert [len(desk.got(one)) for one in people].count(1) >= states.count("sent") - 1
    assert all(len(desk.got(one)) <= 1 for one in people)
    assert received(desk, people) >= at_the_kill
    assert f"delivered {states.count('sent')}" in report.text
    assert report.id == controls.id


async def test_a_press_that_was_taken_before_the_bot_died_acts_after_its_restart(idle_desk):
    desk = idle_desk
    (reader,) = await desk.readers(1)
    async with at_work(desk.deps):
        controls = await desk.preview("Quake")
    desk.phone.press(desk.eva, controls, "Send")
    async with at_work(later(replace(desk.deps, worker="b"), timedelta(minutes=1))):
        await desk.wait(desk.eva, "is finished")
    assert [one.text for one in desk.got(reader)] == ["Quake"]


async def test_two_processes_watch_and_send_and_everybody_gets_one_copy(world):
    desk = with_editor(world)
    people = await desk.readers(20)
    other = replace(desk.deps, worker="b")
    async with at_work(desk.deps), at_work(other):
        report = await desk.sent("Quake")
    assert "delivered 21" in report.text
    assert [len(desk.got(one)) for one in people] == [1] * 20
    async with desk.deps.database.read() as session:
        assert list(await session.scalars(select(BroadcastRow.state))) == ["finished"]


async def test_where_the_progress_was_deleted_by_hand_the_report_comes_anew(desk):
    await desk.readers(1)
    controls = await desk.preview("Quake")
    data = controls.keyboard[0][0]["callback_data"]
    assert data
    desk.phone.press(desk.eva, controls, "Send")
    desk.phone.chat_of(desk.eva).messages.pop(controls.id)
    report = await desk.wait(desk.eva, "is finished")
    assert report.id != controls.id
    assert desk.labels(report) == ["Correct", "Recall", "Report"]
