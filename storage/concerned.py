"""Whom a fan-out concerns: the SELECTs behind its INSERT.

A story concerns the active chats that follow one of its keys and mute none; a broadcast those of its audience; a
change to either, those who were sent it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    case,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import StoryId
from bot.domain.chat import ChatState, Mode
from bot.domain.delivery import Action, BroadcastId, DeliveryState, Lane
from bot.domain.interest import Key, audience_keys, story_key
from storage.schema import BroadcastRow, ChatRow, DeliveryRow, Instant, MuteRow, StoryKeyRow, SubscriptionRow

DELETABLE = timedelta(hours=47, minutes=55)
"""Telegram deletes what is younger than 48 hours; five minutes are for the way there."""

COLUMNS = (
    "chat_id", "lane", "matched", "due_at", "message_id", "action",
    "story_id", "broadcast_id", "revision", "state", "attempts", "created_at", "worker", "error",
)  # fmt: skip

_Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FanOut:
    """One on its way. It concerns chats numbered above `after_chat_id` that were there when it was created."""

    id: int
    story_id: StoryId | None
    broadcast_id: BroadcastId | None
    action: Action
    lane: Lane
    revision: int
    created_at: datetime
    after_chat_id: int


async def select_concerned(session: AsyncSession, fan_out: FanOut, *, upto: int, now: datetime) -> _Query:
    """The deliveries, column by column as in `COLUMNS`, that a fan-out owes to chats up to the number `upto`."""
    if fan_out.action is not Action.SEND:
        return _of_change(fan_out, upto, now)
    if fan_out.broadcast_id is None:
        return _of_story(fan_out, upto, now)
    audience = await session.scalar(
        select(BroadcastRow.audience).where(BroadcastRow.id == fan_out.broadcast_id)
    )
    return _of_broadcast(fan_out, upto, now, audience)


def _of_story(fan_out: FanOut, upto: int, now: datetime) -> _Query:
    """One row for each key that a chat follows, the greatest key first: the first row of a chat is the one that counts.

    So nothing need be sorted or grouped: both tables are read in the order of their indexes.
    """
    keys = select(StoryKeyRow.key).where(StoryKeyRow.story_id == fan_out.story_id)
    if fan_out.revision and fan_out.story_id is not None:  # news in a story that was told before
        keys = keys.where(StoryKeyRow.key == story_key(fan_out.story_id))
    answers = keys.subquery()
    in_digest = ChatRow.mode == Mode.DIGEST
    return (
        select(
            ChatRow.id,
            case((in_digest, int(Lane.DIGEST)), else_=int(fan_out.lane)),
            SubscriptionRow.key,
            case((in_digest, ChatRow.next_digest_at), else_=literal(now, Instant)),
            literal(None, BigInteger),
            literal(fan_out.action, String),
            *_constants(fan_out, now),
        )
        .select_from(answers)
        .join(SubscriptionRow, SubscriptionRow.key == answers.c.key)
        .join(ChatRow, ChatRow.id == SubscriptionRow.chat_id)
        .where(
            SubscriptionRow.chat_id > fan_out.after_chat_id,
            SubscriptionRow.chat_id <= upto,
            SubscriptionRow.created_at <= fan_out.created_at,
            ChatRow.state == ChatState.ACTIVE,
            ChatRow.mode != Mode.BREAKING,
            SubscriptionRow.chat_id.not_in(_muting(keys, fan_out, upto, now)),
        )
        # The greatest key is the most specific one: "04000000/AZ" comes after "04000000/*", and that after "*/AZ".
        .order_by(answers.c.key.desc())
    )


def _muting(keys: Select[str], fan_out: FanOut, upto: int, now: datetime) -> Select[int]:
    """Chats of this chunk that do not want to hear of it: a list made once, and not a question for each chat."""
    return select(MuteRow.chat_id).where(
        MuteRow.key.in_(keys),
        MuteRow.chat_id > fan_out.after_chat_id,
        MuteRow.chat_id <= upto,
        or_(MuteRow.until_at.is_(None), MuteRow.until_at > now),
    )


def _of_broadcast(fan_out: FanOut, upto: int, now: datetime, audience: str | None) -> _Query:
    query = select(
        ChatRow.id,
        literal(int(fan_out.lane), Integer),
        literal("", String),
        literal(now, Instant),
        literal(None, BigInteger),
        literal(fan_out.action, String),
        *_constants(fan_out, now),
    ).where(
        ChatRow.id > fan_out.after_chat_id,
        ChatRow.id <= upto,
        ChatRow.joined_at <= fan_out.created_at,
        ChatRow.state == ChatState.ACTIVE,
    )
    if audience is None:
        return query
    follows = exists().where(
        SubscriptionRow.chat_id == ChatRow.id, SubscriptionRow.key.in_(audience_keys(Key(audience)))
    )
    return query.where(follows)


def _of_change(fan_out: FanOut, upto: int, now: datetime) -> _Query:
    """A change goes to each copy that was sent; what is too old to be deleted is edited instead."""
    about = (
        DeliveryRow.story_id == fan_out.story_id
        if fan_out.broadcast_id is None
        else DeliveryRow.broadcast_id == fan_out.broadcast_id
    )
    action: ColumnElement[str] = literal(fan_out.action, String)
    if fan_out.action is Action.DELETE:
        action = case((DeliveryRow.sent_at > now - DELETABLE, action), else_=literal(Action.EDIT, String))
    return select(
        DeliveryRow.chat_id,
        literal(int(fan_out.lane), Integer),
        DeliveryRow.matched,
        literal(now, Instant),
        DeliveryRow.message_id,
        action,
        *_constants(fan_out, now),
    ).where(
        about,
        DeliveryRow.chat_id > fan_out.after_chat_id,
        DeliveryRow.chat_id <= upto,
        DeliveryRow.action == Action.SEND,
        DeliveryRow.state == DeliveryState.SENT,
        DeliveryRow.message_id.is_not(None),
    )


def _constants(fan_out: FanOut, now: datetime) -> tuple[ColumnElement[Any], ...]:
    return (
        literal(fan_out.story_id, BigInteger),
        literal(fan_out.broadcast_id, Integer),
        literal(fan_out.revision, Integer),
        literal(DeliveryState.PENDING, String),
        literal(0, Integer),
        literal(now, Instant),
        literal("", String),
        literal("", String),
    )
