"""Our HTTP client against a server that answers as it is told, byte by byte."""

import asyncio
import shutil
import ssl
import subprocess
from contextlib import asynccontextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import wire
from bot.telegram.transport import BotApi
from bot.telegram.wire import Answer, NotConnected, Wire, read_answer

OK = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b'5;note=1\r\n{"ok"\r\n6\r\n:true}\r\n0\r\nTrailer: 1\r\n\r\n'
)


@asynccontextmanager
async def serving(*answers, closes=False, tls=None):
    """A server that gives these answers in turn; yields its address and the requests that it got, by connection."""
    left = list(answers)
    connections = []

    async def serve(reader, writer):
        requests: list[bytes] = []
        connections.append(requests)
        while left:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            requests.append(head + await reader.readexactly(length))
            for part in left.pop(0):
                writer.write(part)
                await writer.drain()
            if closes:
                return

    served = set()

    async def serve_until_closed(reader, writer):
        task = asyncio.current_task()
        assert task is not None
        served.add(task)
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                await serve(reader, writer)
        finally:
            writer.close()

    async with await asyncio.start_server(serve_until_closed, "127.0.0.1", 0, ssl=tls) as server:
        host, port = server.sockets[0].getsockname()
        yield f"https://localhost:{port}" if tls else f"http://{host}:{port}", connections
        for task in served:
            task.cancel()
        await asyncio.gather(*served, return_exceptions=True)


@asynccontextmanager
async def a_wire(address):
    made = Wire(address, in_flight=4)
    yield made
    await made.close()


@pytest.mark.parametrize("whole", [OK, CHUNKED, b"HTTP/1.1 100 Continue\r\n\r\n" + OK])
@given(cuts=st.lists(st.integers(0, 130), max_size=4))
def test_an_answer_is_whole_when_its_last_byte_is_there_and_not_before(whole, cuts):
    for end in {*cuts, len(whole) - 1} - {len(whole), *range(len(whole), 131)}:
        assert read_answer(whole[:end]) is None
    assert read_answer(whole) == Answer(200, b'{"ok":true}', keeps=True)


@pytest.mark.parametrize(
    "got",
    [
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-length:2\r\nConnection: Close\r\n\r\n{}",
    ],
)
def test_a_connection_that_the_server_ends_is_not_used_again(got):
    assert read_answer(got) == Answer(200, b"{}", keeps=False)


def test_an_answer_without_a_length_ends_with_its_connection():
    got = b"HTTP/1.1 502 Bad Gateway\r\n\r\n<html>"
    assert read_answer(got) is None
    assert read_answer(got, ended=True) == Answer(502, b"<html>", keeps=False)


def test_an_answer_that_can_have_no_body_has_none():
    assert read_answer(b"HTTP/1.1 204 No Content\r\n\r\n") == Answer(204, b"", keeps=True)


@pytest.mark.parametrize(
    "got",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"<html>",
        b"HTTP/2 200\r\n\r\n" + b" " * 20,
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * 70_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n",
    ],
)
def test_what_is_no_http_is_refused(got):
    with pytest.raises(ConnectionError):
        read_answer(got)


async def test_one_connection_carries_one_call_after_the_other():
    async with serving([OK], [CHUNKED[:70], CHUNKED[70:]], [OK]) as (address, connections):
        async with a_wire(f"{address}/base/") as made:
            answers = [
                await made.post("/bot1:a/sendMessage", body) for body in (b"{}", b'{"a":1}', "é".encode())
            ]
        assert answers == [(200, b'{"ok":true}')] * 3
        assert [len(requests) for requests in connections] == [3]
        assert connections[0][1] == (
            b"POST /base/bot1:a/sendMessage HTTP/1.1\r\nHost: "
            + address.removeprefix("http://").encode()
            + b'\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}'
        )


async def test_calls_at_once_have_connections_of_their_own_and_wait_for_one_beyond_their_number():
    async with serving(*[[OK]] * 9) as (address, connections), a_wire(address) as made:
        answers = await asyncio.gather(*(made.post("/x", b"{}") for _ in range(9)))
    assert len(answers) == sum(len(requests) for requests in connections) == 9
    assert len(connections) == 4


