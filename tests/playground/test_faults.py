"""Faults, one kind at a time, as a client meets them over a real connection."""

import asyncio
import json

import aiohttp
import pytest

from bot.playground.phone import Phone
from bot.playground.start import local_counters, local_telegram
from bot.playground.telegram.faults import Fault, Faults, Kind
from tests.playground.conftest import calls


@pytest.fixture(params=["full", "counters"])
async def served(request, telegram):
    """Both servers: faults must not depend on which one answers."""
    start = local_telegram if request.param == "full" else local_counters
    async with start(Phone(telegram), strict=False) as playground:
        yield playground


@pytest.fixture
def reader(served):
    """A chat to send to: a person of the full server, anybody in counters mode."""
    if served.counters_only:
        return 4242
    user = served.phone.add_user("Ana")
    served.phone.start(user)
    return user.id


@pytest.fixture
def call(served, session):
    return calls(served, session)


async def test_a_429_says_how_long_to_wait_in_the_body_and_in_the_header(served, call, reader):
    served.telegram.faults.add(Fault(kind=Kind.TOO_MANY, seconds=17))
    answer = await call("sendMessage", chat_id=reader, text="x")
    assert answer.status == 429
    assert answer.error == "Too Many Requests: retry after 17"
    assert answer.body["parameters"] == {"retry_after": 17}
    assert answer.headers["Retry-After"] == "17"


async def test_a_chat_that_was_refused_stays_so_until_its_wait_is_over(served, call, reader, clock):
    served.telegram.faults.add(Fault(kind=Kind.TOO_MANY, seconds=100))
    await call("sendMessage", chat_id=reader, text="x")
    clock.turn(40)
    assert (await call("sendMessage", chat_id=reader, text="x")).body["parameters"] == {"retry_after": 60}
    assert served.telegram.counters.impatient == 1
    clock.turn(60)
    assert (await call("sendMessage", chat_id=reader, text="x")).status == 200


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_error(served, call, reader, status):
    served.telegram.faults.add(Fault(kind=Kind.ERROR, status=status, description="Bad Gateway"))
    answer = await call("sendMessage", chat_id=reader, text="x")
    assert (answer.status, answer.error) == (status, "Bad Gateway")
    assert served.telegram.counters.messages == 0


async def test_a_reader_who_blocked_the_bot(served, call, reader):
    served.telegram.faults.add(Fault(kind=Kind.BLOCKED, chat_id=reader, times=None))
    answer = await call("sendMessage", chat_id=reader, text="x")
    assert (answer.status, answer.error) == (403, "Forbidden: bot was blocked by the user")


async def test_a_group_that_moved(served, call, reader):
    served.telegram.faults.add(Fault(kind=Kind.MIGRATED, migrate_to=-100123))
    answer = await call("sendMessage", chat_id=reader, text="x")
    assert answer.status == 400
    assert answer.body["parameters"] == {"migrate_to_chat_id": -100123}


@pytest.mark.parametrize("taken", [False, True])
async def test_a_connection_that_breaks_before_or_after_the_message_was_taken(served, call, reader, taken):
    served.telegram.faults.add(Fault(kind=Kind.DROP, taken=taken))
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=reader, text="x")
    assert served.telegram.counters.messages == taken
    assert served.telegram.counters.taken_unanswered == taken
    assert (await call("sendChatAction", chat_id=reader, action="typing")).status == 200


@pytest.mark.parametrize("taken", [False, True])
async def test_a_call_that_hangs_until_the_faults_are_released(served, call, reader, taken):
    served.telegram.faults.add(Fault(kind=Kind.HANG, taken=taken))
    hanging = asyncio.create_task(call("sendMessage", chat_id=reader, text="x"))
    await served.phone.wait_until(lambda: served.telegram.counters.faults.total() == 1)
    assert not hanging.done()
    served.telegram.release()
    with pytest.raises(aiohttp.ClientError):
        await hanging
    assert served.telegram.counters.messages == taken


