"""The outbox: what is owed to whom, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.article import StoryId
from bot.domain.chat import ChatId
from bot.domain.delivery import Action, BroadcastId, Delivery, DeliveryId, DeliveryState, Lane
from storage.schema import ChatRow, DeliveryRow, MuteRow, StoryKeyRow, SubscriptionRow

# Written out, not bound: only a literal lets SQLite and PostgreSQL see that a partial index applies.
IS_PENDING = DeliveryRow.state == literal_column("'pending'")
IS_SENDING = DeliveryRow.state == literal_column("'sending'")


async def mark_sending(session: AsyncSession, worker: str, ids: Collection[DeliveryId]) -> set[DeliveryId]:
    """Set these to `sending` as the last thing before the request leaves; only those returned may be sent.

    What this worker has set so before counts as won: the commit that did it may have been taken for failed.
    """
    mine = IS_SENDING & (DeliveryRow.worker == worker)
    won = await session.scalars(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(ids), or_(IS_PENDING, mine))
        .values(state=DeliveryState.SENDING, worker=worker)
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    )
    return {DeliveryId(one) for one in won}


async def unmark(session: AsyncSession, worker: str, ids: Collection[DeliveryId]) -> None:
    """Take `mark_sending` back in the transaction that made it: the request does not leave after all."""
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(ids), IS_SENDING, DeliveryRow.worker == worker)
        .values(state=DeliveryState.PENDING)
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one delivery that was `sending`."""

    id: DeliveryId
    state: DeliveryState
    message_id: int | None = None
    bundle_id: DeliveryId | None = None
    attempts: int = 0
    due_at: datetime
    sent_at: datetime | None = None
    error: str = ""


async def mark_results(session: AsyncSession, worker: str, results: Sequence[Result]) -> None:
    """Set what became of deliveries that this worker was sending.

    One that was given up as `unknown` meanwhile, because the worker seemed dead, still takes its true result.
    """
    if not results:
        return
    table = DeliveryRow.__table__
    statement = (
        update(DeliveryRow)
        .where(
            table.c.id == bindparam("b_id"),
            table.c.worker == bindparam("b_worker"),
            or_(IS_SENDING, table.c.state == literal_column("'unknown'")),
        )
        .values(
            state=bindparam("b_state"),
            message_id=func.coalesce(bindparam("b_message_id"), table.c.message_id),
            bundle_id=bindparam("b_bundle_id"),
            attempts=bindparam("b_attempts"),
            due_at=bindparam("b_due_at"),
            sent_at=bindparam("b_sent_at"),
            error=bindparam("b_error"),
        )
    )
    connection = await session.connection()
    await connection.execute(
        statement,
        [
            {
                "b_id": result.id,
                "b_worker": worker,
                "b_state": result.state,
                "b_message_id": result.message_id,
                "b_bundle_id": result.bundle_id,
                "b_attempts": result.attempts,
                "b_due_at": result.due_at,
                "b_sent_at": result.sent_at,
                "b_error": result.error,
            }
            for result in results
        ],
    )


async def postpone(
    session: AsyncSession, ids: Collection[DeliveryId], *, due_at: datetime, lane: Lane | None = None
) -> None:
    """Owe these later, and in another lane if one is given."""
    values: dict[str, object] = {"due_at": due_at} | ({} if lane is None else {"lane": int(lane)})
    await session.execute(update(DeliveryRow).where(DeliveryRow.id.in_(ids), IS_PENDING).values(**values))


async def drop(session: AsyncSession, ids: Collection[DeliveryId], *, reason: str) -> None:
    """No longer owe these."""
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(ids), IS_PENDING)
        .values(state=DeliveryState.DROPPED, error=reason)
    )


async def drop_chat(session: AsyncSession, telegram_id: int, *, reason: str) -> None:
    """No longer owe anything to a Telegram chat."""
    threads = select(ChatRow.id).where(ChatRow.telegram_id == telegram_id)
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.chat_id.in_(threads), IS_PENDING)
        .values(state=DeliveryState.DROPPED, error=reason)
        .execution_options(synchronize_session=False)
    )


async def drop_thread(session: AsyncSession, chat: ChatId, *, reason: str) -> None:
    """No longer owe anything to one thread of a chat."""
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.chat_id == chat, IS_PENDING)
        .values(state=DeliveryState.DROPPED, error=reason)
        .execution_options(synchronize_session=False)
    )


async def drop_unwanted(session: AsyncSession, chat: ChatId, *, now: datetime) -> None:
    """No longer owe a chat the stories that it ceased to follow, or mutes."""
    of_story = StoryKeyRow.story_id == DeliveryRow.story_id
    followed = exists().where(
        of_story, SubscriptionRow.key == StoryKeyRow.key, SubscriptionRow.chat_id == DeliveryRow.chat_id
    )
    muted = exists().where(
        of_story,
        MuteRow.key == StoryKeyRow.key,
        MuteRow.chat_id == DeliveryRow.chat_id,
        or_(MuteRow.until_at.is_(None), MuteRow.until_at > now),
    )
    await session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.chat_id == chat,
            IS_PENDING,
            DeliveryRow.story_id.is_not(None),
            DeliveryRow.action == Action.SEND,
            or_(~followed, muted),
        )
        .values(state=DeliveryState.DROPPED, error="no longer followed")
        .execution_options(synchronize_session=False)
    )


