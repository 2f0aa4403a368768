"""How updates are handled: repeats act once, a restart loses nothing, failures are told, nothing private is logged."""

import asyncio

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bot.chat.application import open_chats
from bot.playground.telegram.faults import Fault, Kind
from bot.services import follow
from bot.services.receive import store
from bot.telegram.transport import open_session
from tests.chat.conftest import Progress, Talk, talking


def pressed(talk, message, data, *, update_id=1, press_id="1"):
    """A press as Telegram tells of it."""
    press = talk.world.telegram.state.presses.add(talk.ana.id, message.chat_id, message.id, data)
    return {"update_id": update_id, "callback_query": talk.phone._query(press, talk.ana, message)}


@pytest.fixture
async def handle(readers):
    """What handles an update, without the inbox before it."""
    async with open_session() as session, open_chats(readers.deps, session) as chats:
        await chats.ready.wait()
        yield chats.handle


async def test_a_press_that_comes_again_under_another_number_acts_once(talk):
    hello = await talk.say("/start")
    await talk.publish("Tunnel opens")
    query = pressed(talk, hello, "e1:*/*")["callback_query"]
    await store(talk.deps, [{"update_id": 9_001, "callback_query": query}])
    await store(talk.deps, [{"update_id": 9_002, "callback_query": query}])
    await talk.say("/help")
    assert sum("Tunnel opens" in one.text for one in talk.phone.messages(talk.ana)) == 1


async def test_a_repeated_press_is_answered(readers, handle):
    talk = Talk(readers, readers.phone.add_user("Ana"), Progress())
    readers.phone.start(talk.ana)
    message = readers.phone.last(talk.ana)
    update = pressed(talk, message, "lx1:*/*")
    await handle(update, True)
    press = readers.telegram.state.presses.made[update["callback_query"]["id"]]
    assert press.answer is not None
    assert readers.phone.last(talk.ana).id == message.id


async def test_a_repeated_press_that_only_turns_a_page_turns_it(talk, handle):
    await talk.publish("Tunnel opens")
    listed = await talk.say("/latest")
    await handle(pressed(talk, listed, talk.current(listed).keyboard[0][0]["callback_data"]), True)
    assert talk.current(listed).text.startswith("Tunnel opens\n")


@pytest.mark.parametrize(
    "data", ["f0:*/*:v", "zz1:x", "go", "f1:nonsense:v", "l1:~AAAAAAAA:5:0:0", "v1:m:never", "g1"]
)
async def test_buttons_that_mean_nothing_any_more_say_so_and_harm_nothing(talk, data):
    hello = await talk.say("/start")
    answer = await talk.press_data(hello, data)
    if data != "g1":
        assert answer.text == "This button is too old. Send /latest or /help."
    assert await talk.follows() == []


async def test_a_button_of_another_chat_does_nothing_for_who_does_not_administer_it(talk):
    bela = talk.phone.add_user("Bela")
    channel = talk.phone.add_channel("Caspian", bela)
    await talk.say("/subscribe georgia", by=bela, chat=channel)
    chat = await talk.chat(channel.id)
    hello = await talk.say("/start")
    answer = await talk.press_data(hello, f"f1:*/*:v@{chat.id}")
    assert "Only the administrators" in answer.text
    assert await talk.follows(channel.id) == ["*/GE"]


async def test_a_press_under_a_message_that_is_gone_is_answered(talk):
    hello = await talk.say("/start")
    talk.phone.world.delete(hello)
    press = talk.world.telegram.state.presses.add(talk.ana.id, hello.chat_id, hello.id, "r1")
    talk.phone._tell_bot("callback_query", talk.phone._query(press, talk.ana, None), -talk.ana.id)
    await talk.progress.until("press", press.id)
    assert press.answer.text == "This button is too old. Send /latest or /help."


async def test_a_new_process_goes_on_where_the_old_one_stopped(readers):
    ana = readers.phone.add_user("Ana", language_code="en")
    async with talking(readers) as progress:
        talk = Talk(readers, ana, progress)
        for number in range(7):
            await talk.publish(f"Story {number}")
        listed = await talk.say("/latest")
        removing = await talk.say("/subscribe Strategic Partnership Agreement of Tbilisi")
    async with talking(readers) as progress:
        talk = Talk(readers, ana, progress)
        second = await talk.turn(listed, "Next ›")
        assert "Story 1" in second.text
        await talk.press(removing, "Follow “")
        assert await talk.follows() == ['"strategic partnership agreement of tbilisi"']


async def test_what_came_while_the_bot_was_down_is_answered_when_it_is_back(readers):
    ana = readers.phone.add_user("Ana", language_code="en")
    said = readers.phone.say(ana, "/subscribe georgia")
    async with talking(readers) as progress:
        await progress.until("message", said.chat_id, said.id)
        assert "Following Georgia" in readers.phone.last(ana).text


async def test_a_database_that_fails_leaves_the_update_for_another_try(talk, handle, monkeypatch):
    async def fails(*_args, **_more):
        raise OperationalError("SELECT 1", {}, OSError("disk full"))

    monkeypatch.setattr(follow, "enter", fails)
    message = {"message_id": 1, "date": 1, "chat": {"id": talk.ana.id, "type": "private"}, "text": "hello"}
    with pytest.raises(OperationalError):
        await handle({"update_id": 1, "message": message}, False)


async def test_any_other_failure_is_told_to_the_reader_and_logged_without_his_words(
    talk, handle, monkeypatch
):
    async def fails(*_args, **_more):
        raise LookupError("my secret wish")

    monkeypatch.setattr(follow, "expected_per_day", fails)
    with structlog.testing.capture_logs() as logs:
        answer = await talk.say("georgia")
    assert answer.text.startswith("Something went wrong on our side.")
    (failure,) = [one for one in logs if one["log_level"] == "error"]
    assert failure["error"] == "LookupError"
    assert "secret" not in str(failure)
    assert "georgia" not in str(failure).lower()


async def test_a_press_that_fails_is_told_below_it(talk, monkeypatch):
    async def fails(*_args, **_more):
        raise LookupError

    hello = await talk.say("/start c-GE")
    monkeypatch.setattr(follow, "follow", fails)
    answer = await talk.press(hello, "Follow")
    assert answer.text == ""
    assert [one.text[:20] for one in talk.after(hello)] == ["Something went wrong"]


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": 1},
        {"update_id": 1, "message": {"message_id": 1}},
        {"update_id": 1, "poll": {"id": "1"}},
        {"update_id": 1, "message": "nonsense"},
        {"update_id": 1, "my_chat_member": {"chat": {"id": 1, "type": "private"}}},
    ],
)
async def test_an_update_that_is_none_harms_nothing(handle, update):
    await handle(update, False)


async def test_who_blocks_the_bot_while_it_answers_is_left_in_peace(talk):
    await talk.say("/start")
    talk.world.telegram.faults.add(Fault(kind=Kind.BLOCKED, method="sendMessage", times=1))
    said = talk.phone.say(talk.ana, "/help")
    await talk.progress.until("message", said.chat_id, said.id)
    assert (await talk.chat()).state.value == "gone"


async def test_until_telegram_tells_who_we_are_updates_wait_untouched(readers):
    readers.telegram.faults.add(
        Fault(kind=Kind.ERROR, method="getMe", status=502, description="Bad Gateway", times=1)
    )
    async with open_session() as session, open_chats(readers.deps, session) as chats:
        handling = asyncio.ensure_future(chats.handle({"update_id": 1}, False))
        await asyncio.sleep(0)
        assert not handling.done()
        await chats.ready.wait()
        await handling
