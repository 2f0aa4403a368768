"""A delivery: one thing owed to one chat, from pending to a final state, and the rules of its retries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NewType

from bot.domain.article import StoryId
from bot.domain.chat import ChatId

DeliveryId = NewType("DeliveryId", int)
BroadcastId = NewType("BroadcastId", int)

MAX_ATTEMPTS = 8
"""Failures that are nobody's decision (a refused connection, a 429) before a delivery is given up."""

MAX_BACKOFF = timedelta(hours=1)


class Lane(IntEnum):
    """Who goes first: the lower number."""

    BREAKING = 0
    BRIEF = 1
    DIGEST = 2
    EDIT = 3


class Action(StrEnum):
    """What is owed: a new message, or a change to one that was sent."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    NOTICE = "notice"
    """A reply beneath the sent message: edits notify nobody."""


class DeliveryState(StrEnum):
    """`sending` is committed before a request leaves, so a crash leaves only those in flight as `unknown`."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The request left and no answer came: it may have arrived, and is not sent again blindly."""
    DROPPED = "dropped"
    """No longer owed: its chat is gone, the reader unsubscribed, or the story was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the outbox: a story's brief or a broadcast, owed to a chat.

    `revision` tells which state of the story or broadcast is owed: 0 the first, later ones are corrections.
    `matched` is the subscription key that called for it. `message_id` is set once it is sent.
    """

    id: DeliveryId
    chat_id: ChatId
    story_id: StoryId | None = None
    broadcast_id: BroadcastId | None = None
    action: Action = Action.SEND
    lane: Lane
    revision: int = 0
    matched: str = ""
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    created_at: datetime
    due_at: datetime
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted it. `message_id` is None for an edit or a deletion."""

    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class RetryAt:
    """It surely did not arrive. `wait` is what Telegram asked for; zero when nothing was asked."""

    wait: timedelta
    reason: str
    flood: bool = False
    """Whether Telegram refused it for our pace (429)."""


@dataclass(frozen=True, slots=True)
class ChatGone:
    """The reader blocked the bot, or the chat no longer is, or is closed to us; or only one thread of it is."""

    reason: str
    thread_only: bool = False


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """A group became a supergroup, with a new id."""

    telegram_id: int


@dataclass(frozen=True, slots=True)
class OurFault:
    """Telegram refuses what we wrote; it would refuse it from anybody."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left, and no answer came."""

    reason: str


Outcome = Sent | RetryAt | ChatGone | ChatMoved | OurFault | Unknown


def next_attempt_at(attempts: int, now: datetime, retry_after: timedelta = timedelta(0)) -> datetime | None:
    """When to try again after this many failed attempts; None is giving up."""
    if attempts >= MAX_ATTEMPTS:
        return None
    backoff = min(timedelta(seconds=2**attempts), MAX_BACKOFF)
    return now + max(backoff, retry_after)  # never sooner than Telegram asked