async def drop_subject(
    session: AsyncSession,
    *,
    story: StoryId | None = None,
    broadcast: BroadcastId | None = None,
    action: Action | None = None,
    reason: str,
) -> int:
    """No longer owe a story or a broadcast, or one action of it, to anybody; how many it was still owed to."""
    about = _is_about(story, broadcast)
    dropped = await session.scalars(
        update(DeliveryRow)
        .where(about if action is None else about & (DeliveryRow.action == action), IS_PENDING)
        .values(state=DeliveryState.DROPPED, error=reason)
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(dropped.all())


async def park(session: AsyncSession, telegram_id: int, *, until: datetime) -> None:
    """Owe nothing to a Telegram chat before this moment, as it asked for."""
    threads = select(ChatRow.id).where(ChatRow.telegram_id == telegram_id)
    await session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.chat_id.in_(threads), IS_PENDING, DeliveryRow.due_at < until)
        .values(due_at=until)
        .execution_options(synchronize_session=False)
    )


async def list_in_message(session: AsyncSession, chat: ChatId, story: StoryId) -> list[Delivery]:
    """The deliveries that went out in one message with this story, this one among them, in their order there."""
    of_story = select(DeliveryRow).where(
        DeliveryRow.story_id == story, DeliveryRow.chat_id == chat, DeliveryRow.action == Action.SEND
    )
    row = await session.scalar(of_story)
    if row is None:
        return []
    if row.bundle_id is None:
        return [delivery_of(row)]
    bundle = select(DeliveryRow).where(DeliveryRow.bundle_id == row.bundle_id).order_by(DeliveryRow.id)
    return [delivery_of(one) for one in await session.scalars(bundle)]


async def owe_again(session: AsyncSession, *, broadcast: BroadcastId, now: datetime) -> int:
    """Owe copies of a broadcast again of which it is not known whether they arrived; how many there were."""
    again = await session.scalars(
        update(DeliveryRow)
        .where(
            DeliveryRow.broadcast_id == broadcast,
            DeliveryRow.action == Action.SEND,
            DeliveryRow.state == DeliveryState.UNKNOWN,
        )
        .values(state=DeliveryState.PENDING, due_at=now, worker="")
        .returning(DeliveryRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(again.all())


async def count_by_state(
    session: AsyncSession,
    *,
    story: StoryId | None = None,
    broadcast: BroadcastId | None = None,
    action: Action = Action.SEND,
    revision: int | None = None,
) -> dict[DeliveryState, int]:
    """How many deliveries of a story or a broadcast there are in each state."""
    query = (
        select(DeliveryRow.state, func.count())
        .where(_is_about(story, broadcast), DeliveryRow.action == action)
        .group_by(DeliveryRow.state)
    )
    if revision is not None:
        query = query.where(DeliveryRow.revision == revision)
    return {DeliveryState(state): count for state, count in await session.execute(query)}


async def count_pending(session: AsyncSession, *, now: datetime) -> tuple[int, datetime | None]:
    """How many deliveries wait, and since when the oldest of those that are due has been."""
    waiting = await session.scalar(select(func.count()).select_from(DeliveryRow).where(IS_PENDING)) or 0
    return waiting, await oldest_due(session, now=now)


async def oldest_due(session: AsyncSession, *, now: datetime) -> datetime | None:
    """Since when the oldest delivery of a story that is due has been."""
    heads = [
        await session.scalar(
            select(DeliveryRow.due_at)
            .where(
                IS_PENDING,
                DeliveryRow.broadcast_id.is_(None),
                DeliveryRow.lane == literal_column(str(int(lane))),
            )
            .order_by(DeliveryRow.due_at)
            .limit(1)
        )
        for lane in Lane
    ]
    return min((head for head in heads if head is not None and head <= now), default=None)


def _is_about(story: StoryId | None, broadcast: BroadcastId | None) -> ColumnElement[bool]:
    if (story is None) == (broadcast is None):
        raise ValueError("name a story or a broadcast")
    return DeliveryRow.story_id == story if story is not None else DeliveryRow.broadcast_id == broadcast


def delivery_of(row: DeliveryRow | Row[Any]) -> Delivery:
    """The noun for a row."""
    return Delivery(
        id=DeliveryId(row.id),
        chat_id=ChatId(row.chat_id),
        story_id=None if row.story_id is None else StoryId(row.story_id),
        broadcast_id=None if row.broadcast_id is None else BroadcastId(row.broadcast_id),
        action=Action(row.action),
        lane=Lane(row.lane),
        revision=row.revision,
        matched=row.matched,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        due_at=row.due_at,
        message_id=row.message_id,
    )