async def test_a_connection_that_was_closed_meanwhile_is_not_written_to():
    async with serving([OK], [OK], closes=True) as (address, connections), a_wire(address) as made:
        await made.post("/x", b"{}")
        (line,) = made._idle  # what the next call would take
        while line.is_open:  # noqa: ASYNC110  # it has no event for it
            await asyncio.sleep(0)
        assert await made.post("/x", b"{}") == (200, b'{"ok":true}')
    assert [len(requests) for requests in connections] == [1, 1]


async def test_a_connection_that_was_idle_for_long_is_not_used_again(monkeypatch):
    monkeypatch.setattr(wire, "_KEEP_ALIVE", -1)
    async with serving([OK], [OK]) as (address, connections), a_wire(address) as made:
        for _ in range(2):
            await made.post("/x", b"{}")
    assert [len(requests) for requests in connections] == [1, 1]


@pytest.mark.parametrize("begun", [b"", OK[:20], OK[:-1]])
async def test_a_connection_that_breaks_before_the_answer_is_whole_is_an_error(begun):
    async with serving([begun], closes=True) as (address, _), a_wire(address) as made:
        with pytest.raises(ConnectionError):
            await made.post("/x", b"{}")


async def test_what_does_not_answer_in_time_is_a_timeout_and_its_connection_is_gone(monkeypatch):
    monkeypatch.setattr(wire, "_ANSWER_TIMEOUT", 0.01)
    async with serving([b"HTTP/1.1 "], [OK]) as (address, connections), a_wire(address) as made:
        with pytest.raises(TimeoutError):
            await made.post("/x", b"{}")
        monkeypatch.setattr(wire, "_ANSWER_TIMEOUT", 30)
        assert (await made.post("/x", b"{}"))[0] == 200
    assert len(connections) == 2


async def test_a_call_that_is_cancelled_leaves_its_answer_to_nobody_else():
    async with serving([b"HTTP/1.1 "], [OK]) as (address, connections), a_wire(address) as made:
        call = asyncio.create_task(made.post("/x", b"{}"))
        while not connections or not connections[0]:  # noqa: ASYNC110  # until it is there
            await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert (await made.post("/x", b"{}"))[0] == 200
    assert len(connections) == 2


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "https://name.invalid"])
async def test_without_a_connection_nothing_was_sent(address):
    async with BotApi(address, "1:a") as api:
        with pytest.raises(NotConnected):
            await api.call("sendMessage", b"{}")


async def test_a_server_that_speaks_no_tls_is_not_connected():
    async with serving([OK]) as (address, _), a_wire(address.replace("http:", "https:")) as made:
        with pytest.raises(NotConnected):
            await made.post("/x", b"{}")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for "localhost" that is its own authority, and its key, in one file."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    if shutil.which("openssl") is None:
        pytest.skip("makes a certificate with openssl, which is not installed")
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
    made = subprocess.run(
        ["openssl", "req", "-x509", *key, *names, "-keyout", "-", "-out", "-"],
        capture_output=True,
        check=True,
    )
    path.write_bytes(made.stdout)
    return path


def served_with(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


async def test_over_tls_a_server_whose_name_is_certified_is_called(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with serving([OK], [OK], tls=served_with(certificate)) as (address, connections):
        async with a_wire(address) as made:
            answers = [await made.post("/x", b"{}") for _ in range(2)]
        assert answers == [(200, b'{"ok":true}')] * 2
        assert len(connections) == 1


async def test_over_tls_nothing_is_sent_to_a_server_that_nobody_certifies_or_under_another_name(
    certificate, monkeypatch
):
    async with serving([OK], tls=served_with(certificate)) as (address, connections):
        for known, named in ((False, address), (True, address.replace("localhost", "127.0.0.1"))):
            if known:
                monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            async with a_wire(named) as made:
                with pytest.raises(NotConnected):
                    await made.post("/x", b"{}")
    assert connections == []


async def test_a_token_with_a_line_break_stays_in_its_line():
    async with serving([OK]) as (address, connections), BotApi(address, "1:a\r\nX: y") as api:
        await api.call("getMe", b"{}")
    assert connections[0][0].startswith(b"POST /bot1:a%0D%0AX:%20y/getMe HTTP/1.1\r\nHost")
