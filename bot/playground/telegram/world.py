"""The state of the local Telegram: who is there, which chats, which messages; and word of every change."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.playground.telegram.errors import bad_request
from bot.playground.telegram.files import StoredFile, Upload
from bot.playground.telegram.nouns import Chat, ChatType, Message, Topic, User

FIRST_USER = 700_000_001
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001


@dataclass(frozen=True, slots=True)
class Event:
    """Word of a change. `kind` is message, edited, deleted, typing, toast, keyboard, chat, profile, fault, webhook."""

    kind: str
    chat_id: int = 0
    message: Message | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


Listener = Callable[[Event], None]


class World:
    """`clock` gives the Unix time; a test may turn it."""

    def __init__(self, bot: User, clock: Callable[[], float]) -> None:
        self.bot = bot
        self.clock = clock
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self._listeners: list[Listener] = []
        self._user_ids = count(FIRST_USER)
        self._group_ids = count(FIRST_GROUP, -1)
        self._supergroup_ids = count(FIRST_SUPERGROUP, -1)
        self._file_ids = count(1)
        # Private chats and small groups share one sequence; every supergroup and channel has its own.
        self._message_ids = count(1)
        self._own_message_ids: dict[int, Iterator[int]] = {}

    @property
    def now(self) -> int:
        return int(self.clock())

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change from now on, in order; the result ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def add_user(self, first_name: str, *, user_id: int | None = None, **more: Any) -> User:
        """A person; his private chat with the bot exists from the start, not yet opened by /start."""
        user = User(user_id or next(self._user_ids), first_name, **more)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private")
        return user

    def add_chat(self, chat_type: ChatType, title: str, *, chat_id: int | None = None, **more: Any) -> Chat:
        ids = self._group_ids if chat_type == "group" else self._supergroup_ids
        chat = Chat(chat_id or next(ids), chat_type, title, **more)
        self.chats[chat.id] = chat
        return chat

    def chat(self, chat_id: int | str) -> Chat:
        """The chat of an id or an @username; raises Telegram's "chat not found"."""
        if isinstance(chat_id, int):
            found = self.chats.get(chat_id)
        else:
            name = chat_id.removeprefix("@").lower()
            found = next(
                (chat for chat in self.chats.values() if name and chat.username.lower() == name), None
            )
        if found is None:
            raise bad_request("chat not found")
        return found

    def next_message_id(self, chat: Chat) -> int:
        if chat.type in {"private", "group"}:
            return next(self._message_ids)
        return next(self._own_message_ids.setdefault(chat.id, count(1)))

    def post(self, chat: Chat, sender_id: int | None, **content: Any) -> Message:
        """Put a new message into a chat, and say so."""
        message = Message(
            id=self.next_message_id(chat), chat_id=chat.id, date=self.now, sender_id=sender_id, **content
        )
        chat.messages[message.id] = message
        self.tell(Event("message", chat.id, message))
        return message

    def edit(self, message: Message, **content: Any) -> Message:
        edited = replace(message, edited_at=self.now, **content)
        self.chats[message.chat_id].messages[message.id] = edited
        self.tell(Event("edited", message.chat_id, edited))
        return edited

    def delete(self, message: Message) -> None:
        chat = self.chats[message.chat_id]
        del chat.messages[message.id]
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
        self.tell(Event("deleted", chat.id, message))

    def open_topic(self, chat: Chat, name: str, creator_id: int) -> Topic:
        service = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}}
        message_id = self.next_message_id(chat)
        topic = Topic(message_id, name)
        chat.topics[topic.id] = topic
        message = Message(
            id=message_id,
            chat_id=chat.id,
            date=self.now,
            sender_id=creator_id,
            thread_id=topic.id,
            service=service,
        )
        chat.messages[message_id] = message
        self.tell(Event("message", chat.id, message))
        return topic

    def store(self, upload: Upload) -> StoredFile:
        number = next(self._file_ids)
        stored = StoredFile(f"AgACAgIAAxkD{number:012d}local", f"AQAD{number:010d}", upload)
        self.files[stored.id] = stored
        return stored
