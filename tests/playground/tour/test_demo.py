"""`newsbot demo` as whoever looks around starts it."""

import asyncio
import io
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from contextlib import asynccontextmanager

import pytest
from rich.console import Console

from bot.cli.demo import Outcome, show
from bot.playground.tour import steps
from bot.playground.tour.play import Step
from bot.playground.tour.scene import expect
from bot.playground.tour.steps import TOUR

pytestmark = pytest.mark.process

PATIENCE = 240
"""Seconds: the tour takes half a minute where nothing else runs."""


@asynccontextmanager
async def demo(tmp_path, *arguments, **environment):
    """The demo, with a folder of its own for what is temporary."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", *arguments),
        stdout=PIPE,
        stderr=STDOUT,
        env=os.environ | {"TMPDIR": str(tmp_path)} | environment,
    )
    async with asyncio.timeout(PATIENCE):
        yield process
        await process.wait()
    assert list(tmp_path.iterdir()) == []


async def test_the_tour_happens_step_by_step_and_ends_with_0(tmp_path):
    async with demo(tmp_path, "--once") as process:
        told = (await process.stdout.read()).decode()
    assert process.returncode == 0, told
    for number, step in enumerate(TOUR, 1):
        assert f"{number}. {step.title}" in told
    assert told.count("✓ checked on the phones") == len(TOUR)


async def test_settings_of_a_real_bot_mean_nothing_to_it(tmp_path):
    async with demo(
        tmp_path, "--once", NEWSBOT_TELEGRAM_TOKEN="1:x", NEWSBOT_POLL_INTERVAL="none"
    ) as process:
        await started(process)
        process.send_signal(signal.SIGTERM)
    assert process.returncode == 130


async def test_an_interrupt_ends_it_without_a_traceback(tmp_path):
    async with demo(tmp_path, "--once") as process:
        await started(process)
        process.send_signal(signal.SIGINT)
        rest = (await process.stdout.read()).decode()
    assert process.returncode == 130
    assert "Traceback" not in rest


async def test_a_port_that_is_taken_is_told_in_a_line(tmp_path):
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with demo(tmp_path, "--once", "--port", str(port)) as process:
        told = (await process.stdout.read()).decode()
    server.close()
    assert process.returncode == 2
    assert re.search(rf"newsbot: .*{port}", told)
    assert "Traceback" not in told


async def started(process):
    """The page's address, once it is told."""
    async for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line.decode()):
            return found[0]
    raise AssertionError("it ended before it was ready")


@pytest.fixture
def tour(monkeypatch):
    """Puts other steps in the tour's place."""
    return lambda *played: monkeypatch.setattr(steps, "TOUR", played)


class Listening(io.StringIO):
    """A terminal whose words can be waited for."""

    def __init__(self):
        super().__init__()
        self._changed = asyncio.Event()

    def write(self, text):
        self._changed.set()
        return super().write(text)

    async def until(self, pattern):
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(pattern, self.getvalue())):
                self._changed.clear()
                await self._changed.wait()
        return found


async def test_after_the_tour_the_page_stays_open_until_it_is_told_to_end(tour, session):
    tour(TOUR[0])
    terminal, outcome = Listening(), Outcome()
    showing = asyncio.create_task(show(Console(file=terminal), outcome, 0, stays=True))
    page = await terminal.until(r"Now it is yours: (\S+)")
    assert outcome.code == 0
    async with session.get(page[1]) as answer:
        assert answer.status == 200
    showing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await showing


async def test_a_step_that_does_not_happen_is_named_and_the_demo_ends_with_1(tour):
    async def never(scene):
        expect(so=False, what="a brief came")

    tour(Step("A story breaks", never))
    terminal, outcome = Listening(), Outcome()
    await show(Console(file=terminal), outcome, 0, stays=False)
    assert outcome.code == 1
    assert "✗ step 1, “A story breaks”: a brief came" in terminal.getvalue()
