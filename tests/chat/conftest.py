"""A conversation with the real Application: updates come in by long polling and our inbox, replies go out over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.application import open_chats
from bot.chat.keyboards import brief_keyboard
from bot.domain.article import StoryId
from bot.domain.chat import Chat, Place
from bot.domain.finding import document_of
from bot.domain.pace import Limit
from bot.playground.phone import PATIENCE, Phone
from bot.playground.telegram.nouns import Chat as PhoneChat
from bot.playground.telegram.nouns import Message, User
from bot.playground.telegram.presses import Answer
from bot.services import account
from bot.services.account import Standing
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.deps import Deps
from bot.services.handle import Handle
from bot.services.receive import keep_polling
from bot.telegram.transport import open_session
from storage import search, stories
from storage.database import Database
from tests.builders import a_story, fan_out
from tests.databases import opened
from tests.world import World, a_world, running


class Progress:
    """What the bot has finished handling, so that a test need not guess when an answer is complete."""

    def __init__(self) -> None:
        self._done: set[tuple[object, ...]] = set()
        self._waiters: list[asyncio.Future[None]] = []

    def watched(self, handle: Handle) -> Handle:
        async def watching(payload: Mapping[str, Any], repeated: bool) -> None:
            await handle(payload, repeated)
            self._done.add(_named(payload))
            waiters, self._waiters = self._waiters, []
            for waiter in waiters:
                waiter.set_result(None)

        return watching

    async def until(self, *named: object) -> None:
        """Wait until this press, or this message, is handled."""
        async with asyncio.timeout(PATIENCE):
            while named not in self._done:
                waiter = asyncio.get_running_loop().create_future()
                self._waiters.append(waiter)
                await waiter


def _named(payload: Mapping[str, Any]) -> tuple[object, ...]:
    if query := payload.get("callback_query"):
        return ("press", query["id"])
    message = payload.get("message") or payload.get("channel_post")
    return ("message", message["chat"]["id"], message["message_id"]) if message else ("other",)


@dataclass
class Talk:
    """What a test says, presses and sees. Ana is a reader whose Telegram is in English."""

    world: World
    ana: User
    progress: Progress

    @property
    def phone(self) -> Phone:
        return self.world.phone

    @property
    def deps(self) -> Deps:
        return self.world.deps

    @property
    def database(self) -> Database:
        return self.world.deps.database

    async def say(
        self, text: str, *, by: User | None = None, chat: PhoneChat | None = None, **more: Any
    ) -> Message:
        """Say something; the first message of the bot's answer, in the same chat."""
        said = self.phone.say(by or self.ana, text, chat=chat, **more)
        await self.progress.until("message", said.chat_id, said.id)
        answers = self.after(said)
        assert answers, f"no answer to {text!r} in\n{self.phone.transcript(chat or by or self.ana)}"
        return answers[0]

    async def press(self, message: Message, button: str, *, by: User | None = None) -> Answer:
        """Press a button and wait for all that comes of it; what appears over the chat."""
        press = self.phone.press(by or self.ana, self.current(message), button)
        await self.progress.until("press", press.id)
        assert press.answer is not None, f"the press of {button!r} was not answered"
        return press.answer

    async def press_data(self, message: Message, data: str) -> Answer:
        """Press a button that our own keyboards do not have: an older one, or one that somebody made up."""
        user, presses = self.ana, self.world.telegram.state.presses
        press = presses.add(user.id, message.chat_id, message.id, data)
        self.phone._tell_bot("callback_query", self.phone._query(press, user, message), -user.id)
        await self.progress.until("press", press.id)
        return press.answer or Answer()

    async def turn(self, message: Message, button: str, *, by: User | None = None) -> Message:
        """Press a button that brings a new message, or changes its own; that message."""
        last = self.phone.last(self.world.telegram.world.chats[message.chat_id])
        await self.press(message, button, by=by)
        return next(iter(self.after(last)), self.current(message))

    def after(self, message: Message) -> list[Message]:
        """What the bot sent to a chat after a message."""
        sent = self.world.telegram.world.chats[message.chat_id].messages.values()
        ours = {self.phone.world.bot.id, None}
        return [one for one in sent if one.id > message.id and one.sender_id in ours]

    def current(self, message: Message) -> Message:
        """A message as it stands now."""
        return self.world.telegram.world.chats[message.chat_id].messages[message.id]

    def labels(self, message: Message) -> list[str]:
        return self.phone.labels(self.current(message))

    async def publish(self, title: str = "Port reopens", **story: Any) -> StoryId:
        """A story that is there from now on, unless `now` says otherwise; nobody is told of it."""
        id_ = await a_story(self.database, title, **{"now": self.deps.now(), **story})
        async with self.database.write() as session:
            (told,) = (await stories.get_stories(session, [id_]))[id_].articles
            said = [one.text for one in told.brief.sentences]
            await search.add_document(session, told.id, document_of(title, said))
        return id_

    async def publish_days_ago(self, days: int, title: str = "Old news", **story: Any) -> StoryId:
        """A story of some days ago, so that the bot knows how many there are a day."""
        return await self.publish(title, **{"now": self.deps.now() - timedelta(days=days), **story})

    async def push(self, title: str = "Port reopens", **story: Any) -> StoryId:
        """A story that its followers are told of now: `delivering` sends it."""
        id_, now = await self.publish(title, **story), self.deps.now()
        await fan_out(self.database, id_, now=now)
        return id_

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        await self.phone.wait_until(condition, what=what)

    async def chat(self, telegram_id: int | None = None, thread_id: int = 0) -> Chat | None:
        """A chat as it is stored; Ana's unless another is named."""
        return await account.find_place(self.deps, Place(telegram_id or self.ana.id, thread_id))

    async def standing(self, telegram_id: int | None = None, thread_id: int = 0) -> Standing:
        """What a chat follows and mutes."""
        chat = await self.chat(telegram_id, thread_id)
        assert chat is not None, "the chat is not known"
        return await account.get_standing(self.deps, chat)

    async def follows(self, telegram_id: int | None = None, thread_id: int = 0) -> list[str]:
        """The keys that a chat follows."""
        return [one.key for one in (await self.standing(telegram_id, thread_id)).following]


