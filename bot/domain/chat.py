"""A chat: the destination of briefs, with what its reader chose."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import NewType

ChatId = NewType("ChatId", int)
"""Our own number for a chat and thread; Telegram's is `Place.telegram_id`."""

UserId = NewType("UserId", int)
"""Telegram's number for a person."""


class ChatKind(StrEnum):
    """What Telegram calls the chat's type, with both kinds of group as one."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class ChatState(StrEnum):
    """Whether briefs go there."""

    ACTIVE = "active"
    PAUSED = "paused"
    """The reader said stop; subscriptions are kept."""
    GONE = "gone"
    """The reader blocked the bot, or the bot was removed; subscriptions are kept until he returns."""


class Mode(StrEnum):
    """When briefs go out."""

    INSTANT = "instant"
    DIGEST = "digest"
    BREAKING = "breaking"
    """Only what editors send as breaking news."""


class Length(StrEnum):
    """How much of a brief is shown unfolded."""

    SHORT = "short"
    NORMAL = "normal"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Place:
    """Where Telegram finds a chat: its id, and the forum topic within it, 0 for none."""

    telegram_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a reader chose under /settings.

    `language` is a language of the interface; `zone` an IANA name. `digest_hours` are hours of the day there, as
    are the two ends of the quiet hours, which may span midnight; none when both are None. `daily_cap`
    is the most briefs a day as they happen, the rest go to the digest; 0 is no cap.
    """

    language: str = "en"
    zone: str = "UTC"
    mode: Mode = Mode.INSTANT
    digest_hours: tuple[int, ...] = (8, 18)
    quiet_from: time | None = None
    quiet_until: time | None = None
    breaking_in_quiet: bool = False
    daily_cap: int = 0
    length: Length = Length.NORMAL
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A destination: a private chat, a group, a channel, or one topic of a forum."""

    id: ChatId
    place: Place
    kind: ChatKind
    title: str = field(default="", repr=False)
    state: ChatState = ChatState.ACTIVE
    preferences: Preferences = Preferences()
    joined_at: datetime
