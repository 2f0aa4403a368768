"""The people's side of the local Telegram: say, press, join, block; and wait for what the bot does about it."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.playground.membership import Membership
from bot.playground.telegram.errors import misuse
from bot.playground.telegram.files import Upload, picture_size
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.nouns import Chat, Media, Message, User
from bot.playground.telegram.presses import Answer, Press
from bot.playground.telegram.shapes import Json, inaccessible_json, message_json, user_json
from bot.playground.telegram.text.formatted import Formatted, formatted, found_by_telegram
from bot.playground.telegram.world import Event
from bot.playground.transcript import transcript

PATIENCE = 10.0
"""Seconds until a wait gives up. Nothing waits so long unless something is wrong."""

Place = User | Chat
"""Where something happens: a person is his private chat with the bot."""

Wanted = str | Callable[[Message], bool]
"""A message is wanted for a piece of its text, or for what a function says of it."""


class Phone(Membership):
    """Every person's phone at once. What it shows is what `telegram` holds."""

    def __init__(self, telegram: LocalTelegram) -> None:
        super().__init__(telegram)
        self._history: list[Event] = []
        self._marks: dict[int, int] = {}
        self._waiters: list[asyncio.Future[None]] = []
        telegram.world.listen(self._note)

    def say(
        self,
        user: User,
        text: str,
        *,
        chat: Chat | None = None,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> Message:
        """A message of a person, in his private chat unless `chat` says where; the bot hears of it by the rules."""
        place = self._opened(user, chat)
        body = Formatted(text, found_by_telegram(text))
        return self._spoken(place, user, body=body, thread_id=thread_id, reply_to=reply_to)

    def start(self, user: User, payload: str = "") -> Message:
        """Press Start, or follow a deep link t.me/<bot>?start=<payload>."""
        return self.say(user, f"/start {payload}".strip())

    def send_photo(self, user: User, photo: bytes, caption: str = "", *, chat: Chat | None = None) -> Message:
        place = self._opened(user, chat)
        width, height = picture_size(photo)
        media = Media("photo", self.world.store(Upload("photo.jpg", photo, "image/jpeg")), width, height)
        return self._spoken(place, user, body=formatted(caption, now=self.world.clock()), media=media)

    def edit(self, message: Message, text: str) -> Message:
        """A person corrects his own message."""
        edited = self.world.edit(message, body=Formatted(text, found_by_telegram(text)))
        kind = "edited_channel_post" if edited.sender_id is None else "edited_message"
        self._tell_bot(kind, message_json(self.world, edited), edited.chat_id)
        return edited

    def press(self, user: User, message: Message, button: str) -> Press:
        """Press a button by its label or its data; it must be one that sends data, not a link (see `url_of`)."""
        current = self.world.chats[message.chat_id].messages.get(message.id)
        data = _button(current or message, button).get("callback_data")
        if data is None:
            raise misuse("press", f"the button {button!r} has no callback data")
        self._mark(message.chat_id)
        press = self.telegram.state.presses.add(user.id, message.chat_id, message.id, data)
        self._tell_bot("callback_query", self._query(press, user, current), -user.id)
        return press

    def url_of(self, message: Message, button: str) -> str:
        """Where a link button leads."""
        return str(_button(message, button)["url"])

    def labels(self, message: Message) -> list[str]:
        return [str(button["text"]) for row in message.keyboard for button in row]

    def last(self, place: Place) -> Message:
        """The newest message of a chat."""
        return next(reversed(self.chat_of(place).messages.values()))

    def messages(self, place: Place) -> list[Message]:
        return list(self.chat_of(place).messages.values())

    def transcript(self, place: Place) -> str:
        """The conversation as text, a line for each message and each row of buttons."""
        return transcript(self.world, self.chat_of(place))

    async def wait_for(self, place: Place, wanted: Wanted, *, within: float = PATIENCE) -> Message:
        """The first message of the bot, new or edited, that is wanted, since a person last did something in this chat.

        Raises AssertionError with the conversation in it when none comes in time.
        """
        chat = self.chat_of(place)
        found: list[Message] = []

        def look() -> bool:
            found[:] = [message for message in self._since_mark(chat) if _is_wanted(message, wanted)][:1]
            return bool(found)

        await self.wait_until(look, within=within, what=f"{wanted!r} in\n{self.transcript(place)}")
        return found[0]

    async def answer_to(self, press: Press, *, within: float = PATIENCE) -> Answer:
        """What the bot answered to a press."""
        await self.wait_until(
            lambda: press.answer is not None, within=within, what=f"an answer to {press.data!r}"
        )
        return press.answer or Answer()

    async def wait_until(
        self, condition: Callable[[], bool], *, within: float = PATIENCE, what: str = "a condition"
    ) -> None:
        """Wait until something is so; it is asked after every change, and never in between."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    waiter = asyncio.get_running_loop().create_future()
                    self._waiters.append(waiter)
                    await waiter
        except TimeoutError:
            raise AssertionError(f"waited {within:g} s in vain for {what}") from None

    def _note(self, event: Event) -> None:
        if event.message is not None:
            self._history.append(event)
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _mark(self, chat_id: int) -> None:
        self._marks[chat_id] = len(self._history)

    def _since_mark(self, chat: Chat) -> list[Message]:
        """The bot's messages, as they stand now, that came or changed since the mark."""
        recent = self._history[self._marks.get(chat.id, 0) :]
        ids = dict.fromkeys(
            event.message.id
            for event in recent
            if event.message
            and event.chat_id == chat.id
            and event.message.sender_id in {self.world.bot.id, None}
        )
        return [chat.messages[message_id] for message_id in ids if message_id in chat.messages]

    def _opened(self, user: User, chat: Chat | None) -> Chat:
        place = chat or self.chat_of(user)
        if place.is_private:
            if place.blocked:
                self.unblock(user)
            if not place.started:
                place.started = True
                self.world.tell(Event("chat", place.id))
        return place

    def _spoken(self, chat: Chat, user: User, **content: Any) -> Message:
        sender = None if chat.type == "channel" else user.id
        message = self.world.post(chat, sender, **content)
        self._mark(chat.id)
        if self._is_heard(chat, message):
            kind = "channel_post" if sender is None else "message"
            self._tell_bot(kind, message_json(self.world, message), chat.id)
        return message

    def _is_heard(self, chat: Chat, message: Message) -> bool:
        """In groups a bot hears commands, replies to it and its name; as an administrator, everything."""
        status = chat.members.get(self.world.bot.id)
        if chat.is_private or status == "administrator":
            return True
        replied = chat.messages.get(message.reply_to or 0)
        name = f"@{self.world.bot.username}"
        command = message.text.startswith("/") and (
            "@" not in message.text.split()[0] or name in message.text
        )
        to_bot = replied is not None and replied.sender_id == self.world.bot.id
        return status in {"member", "restricted"} and (command or to_bot or name in message.text)

    def _query(self, press: Press, user: User, message: Message | None) -> Json:
        chat = self.world.chats[press.chat_id]
        shown = (
            message_json(self.world, message)
            if message
            else inaccessible_json(self.world, chat, press.message_id)
        )
        return {
            "id": press.id,
            "from": user_json(user),
            "message": shown,
            "chat_instance": str(press.chat_id),
            "data": press.data,
        }


def _button(message: Message, wanted: str) -> Json:
    """The button with this label or data, or, where no label is quite that, the one whose label begins so."""
    buttons = [dict(button) for row in message.keyboard for button in row]
    for matches in (
        lambda button: wanted in {button["text"], button.get("callback_data")},
        lambda button: button["text"].startswith(wanted),
        lambda button: wanted in button["text"],
    ):
        if found := [button for button in buttons if matches(button)]:
            return found[0]
    raise misuse("press", f"no button {wanted!r} among {[button['text'] for button in buttons]}")


def _is_wanted(message: Message, wanted: Wanted) -> bool:
    return wanted in message.text if isinstance(wanted, str) else wanted(message)