async def test_an_answer_that_comes_late(served, call, reader):
    served.telegram.faults.add(Fault(kind=Kind.SLOW, seconds=0.02))
    before = asyncio.get_running_loop().time()
    assert (await call("sendMessage", chat_id=reader, text="x")).status == 200
    assert asyncio.get_running_loop().time() - before >= 0.02
    assert served.telegram.counters.taken_unanswered == 0


async def test_who_gives_up_on_a_late_answer_does_not_know_that_his_message_was_taken(served, call, reader):
    served.telegram.faults.add(Fault(kind=Kind.SLOW, seconds=60))
    waiting = asyncio.create_task(call("sendMessage", chat_id=reader, text="x"))
    await served.phone.wait_until(lambda: served.telegram.counters.faults.total() == 1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert served.telegram.counters.messages == 1
    assert served.telegram.counters.taken_unanswered == 1


async def test_an_answer_that_is_no_json(served, call, reader):
    served.telegram.faults.add(Fault(kind=Kind.GARBAGE))
    with pytest.raises(json.JSONDecodeError):
        await call("sendMessage", chat_id=reader, text="x")
    assert served.telegram.counters.messages == 1
    assert served.telegram.counters.taken_unanswered == 1


async def test_another_process_asks_for_faults_and_ends_them(served, call, reader, session):
    async def admin(command, **given):
        async with session.post(f"{served.base_url}/playground/{command}", json=given) as answer:
            return answer.status, await answer.json()

    status, body = await admin("faults", kind="error", status=502, method="sendMessage", times=None)
    assert (status, body["result"][0]["status"]) == (200, 502)
    assert (await call("sendMessage", chat_id=reader, text="x")).status == 502
    await admin("release")
    assert (await call("sendMessage", chat_id=reader, text="x")).status == 200
    assert (await admin("faults", kind="earthquake"))[0] == 400
    assert (await admin("counters"))[1]["result"]["faults"] == {"error": 1}


async def test_a_page_of_another_site_is_not_obeyed(served, session):
    url = f"{served.base_url}/playground/release"
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "http://evil.example", "Host": "evil.example"},  # a name whose owner made it lead here
        {"Origin": "null"},
    ):
        async with session.post(url, json={}, headers=headers) as answer:
            assert answer.status == 403
    async with session.post(url, json={}, headers={"Origin": served.base_url}) as answer:
        assert answer.status == 200


def test_a_fault_lets_some_pass_and_strikes_so_often_as_it_was_told():
    faults = Faults()
    faults.add(Fault(kind=Kind.ERROR, skip=2, times=3))
    struck = [faults.strike("sendMessage", 1, counted=True) is not None for _ in range(8)]
    assert struck == [False, False, True, True, True, False, False, False]


def test_a_fault_is_for_its_method_and_its_chat():
    faults = Faults()
    faults.add(Fault(kind=Kind.ERROR, method="editMessageText", chat_id=7, times=None))
    assert faults.strike("editMessageText", 8, counted=False) is None
    assert faults.strike("sendMessage", 7, counted=True) is None
    assert faults.strike("editMessageText", 7, counted=False) is not None


def test_without_a_method_a_fault_leaves_polls_and_questions_alone():
    faults = Faults()
    faults.add(Fault(kind=Kind.ERROR, times=None))
    assert faults.strike("getUpdates", None, counted=False) is None
    assert faults.strike("sendMessage", 1, counted=True) is not None


def test_a_share_of_the_chats_is_always_the_same_ones():
    fault = Fault(kind=Kind.BLOCKED, share=0.1, times=None)
    hit = [chat_id for chat_id in range(1, 10_001) if fault.matches("sendMessage", chat_id, counted=True)]
    assert 850 < len(hit) < 1150
    assert hit == [chat_id for chat_id in hit if fault.matches("sendMessage", chat_id, counted=True)]
