"""People, chats and messages of the local Telegram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.telegram.files import StoredFile
from bot.playground.telegram.text.formatted import EMPTY, Formatted

ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

INSIDE: frozenset[Status] = frozenset({"creator", "administrator", "member", "restricted"})
Keyboard = Sequence[Sequence[Mapping[str, Any]]]
"""Rows of inline buttons, each as the Bot API writes it."""


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    is_bot: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Topic:
    """A thread of a forum; its id is that of the service message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A photo (with its size) or a document of a message."""

    kind: Literal["photo", "document"]
    file: StoredFile
    width: int = 0
    height: int = 0
    above: bool = False
    spoiler: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as it stands; an edit replaces it. `sender_id` is None for a channel's posts.

    `body` is the text, or the caption where there is media. `service` is what happened, in a service message.
    """

    id: int
    chat_id: int
    date: int
    sender_id: int | None
    body: Formatted = EMPTY
    media: Media | None = None
    keyboard: Keyboard = ()
    thread_id: int | None = None
    reply_to: int | None = None
    preview: Mapping[str, Any] = field(default_factory=dict)
    service: Mapping[str, Any] = field(default_factory=dict)
    edited_at: int | None = None
    silent: bool = False
    protected: bool = False

    @property
    def text(self) -> str:
        return self.body.text


@dataclass(slots=True)
class Chat:
    """A chat as the bot meets it; a private chat's id is its person's.

    `started` and `blocked` are a private chat's; `deleted` and `migrated_to` a group's; `topics` a forum's.
    `reply_keyboard` is what stands under the person's input field.
    """

    id: int
    type: ChatType
    title: str = ""
    username: str = ""
    is_forum: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    reply_keyboard: Mapping[str, Any] | None = None

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    @property
    def is_group(self) -> bool:
        return self.type in {"group", "supergroup"}
