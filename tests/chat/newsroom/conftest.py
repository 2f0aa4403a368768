"""A newsroom at work: the chat, couriers, fan-outs and the watch over broadcasts, with editors and readers' phones."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.chat import newsroom
from bot.chat.application import open_chats
from bot.domain.chat import ChatKind, Place
from bot.domain.interest import EVERYTHING, Interest
from bot.domain.pace import spacing
from bot.playground.phone import Phone, Wanted
from bot.playground.phone import Place as Where
from bot.playground.telegram.limits import Limits, Pace
from bot.playground.telegram.nouns import Message, User
from bot.playground.telegram.presses import Press
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.deps import Deps
from bot.services.fan_out import run_fan_outs
from bot.services.receive import keep_polling
from bot.telegram.pace import LocalBudget
from bot.telegram.transport import open_session
from storage import chats, subscriptions
from storage.schema import AuditRow, DeliveryRow
from tests.databases import opened
from tests.world import World, a_world, running, with_settings

_PATIENCE = 40.0
"""Seconds until a wait gives up: the machine may be busy with other tests."""


@dataclass
class Desk:
    """What a test of the newsroom does. Eva is an editor; whoever else is added is a reader."""

    world: World
    eva: User

    @property
    def phone(self) -> Phone:
        return self.world.phone

    @property
    def deps(self) -> Deps:
        return self.world.deps

    async def readers(self, number: int, *interests: Interest, language: str = "en") -> list[User]:
        """People who opened the bot and follow these, or everything."""
        people = []
        for index in range(number):
            person = self.phone.add_user(f"Reader {index}", language_code=language)
            self.phone.chat_of(person).started = True  # without a word that the bot would answer
            people.append(person)
            now = self.deps.now()
            async with self.deps.database.write() as session:
                chat = await chats.add_chat(
                    session, Place(person.id), ChatKind.PRIVATE, title="", language=language, now=now
                )
                for interest in interests or (EVERYTHING,):
                    await subscriptions.add_subscription(session, chat.id, interest.key, now=now)
        return people

    async def say(
        self, text: str, wanted: Wanted, *, by: User | None = None, reply_to: int | None = None
    ) -> Message:
        """An editor's message, and the bot's message that holds this."""
        user = by or self.eva
        self.phone.say(user, text, reply_to=reply_to)
        return await self.wait(user, wanted)

    async def press(
        self, message: Message, button: str, wanted: Wanted, *, by: User | None = None
    ) -> Message:
        """A press, and the message with this text, new or edited, that follows from it."""
        user = by or self.eva
        self.phone.press(user, self.now(message), button)
        return await self.wait(user, wanted)

    async def wait(self, place: Where, wanted: Wanted) -> Message:
        """The bot's message with this text, new or edited; a busy machine is given time."""
        return await self.phone.wait_for(place, wanted, within=_PATIENCE)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        await self.phone.wait_until(condition, within=_PATIENCE, what=what)

    async def answer(self, message: Message, button: str, *, by: User | None = None) -> str:
        """A press, and what is said over the chat."""
        press: Press = self.phone.press(by or self.eva, self.now(message), button)
        return (await self.phone.answer_to(press)).text or ""

    async def preview(self, text: str = "Quake of 7.1 off Honshu") -> Message:
        """The controls of a new broadcast."""
        return await self.say(f"/broadcast {text}", "Preview of broadcast")

    async def sent(self, text: str = "Quake of 7.1 off Honshu") -> Message:
        """The final report on a broadcast that everybody got."""
        controls = await self.preview(text)
        return await self.press(controls, "Send", "is finished")

    def now(self, message: Message) -> Message:
        """A message as it stands now."""
        return self.phone.chat_of(self.eva).messages.get(message.id, message)

    def labels(self, message: Message) -> list[str]:
        return self.phone.labels(self.now(message))

    def got(self, person: User) -> list[Message]:
        """What the bot wrote to somebody."""
        return [one for one in self.phone.messages(person) if one.sender_id != person.id]

    async def audit(self) -> list[str]:
        """What the log says that was done, the earliest first."""
        async with self.deps.database.read() as session:
            return list(await session.scalars(select(AuditRow.action).order_by(AuditRow.id)))

    async def states(self) -> list[tuple[str, str]]:
        """The action and the state of every delivery."""
        async with self.deps.database.read() as session:
            rows = await session.execute(select(DeliveryRow.action, DeliveryRow.state))
        return sorted((action, state) for action, state in rows)


def with_editor(world: World, language: str = "en") -> Desk:
    """The same world, in which somebody is an editor."""
    eva = world.phone.add_user("Eva", language_code=language)
    return Desk(replace(world, deps=with_settings(world.deps, admins=frozenset({eva.id}))), eva)


@asynccontextmanager
async def at_work(deps: Deps) -> AsyncIterator[None]:
    """All that a broadcast needs, while the block runs: started anew each time, with nothing but the database."""
    async with (
        open_session() as session,
        open_chats(deps, session) as chat,
        running(
            lambda stop: keep_polling(deps, stop),
            lambda stop: chat.keep_handling(deps, stop),
            lambda stop: run_fan_outs(deps, stop),
            Courier(deps, Composer(deps, lambda *_: None)).run,
            lambda stop: newsroom.watch(deps, stop),
        ),
    ):
        yield


def later(deps: Deps, by: timedelta) -> Deps:
    """Another process in the same world, whose clock shows a later time."""
    clock = deps.now

    def now() -> datetime:
        return clock() + by

    return replace(deps, now=now, budget=LocalBudget(spacing(deps.settings.messages_per_second), now))


@asynccontextmanager
async def killed_at_work(deps: Deps) -> AsyncIterator[None]:
    """The same, but at the end of the block everything is torn down as it stands: nothing is finished or given back."""
    working = asyncio.create_task(_work(deps))
    try:
        yield
    finally:
        working.cancel()
        await asyncio.wait({working})


async def _work(deps: Deps) -> None:
    async with at_work(deps):
        await asyncio.Event().wait()


@pytest.fixture(autouse=True)
def unintroduced(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Telegram shows of the bot is tested elsewhere, and takes eighty calls at each start."""

    async def introduce(*_: object) -> None:
        """Leave commands and descriptions as they are."""

    monkeypatch.setattr("bot.chat.application.introduce", introduce)


@pytest.fixture
async def idle_desk(sqlite_address: str) -> AsyncIterator[Desk]:
    """A newsroom in which nothing runs yet."""
    async with opened(sqlite_address) as database, a_world(database) as world:
        yield with_editor(world)


@pytest.fixture
async def desk(idle_desk: Desk) -> AsyncIterator[Desk]:
    """A newsroom at work, on SQLite."""
    async with at_work(idle_desk.deps):
        yield idle_desk


@pytest.fixture
async def slow_desk(sqlite_address: str) -> AsyncIterator[Desk]:
    """A newsroom at work that sends five messages a second: one can step in between."""
    async with opened(sqlite_address) as database, a_world(database, per_second=5) as world:
        world.telegram.pace = Pace(Limits(enforced=False))
        made = with_editor(world)
        async with at_work(made.deps):
            yield made


@pytest.fixture
async def desk_on_each(world: World) -> AsyncIterator[Desk]:
    """The same on each kind of database."""
    made = with_editor(world)
    async with at_work(made.deps):
        yield made
