"""A conversation with the real Application: updates come in by long polling and our inbox, replies go out over HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bot.chat.application import open_chats
from bot.chat.keyboards import brief_keyboard
from bot.domain.article import StoryId
from bot.domain.chat import Chat, Place
from bot.playground.phone import Phone
from bot.playground.telegram.nouns import Chat as PhoneChat
from bot.playground.telegram.nouns import Message, User
from bot.playground.telegram.presses import Answer
from bot.services import account, read
from bot.services.account import Standing
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.deps import Deps
from bot.services.receive import keep_polling
from bot.telegram.transport import open_session
from storage import search, stories
from storage.database import Database
from tests.builders import a_story, fan_out
from tests.databases import opened
from tests.world import World, a_world, running


@dataclass
class Talk:
    """What a test says, presses and sees. Ana is a reader whose Telegram is in English."""

    world: World
    ana: User

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
        """Say something; the bot's first answer, in the same chat."""
        user = by or self.ana
        self.phone.say(user, text, chat=chat, **more)
        return await self.phone.wait_for(chat or user, anything)

    async def press(self, message: Message, button: str, *, by: User | None = None) -> Answer:
        """Press a button; what appears over the chat."""
        press = self.phone.press(by or self.ana, self.current(message), button)
        return await self.phone.answer_to(press)

    async def turn(self, message: Message, button: str, *, by: User | None = None) -> Message:
        """Press a button that changes its message, or brings a new one; that message."""
        self.phone.press(by or self.ana, self.current(message), button)
        return await self.phone.wait_for(self.world.telegram.world.chats[message.chat_id], anything)

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
            await search.add_document(session, told.id, read.document_of(title, said))
        return id_

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


def anything(_: Message) -> bool:
    return True


@asynccontextmanager
async def talking(world: World) -> AsyncIterator[None]:
    """The chat's part of the bot, while the block runs: started anew each time, with nothing but the database."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        chats = await stack.enter_async_context(open_chats(world.deps, session))
        await stack.enter_async_context(
            running(
                lambda stop: keep_polling(world.deps, stop),
                lambda stop: chats.keep_handling(world.deps, stop),
            )
        )
        yield


@asynccontextmanager
async def delivering(world: World) -> AsyncIterator[None]:
    """The part of the bot that sends what is owed, while the block runs."""
    async with running(Courier(world.deps, Composer(world.deps, brief_keyboard)).run):
        yield


@pytest.fixture
async def readers(sqlite_address: str) -> AsyncIterator[World]:
    """A world on SQLite, where most of these tests are at home."""
    async with opened(sqlite_address) as database, a_world(database) as world:
        yield world


@pytest.fixture
async def talk(readers: World) -> AsyncIterator[Talk]:
    """A conversation on SQLite."""
    async with talking(readers):
        yield Talk(readers, readers.phone.add_user("Ana", language_code="en"))


@pytest.fixture
async def talk_on_each(world: World) -> AsyncIterator[Talk]:
    """The same on each kind of database."""
    async with talking(world):
        yield Talk(world, world.phone.add_user("Ana", language_code="en"))
