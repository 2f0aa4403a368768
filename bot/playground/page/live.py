"""What the page sees and does: a snapshot, then every change as it happens; and the people's deeds, back."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.playground.page.previews import Previews, previewed_url
from bot.playground.phone import Phone
from bot.playground.telegram.errors import ApiError
from bot.playground.telegram.nouns import INSIDE, Chat, Message, User
from bot.playground.telegram.shapes import Json, message_json, user_json
from bot.playground.telegram.world import Event

Deed = Callable[[Json], None]
Action = Callable[[], Awaitable[object]]
"""What a button of the page does; what it returns is shown there for a moment."""

MOST_WAITING = 2_000
"""Changes that a page may be behind before it is told to load anew."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whose phone the page shows, and what is written above it."""

    user: User
    role: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page shows: whose phones (everybody's, if none is named), and buttons of the demo's own."""

    people: Sequence[Person] = ()
    actions: Mapping[str, Action] = field(default_factory=dict)
    title: str = "Newsbot playground"


class Live:
    def __init__(self, phone: Phone, setting: Setting) -> None:
        self.phone = phone
        self.setting = setting
        self.previews = Previews()
        self._pages: set[asyncio.Queue[Json]] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._deeds: Mapping[str, Deed] = {
            "say": self._say,
            "start": self._start,
            "press": self._press,
            "block": lambda given: phone.block(self._user(given)),
            "unblock": lambda given: phone.unblock(self._user(given)),
            "action": self._action,
        }
        phone.world.listen(self._note)

    def open(self) -> asyncio.Queue[Json]:
        """A page: the snapshot is the first thing in its queue."""
        page: asyncio.Queue[Json] = asyncio.Queue(MOST_WAITING)
        page.put_nowait(self.snapshot())
        self._pages.add(page)
        for chat in self.phone.world.chats.values():
            for message in chat.messages.values():
                self._preview(message)
        return page

    def close(self, page: asyncio.Queue[Json]) -> None:
        self._pages.discard(page)

    def do(self, given: Json) -> None:
        """Something that a person did on the page. What cannot be done is told to the page, and changes nothing."""
        try:
            self._deeds[given["do"]](given)
        except (ApiError, KeyError, TypeError) as error:
            reason = error.description if isinstance(error, ApiError) else f"{type(error).__name__}: {error}"
            self.tell({"type": "refused", "text": reason})

    def tell(self, change: Json) -> None:
        for page in tuple(self._pages):
            try:
                page.put_nowait(change)
            except asyncio.QueueFull:
                self._pages.discard(page)  # the page finds its connection closed, and comes again

    def is_open(self, page: asyncio.Queue[Json]) -> bool:
        return page in self._pages

    def people(self) -> list[Person]:
        if self.setting.people:
            return list(self.setting.people)
        return [Person(user) for user in self.phone.world.users.values() if not user.is_bot]

    def snapshot(self) -> Json:
        world = self.phone.world
        return {
            "type": "hello",
            "title": self.setting.title,
            "bot": user_json(world.bot),
            "people": [user_json(person.user) | {"role": person.role} for person in self.people()],
            "chats": [self._chat(chat) for chat in world.chats.values()],
            "messages": [
                self._message(message) for chat in world.chats.values() for message in chat.messages.values()
            ],
            "actions": list(self.setting.actions),
        }

    def _note(self, event: Event) -> None:
        if not self._pages:
            return
        if event.kind == "profile":
            for chat in self.phone.world.chats.values():
                self.tell({"type": "chat", "chat": self._chat(chat)})
        elif event.kind in {"message", "edited"} and event.message:
            self.tell({"type": event.kind, "message": self._message(event.message)})
            self._preview(event.message)
            if not event.message.service:
                return
            self.tell({"type": "chat", "chat": self._chat(self.phone.world.chats[event.chat_id])})
        elif event.kind == "deleted" and event.message:
            self.tell({"type": "deleted", "chat_id": event.chat_id, "message_id": event.message.id})
        elif event.kind in {"chat", "keyboard"}:
            self.tell({"type": "chat", "chat": self._chat(self.phone.world.chats[event.chat_id])})
        else:
            self.tell({"type": event.kind, "chat_id": event.chat_id, **event.data})

    def _chat(self, chat: Chat) -> Json:
        world = self.phone.world
        inside = [user_id for user_id, status in chat.members.items() if status in INSIDE]
        members = [chat.id] if chat.is_private else inside
        profile = self.phone.telegram.state.profile
        return {
            "id": chat.id,
            "type": chat.type,
            "title": chat.title,
            "members": members,
            "started": chat.started or not chat.is_private,
            "blocked": chat.blocked,
            "pinned": chat.pinned,
            "topics": [{"id": topic.id, "name": topic.name} for topic in chat.topics.values()],
            "keyboard": chat.reply_keyboard,
            "commands": {
                str(user_id): list(profile.commands_for(world.users[user_id], chat)) for user_id in members
            },
            "leads": [
                user_id for user_id, status in chat.members.items() if status in {"creator", "administrator"}
            ],
        }

    def _message(self, message: Message) -> Json:
        shape = message_json(self.phone.world, message)
        return shape | {"silent": message.silent, "preview_url": previewed_url(message)}

    def _preview(self, message: Message) -> None:
        if url := previewed_url(message):
            self._later(self._tell_preview(url))

    async def _tell_preview(self, url: str) -> None:
        card = await self.previews.card(url)
        if card:
            self.tell({"type": "preview", "url": url, "card": card.to_json()})

    def _later(self, work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _user(self, given: Json) -> User:
        return self.phone.world.users[given["user_id"]]

    def _say(self, given: Json) -> None:
        chat = self.phone.world.chat(given["chat_id"])
        text = str(given["text"]).strip()[:4096]
        if text:
            self.phone.say(
                self._user(given),
                text,
                chat=chat,
                thread_id=given.get("thread_id"),
                reply_to=given.get("reply_to"),
            )

    def _start(self, given: Json) -> None:
        self.phone.start(self._user(given), str(given.get("payload", "")))

    def _press(self, given: Json) -> None:
        chat = self.phone.world.chat(given["chat_id"])
        message = chat.messages.get(given["message_id"])
        if message:
            self.phone.press(self._user(given), message, str(given["data"]))

    def _action(self, given: Json) -> None:
        self._later(self._tell_of(self.setting.actions[given["label"]]))

    async def _tell_of(self, action: Action) -> None:
        if said := await action():
            self.tell({"type": "note", "text": str(said)})
