"""The local Telegram as a process of its own, driven from another one."""

import asyncio
import signal
import sys

import pytest

from bot.playground.phone import Phone
from bot.playground.remote import Remote
from bot.playground.start import Playground
from bot.playground.telegram.local import LocalTelegram
from tests.playground.conftest import calls

pytestmark = pytest.mark.process


@pytest.fixture(params=["full", "counters"])
async def process(request):
    arguments = ["-m", "bot.playground.telegram", "--mode", request.param, "--log"]
    started = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    assert started.stdout
    base_url = (await started.stdout.readline()).decode().strip()
    yield base_url
    started.send_signal(signal.SIGTERM)
    assert await started.wait() == 0


async def test_it_prints_its_address_serves_and_stops_at_sigterm(process, session):
    remote = Remote(session, process)
    call = calls(Playground(LocalTelegram(), Phone(LocalTelegram()), process), session)
    ana = await remote.run("add_user", first_name="Ana")
    await remote.run("start", user_id=ana)
    assert (await call("getUpdates")).result[0]["message"]["text"] == "/start"
    assert (await call("sendMessage", chat_id=ana, text="hello")).status == 200
    assert (await remote.run("wait_for", chat_id=ana, text="hello"))["text"] == "hello"
    assert len(await remote.run("log")) == 1
