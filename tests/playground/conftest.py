"""A local Telegram for each test, with a clock that the test turns, and bots of three kinds to call it with."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import FormData
from hypothesis import HealthCheck, settings
from telegram import Bot

from bot.playground.phone import Phone
from bot.playground.pictures import landscape
from bot.playground.start import Playground, local_counters, local_telegram
from bot.playground.telegram.limits import Limits, Pace
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.nouns import User

settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")

NOW = 1_795_000_000.0  # 2026-11-18, a Wednesday


@dataclass
class Clock:
    """Unix time and a stopwatch, turned together."""

    at: float = NOW
    running: float = field(default=1000.0)

    def turn(self, seconds: float) -> None:
        self.at += seconds
        self.running += seconds


@dataclass(frozen=True)
class Answered:
    status: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def error(self) -> str:
        assert not self.body["ok"], self.body
        return str(self.body["description"])


Call = Callable[..., Awaitable[Answered]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> LocalTelegram:
    """It counts but does not limit the pace; a test about the pace asks for `paced`."""
    return LocalTelegram(
        limits=Limits(enforced=False),
        clock=lambda: clock.at,
        monotonic=lambda: clock.running,
        webhook_delays=(0.0,),
    )


@pytest.fixture
def paced(telegram: LocalTelegram) -> None:
    telegram.pace = Pace(Limits())


@pytest.fixture
async def playground(telegram: LocalTelegram) -> AsyncIterator[Playground]:
    async with local_telegram(Phone(telegram)) as started:
        yield started


@pytest.fixture
def phone(playground: Playground) -> Phone:
    return playground.phone


@pytest.fixture
def ana(phone: Phone) -> User:
    """A reader who pressed Start."""
    user = phone.add_user("Ana")
    phone.start(user)
    return user


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def call(playground: Playground, session: aiohttp.ClientSession) -> Call:
    """A call as a bot without any library makes it: call("sendMessage", chat_id=1, text="x")."""
    return calls(playground, session)


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    """python-telegram-bot's bot, as pip installs it."""
    made = Bot(playground.token, base_url=playground.bot_url, base_file_url=playground.file_url)
    async with made:
        yield made


@pytest.fixture
async def counters(telegram: LocalTelegram) -> AsyncIterator[Playground]:
    async with local_counters(Phone(telegram)) as started:
        yield started


@pytest.fixture
def send(call, ana):
    """A message to Ana."""

    async def sent(text="x", **more):
        return await call("sendMessage", chat_id=ana.id, text=text, **more)

    return sent


@pytest.fixture
def refusal(call):
    """What stands against a call, without the "Bad Request: " before it."""

    async def refused(method, **given):
        answer = await call(method, **given)
        assert answer.status == 400
        return answer.error.removeprefix("Bad Request: ")

    return refused


def inline(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


def button(text="Go", **more):
    return {"text": text, **(more or {"callback_data": "go"})}


@pytest.fixture
def photo(session, playground, ana):
    async def sent(content=None, chat_id=ana.id, **more):
        form = FormData({"chat_id": str(chat_id), **more})
        form.add_field("photo", content or landscape("x"), filename="x.png", content_type="image/png")
        async with session.post(f"{playground.bot_url}{playground.token}/sendPhoto", data=form) as answer:
            return Answered(answer.status, await answer.json(), dict(answer.headers))

    return sent


def calls(playground: Playground, session: aiohttp.ClientSession) -> Call:
    async def made(method: str, *, token: str = playground.token, **given: Any) -> Answered:
        async with session.post(f"{playground.bot_url}{token}/{method}", json=given) as answer:
            return Answered(answer.status, json.loads(await answer.read()), dict(answer.headers))

    return made