@asynccontextmanager
async def talking(world: World) -> AsyncIterator[Progress]:
    """The chat's part of the bot, while the block runs: started anew each time, with nothing but the database."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        chats = await stack.enter_async_context(open_chats(world.deps, session))
        progress = Progress()
        watched = replace(chats, handle=progress.watched(chats.handle))
        await stack.enter_async_context(
            running(
                lambda stop: keep_polling(world.deps, stop),
                lambda stop: watched.keep_handling(world.deps, stop),
            )
        )
        yield progress


@asynccontextmanager
async def delivering(world: World) -> AsyncIterator[None]:
    """The part of the bot that sends what is owed, while the block runs."""
    async with running(Courier(world.deps, Composer(world.deps, brief_keyboard)).run):
        yield


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who taps faster than once a second waits for nothing here; the pace is tested elsewhere."""
    monkeypatch.setattr("storage.chats.limit_of", lambda _: Limit(timedelta(milliseconds=1)))


@pytest.fixture
async def readers(sqlite_address: str) -> AsyncIterator[World]:
    """A world on SQLite, where most of these tests are at home."""
    async with opened(sqlite_address) as database, a_world(database) as world:
        yield world


@pytest.fixture
async def talk(readers: World) -> AsyncIterator[Talk]:
    """A conversation on SQLite."""
    async with talking(readers) as progress:
        yield Talk(readers, readers.phone.add_user("Ana", language_code="en"), progress)


@pytest.fixture
async def talk_on_each(world: World) -> AsyncIterator[Talk]:
    """The same on each kind of database."""
    async with talking(world) as progress:
        yield Talk(world, world.phone.add_user("Ana", language_code="en"), progress)
