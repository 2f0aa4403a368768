"""The phone side for another process: the same verbs as commands under /playground, and a client for both sides."""

from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.playground.phone import PATIENCE, Phone
from bot.playground.telegram.admin import Command, Given
from bot.playground.telegram.nouns import Message, User
from bot.playground.telegram.shapes import message_json


def phone_commands(phone: Phone) -> Mapping[str, Command]:
    """add_user, start, say, press, block, unblock, transcript and wait_for, with ids in place of objects."""
    commands = _PhoneCommands(phone)
    return {
        "add_user": commands.add_user,
        "start": commands.start,
        "say": commands.say,
        "press": commands.press,
        "block": commands.block,
        "unblock": commands.unblock,
        "transcript": commands.transcript,
        "wait_for": commands.wait_for,
    }


class _PhoneCommands:
    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    async def add_user(self, given: Given) -> object:
        return self.phone.add_user(**given).id

    async def start(self, given: Given) -> object:
        return self._shown(self.phone.start(self._user(given), given.get("payload", "")))

    async def say(self, given: Given) -> object:
        chat = self.phone.world.chat(given["chat_id"]) if "chat_id" in given else None
        message = self.phone.say(
            self._user(given),
            given["text"],
            chat=chat,
            thread_id=given.get("thread_id"),
            reply_to=given.get("reply_to"),
        )
        return self._shown(message)

    async def press(self, given: Given) -> object:
        """Press, and wait for the bot's answer to it."""
        user = self._user(given)
        chat = self.phone.world.chat(given.get("chat_id", user.id))
        answer = await self.phone.answer_to(
            self.phone.press(user, chat.messages[given["message_id"]], given["button"])
        )
        return {"text": answer.text, "alert": answer.alert}

    async def block(self, given: Given) -> object:
        self.phone.block(self._user(given))
        return True

    async def unblock(self, given: Given) -> object:
        self.phone.unblock(self._user(given))
        return True

    async def transcript(self, given: Given) -> object:
        return self.phone.transcript(self.phone.world.chat(given["chat_id"]))

    async def wait_for(self, given: Given) -> object:
        """The bot's message with this text, since a person last did something in the chat."""
        chat = self.phone.world.chat(given["chat_id"])
        return self._shown(
            await self.phone.wait_for(chat, given["text"], within=given.get("within", PATIENCE))
        )

    def _user(self, given: Given) -> User:
        return self.phone.world.users[given["user_id"]]

    def _shown(self, message: Message) -> object:
        return message_json(self.phone.world, message)


class Remote:
    """Drives a local Telegram that runs as a process of its own."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str) -> None:
        self._session = session
        self._base_url = base_url

    async def run(self, command: str, **given: Any) -> Any:
        """The result of a command; raises AssertionError with the server's reason when it refuses."""
        url = f"{self._base_url}/playground/{command}"
        async with self._session.post(url, json=given) as answer:
            body = await answer.json()
        if not body["ok"]:
            raise AssertionError(f"{command}: {body['description']}")
        return body["result"]
