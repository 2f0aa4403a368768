"""Counters-only mode: a million readers, without a message kept."""

import asyncio
import json
import tracemalloc

import pytest

from bot.playground.start import local_counters
from bot.playground.telegram.bulk import Bulk
from bot.playground.telegram.counters import text_hash
from bot.playground.telegram.limits import Limits, Pace
from bot.playground.telegram.local import LocalTelegram
from tests.playground.conftest import calls

TOKEN_PATH = "/bot5000000001:local-telegram-keeps-no-secrets"


@pytest.fixture
def call(counters, session):
    return calls(counters, session)


class Wire:
    """A bare connection, to send bytes as no client library would."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    def send(self, method, body, kind="application/json", extra=""):
        head = f"POST {TOKEN_PATH}/{method} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n{extra}"
        self.writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    async def read(self):
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return int(head.split(b" ")[1]), json.loads(await self.reader.readexactly(length))


@pytest.fixture
async def wire(counters):
    port = int(counters.base_url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield Wire(reader, writer)
    writer.close()
    await writer.wait_closed()


async def test_anybody_can_be_written_to_and_gets_a_message_with_an_id_of_its_own(call):
    one = (await call("sendMessage", chat_id=111, text="x")).result
    two = (await call("sendMessage", chat_id=-1009, text="x")).result
    assert (one["chat"]["type"], two["chat"]["type"]) == ("private", "channel")
    assert one["message_id"] < two["message_id"]


async def test_every_bulk_call_is_answered(call, counters):
    photo = await call("sendPhoto", chat_id=1, photo="some-id", caption="x")
    copies = (await call("copyMessages", chat_id=2, from_chat_id=3, message_ids=[1, 2])).result
    assert photo.status == 200
    assert len(copies) == 2
    assert set((await call("copyMessage", chat_id=3, from_chat_id=3, message_id=1)).result) == {"message_id"}
    assert (await call("editMessageText", chat_id=4, message_id=7, text="y")).result["message_id"] == 7
    assert (await call("deleteMessages", chat_id=4, message_ids=[7])).result is True
    assert (await call("getMe")).result["is_bot"]
    assert counters.telegram.counters.messages == 4


async def test_fields_are_checked_here_as_well(call, counters):
    assert (await call("sendMessage", chat_id=1, text="x", colour="red")).status == 400
    assert "text is missing" in (await call("sendMessage", chat_id=1)).error
    assert (await call("sendMessage", chat_id=1, text="")).error == "Bad Request: message text is empty"
    assert (await call("sendMessage", chat_id=1, text="x" * 4097)).error == "Bad Request: message is too long"
    assert (await call("sendMessage", chat_id=1, text="x", token="1:no")).status == 401
    assert len(counters.telegram.violations) == 2
    counters.telegram.violations.clear()


async def test_one_text_in_a_hundred_is_parsed(call):
    answers = [
        await call("sendMessage", chat_id=chat_id, text="<p>", parse_mode="HTML") for chat_id in range(1, 101)
    ]
    assert [answer.status for answer in answers] == [200] * 99 + [400]


async def test_the_pace_is_kept(call, counters):
    counters.telegram.pace = Pace(Limits())
    answers = [(await call("sendMessage", chat_id=chat_id, text="x")).status for chat_id in range(1, 33)]
    assert answers == [200] * 30 + [429] * 2
    paid = await call("sendMessage", chat_id=99, text="x", allow_paid_broadcast=True)
    assert paid.status == 200
    assert counters.telegram.counters.paid_messages == 1
    assert counters.telegram.counters.refused == {429: 2}


async def test_a_person_of_the_phone_side_is_there_in_full(call, counters):
    ana = counters.phone.add_user("Ana")
    counters.phone.start(ana)
    assert (await call("getUpdates")).result[0]["message"]["text"] == "/start"
    await call("sendMessage", chat_id=ana.id, text="<b>Hi</b>", parse_mode="HTML")
    assert counters.phone.last(ana).text == "Hi"


async def test_the_log_tells_what_went_to_whom(call, counters):
    counters.telegram.reset_counters(log=True)
    for chat_id, text in ((5, "one"), (6, "два"), (5, "three")):
        await call("sendMessage", chat_id=chat_id, text=text)
    log = counters.telegram.counters.log
    assert [(chat, digest) for chat, _, digest in log.rows()] == [
        (5, text_hash("one")),
        (6, text_hash("два")),
        (5, text_hash("three")),
    ]
    assert len(log.rows(start=2)) == 1
    assert log.numbers.itemsize * len(log.numbers) == 24 * 3


async def test_requests_in_one_packet_and_in_pieces_are_answered_in_order(wire):
    body = json.dumps({"chat_id": 1, "text": "x"}).encode()
    wire.send("sendMessage", body)
    wire.send("getMe", b"{}")
    wire.send("sendMessage", b"chat_id=2&text=y", kind="application/x-www-form-urlencoded")
    answers = [await wire.read() for _ in range(3)]
    assert [answer["result"].get("chat", answer["result"])["id"] for _, answer in answers] == [
        1,
        5_000_000_001,
        2,
    ]
    head = f"POST {TOKEN_PATH}/getMe HTTP/1.1\r\nContent-Type: application/json\r\nContent-Le".encode()
    for piece in (head, b"ngth: 2\r\n\r", b"\n{", b"}"):
        wire.writer.write(piece)
        await wire.writer.drain()
    assert (await wire.read())[0] == 200


async def test_a_body_without_a_length_is_refused_and_a_broken_one_told(wire):
    wire.send("sendMessage", b"{broken")
    assert await wire.read() == (
        400,
        {"ok": False, "error_code": 400, "description": "Bad Request: can't parse request JSON object"},
    )
    wire.writer.write(f"POST {TOKEN_PATH}/getMe HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    assert (await wire.read())[0] == 411


@pytest.mark.parametrize("noise", [b"hello\r\n\r\n", b"\r\n\r\n", b"POST  HTTP/1.1\r\n\r\n", b"x" * 70_000])
async def test_noise_closes_the_connection_and_nothing_else(wire, call, noise):
    wire.writer.write(noise)
    await wire.reader.read()
    assert (await call("getMe")).status == 200


async def test_a_connection_is_closed_when_the_client_says_so(wire):
    wire.send("sendMessage", b'{"chat_id": 1, "text": "x"}', extra="Connection: close\r\n")
    assert (await wire.read())[0] == 200
    assert await wire.reader.read() == b""


async def test_answers_can_be_made_to_come_as_late_as_telegrams(session):
    loop = asyncio.get_running_loop()
    async with local_counters(latency=0.03) as playground:
        made = calls(playground, session)
        before = loop.time()
        answers = await asyncio.gather(
            *(made("sendMessage", chat_id=chat_id, text="x") for chat_id in range(1, 11))
        )
        took = loop.time() - before
    assert {answer.status for answer in answers} == {200}
    assert took >= 0.03


async def test_memory_stays_flat_in_the_number_of_readers():
    telegram = LocalTelegram(limits=Limits(per_second=10**6))
    bulk = Bulk(telegram)
    given = {"text": "x" * 500}
    for chat_id in range(1, 2000):
        bulk.handle(telegram.token, "sendMessage", given | {"chat_id": chat_id})
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for chat_id in range(2000, 22_000):
        telegram.pace._forget(telegram.monotonic() + 2)
        bulk.handle(telegram.token, "sendMessage", given | {"chat_id": chat_id})
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert telegram.counters.messages == 21_999
    assert after - before < 200_000
