"""`newsbot run` as a process of its own, beside a local Telegram and a newsstand that live in the test."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground.phone import Phone
from bot.playground.start import Playground, local_telegram
from bot.playground.telegram.limits import Limits
from bot.playground.telegram.local import LocalTelegram
from tests.databases import Postgres

PATIENCE = 90
"""Seconds for what takes one on an idle machine: a process starts slowly where everything runs at once."""

TOKEN = "5000000001:AAH4-dKq_9sZlYw0x1y2z3A4B5C6D7E8F9G"


@dataclass
class Process:
    """A running `newsbot`. `lines` is what it has written so far."""

    child: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, words: str) -> str:
        """The line with these words, once it is written."""
        async with asyncio.timeout(PATIENCE):
            while not (found := [line for line in self.lines if words in line]):
                if self.child.returncode is not None:
                    raise AssertionError(f"ended before {words!r}:\n" + "\n".join(self.lines))
                self._news.clear()
                await self._news.wait()
        return found[0]

    async def ready(self) -> str:
        """Wait until it is up; the address of its web server."""
        match = re.search(r"(http://[^/]+)/readyz", await self.until("✓ ready"))
        return match[1] if match else ""

    async def ended(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self.child.wait()

    async def stop(self) -> int:
        """End it as systemd does; its exit code."""
        self.child.terminate()
        return await self.ended()

    async def kill(self) -> None:
        """End it as a power cut does."""
        self.child.kill()
        await self.ended()

    async def listen(self) -> None:
        assert self.child.stderr is not None
        async for line in self.child.stderr:
            self.lines.append(line.decode().rstrip())
            self._news.set()
        await self.child.wait()
        self._news.set()


@dataclass(frozen=True)
class Site:
    """A bot's surroundings: a Telegram, a database, a folder of its own."""

    playground: Playground
    address: str
    folder: Path
    stack: AsyncExitStack
    everything: list[Process]
    more: dict[str, str] = field(default_factory=dict)

    @property
    def phone(self) -> Phone:
        return self.playground.phone

    async def newsbot(self, *arguments: str, limit: int = 0, **settings: Any) -> Process:
        """Start `newsbot` with these arguments and settings; with `limit`, no file may have more bytes."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSBOT_")}
        given = {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.playground.base_url,
            "DATABASE_URL": self.address,
            "HTTP_ADDRESS": "127.0.0.1:0",
            "FEEDS": "https://newsbot.invalid/rss",
            "FETCH_PRIVATE_ADDRESSES": "true",
            "MESSAGES_PER_SECOND": "1000",
            "POLL_INTERVAL": "1",
            "WORKERS": "1",
            "LOG_FORMAT": "text",
        } | self.more
        environment |= {f"NEWSBOT_{name}": str(value) for name, value in (given | settings).items()}
        command = [sys.executable, "-m", "bot", *arguments]
        if limit:
            command = ["bash", "-c", f'ulimit -f {limit // 1024}; exec "$@"', "-", *command]
        child = await asyncio.create_subprocess_exec(
            *command,
            cwd=self.folder,
            env=environment | {"PYTHONPATH": str(Path.cwd())},
            stderr=asyncio.subprocess.PIPE,
        )
        process = Process(child)
        self.everything.append(process)
        listening = asyncio.create_task(process.listen())
        self.stack.push_async_callback(_end, child, listening)
        return process

    async def run(self, *arguments: str, **settings: Any) -> Process:
        """Start `newsbot run` and wait until it is ready."""
        process = await self.newsbot("run", *arguments, **settings)
        await process.ready()
        return process


async def _end(child: asyncio.subprocess.Process, listening: "asyncio.Task[None]") -> None:
    if child.returncode is None:
        child.send_signal(signal.SIGKILL)
    async with asyncio.timeout(PATIENCE):
        await child.wait()
        await listening


@asynccontextmanager
async def a_site(address: str, folder: Path) -> AsyncIterator[Site]:
    """Surroundings; everything that was started in them is gone when the block ends, and wrote no token anywhere."""
    telegram = LocalTelegram(token=TOKEN, limits=Limits(enforced=False))
    async with local_telegram(Phone(telegram)) as playground, AsyncExitStack() as stack:
        site = Site(playground, address, folder, stack, [])
        yield site
    written = [line for process in site.everything for line in process.lines]
    assert not [line for line in written if TOKEN.partition(":")[2] in line]
    assert not [line for line in written if "Traceback" in line], "\n".join(written)


@pytest.fixture
async def site(address: str, tmp_path: Path) -> AsyncIterator[Site]:
    """Surroundings with an empty database, once of each kind."""
    async with a_site(address, tmp_path) as made:
        yield made


@pytest.fixture
async def small_site(sqlite_address: str, tmp_path: Path) -> AsyncIterator[Site]:
    """Surroundings with a SQLite file, for what has nothing to do with the database."""
    async with a_site(sqlite_address, tmp_path) as made:
        yield made


@pytest.fixture
async def large_site(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Site]:
    """Surroundings with a PostgreSQL, for several processes."""
    async with a_site(postgres.new_database(), tmp_path) as made:
        yield made


async def ask(url: str) -> tuple[int, Mapping[str, Any]]:
    """What a bot's web server says."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()
