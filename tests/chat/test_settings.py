"""/settings: one message, edited in place; what is chosen is kept."""

from datetime import time

import pytest

from bot.domain.chat import ChatState, Length, Mode
from tests.chat.conftest import Talk, talking


async def chosen(talk):
    return (await talk.chat()).preferences


async def test_a_choice_is_kept_and_the_same_message_shows_it(talk_on_each):
    talk = talk_on_each
    page = await talk.say("/settings")
    assert "When: As it happens" in page.text
    question = await talk.turn(page, "When")
    assert question.id == page.id
    assert talk.labels(question)[0] == "✓ As it happens"
    talk.phone.press(talk.ana, question, "Breaking news only")
    page = await talk.phone.wait_for(talk.ana, "When: Breaking news only")
    assert (await chosen(talk)).mode is Mode.BREAKING


async def test_hours_are_asked_for_only_with_the_zone_they_are_in(talk):
    page = await talk.turn(await talk.say("/settings"), "When")
    talk.phone.press(talk.ana, page, "As a digest")
    question = await talk.phone.wait_for(talk.ana, "Where are you?")
    talk.phone.press(talk.ana, question, "Baku")
    page = await talk.phone.wait_for(talk.ana, "Time zone: Baku")
    assert "The next digest comes on" in page.text
    assert ((await chosen(talk)).zone, (await chosen(talk)).mode) == ("Asia/Baku", Mode.DIGEST)


async def test_digest_hours_are_tapped_on_and_off_but_one_stays(talk):
    page = await talk.turn(await talk.say("/settings"), "Digest at")
    await talk.press(page, "✓ 08:00")
    await talk.until(lambda: "08:00" in talk.labels(page), "no tick")
    await talk.press(page, "20:00")
    await talk.until(lambda: "✓ 20:00" in talk.labels(page), "a tick")
    assert (await chosen(talk)).digest_hours == (18, 20)
    await talk.press(page, "✓ 18:00")
    await talk.until(lambda: "18:00" in talk.labels(page), "no tick")
    await talk.press(page, "✓ 20:00")
    assert (await chosen(talk)).digest_hours == (20,)


@pytest.mark.parametrize(
    ("name", "option", "field", "value"),
    [
        ("Breaking in quiet hours", "Yes", "breaking_in_quiet", True),
        ("At most a day", "10", "daily_cap", 10),
        ("Sound", "No", "silent", True),
        ("Length", "Long", "length", Length.LONG),
        ("Time zone", "Tbilisi", "zone", "Asia/Tbilisi"),
        ("Language", "Русский", "language", "ru"),
    ],
)
async def test_everything_else_is_two_taps(talk, name, option, field, value):
    question = await talk.turn(await talk.say("/settings"), name)
    assert (await talk.press(question, option)).text
    assert getattr(await chosen(talk), field) == value


async def test_quiet_hours_are_set_and_taken_away(talk):
    question = await talk.turn(await talk.say("/settings"), "Quiet hours")
    talk.phone.press(talk.ana, question, "22:00–07:00")
    zone = await talk.phone.wait_for(talk.ana, "Where are you?")
    talk.phone.press(talk.ana, zone, "Baku")
    page = await talk.phone.wait_for(talk.ana, "Quiet hours: 22:00–07:00")
    assert ((await chosen(talk)).quiet_from, (await chosen(talk)).quiet_until) == (time(22), time(7))
    question = await talk.turn(page, "Quiet hours")
    talk.phone.press(talk.ana, question, "No quiet hours")
    await talk.phone.wait_for(talk.ana, "Quiet hours: none")


async def test_the_language_changes_at_once_and_for_good(talk):
    question = await talk.turn(await talk.say("/settings"), "Language")
    assert (await talk.press(question, "Azərbaycanca")).text != "Saved"
    await talk.phone.wait_for(talk.ana, "Azərbaycanca")
    assert "xoş" in (await talk.say("/start")).text


@pytest.mark.parametrize(
    ("typed", "zone"), [("Bakı", "Asia/Baku"), ("Лондон", "Europe/London"), ("UTC+4", "Etc/GMT-4")]
)
async def test_a_city_that_has_no_button_is_written(talk, typed, zone):
    page = await talk.turn(await talk.say("/settings"), "Time zone")
    question = await talk.turn(page, "Another city …")
    assert question.id != page.id
    answer = await talk.say(typed, reply_to=question.id)
    assert answer.text.startswith("Time zone: ")
    assert (await chosen(talk)).zone == zone


async def test_a_city_that_we_do_not_know_is_asked_for_again(talk):
    question = await talk.turn(await talk.turn(await talk.say("/settings"), "Time zone"), "Another city …")
    again = await talk.say("Atlantis", reply_to=question.id)
    assert "I do not know the time zone of “Atlantis”" in again.text
    assert (await talk.say("Berlin", reply_to=again.id)).text.startswith("Time zone: Berlin")


async def test_the_question_for_a_city_outlives_a_restart(readers):
    ana = readers.phone.add_user("Ana", language_code="tr")
    async with talking(readers) as progress:
        talk = Talk(readers, ana, progress)
        page = await talk.say("/settings")
        page = await talk.turn(page, "Saat dilimi")
        question = await talk.turn(page, talk.labels(page)[-2])
    async with talking(readers) as progress:
        talk = Talk(readers, ana, progress)
        await talk.say("Berlin", reply_to=question.id)
        assert (await chosen(talk)).zone == "Europe/Berlin"


async def test_pause_and_resume_are_there_too(talk):
    page = await talk.turn(await talk.say("/settings"), "Pause briefs")
    assert "Briefs are paused." in page.text
    assert (await talk.chat()).state is ChatState.PAUSED
    await talk.turn(page, "Resume briefs")
    assert (await talk.chat()).state is ChatState.ACTIVE


async def test_done_leaves_the_message_without_buttons(talk):
    page = await talk.turn(await talk.say("/settings"), "Done")
    assert talk.labels(page) == []
