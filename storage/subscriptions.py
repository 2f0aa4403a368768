"""What chats follow, and what they do not want to hear of."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import ChatId
from bot.domain.interest import Key
from storage.schema import MuteRow, SubscriptionRow
from storage.schema.base import insert_into, upsert


async def add_subscription(
    session: AsyncSession, chat: ChatId, key: Key, *, typed: str = "", now: datetime
) -> bool:
    """Follow a key; False when the chat follows it already. A mute of the same key ends.

    `typed` is a keyword as the reader spelled it.
    """
    await remove_mute(session, chat, key)
    statement = insert_into(session, SubscriptionRow).values(
        chat_id=chat, key=key, typed=typed[:64], created_at=now
    )
    added = await session.execute(statement.on_conflict_do_nothing().returning(SubscriptionRow.key))
    return added.first() is not None


async def remove_subscription(session: AsyncSession, chat: ChatId, key: Key) -> bool:
    """No longer follow a key; False when the chat did not."""
    removed = await session.execute(
        delete(SubscriptionRow)
        .where(SubscriptionRow.chat_id == chat, SubscriptionRow.key == key)
        .returning(SubscriptionRow.key)
    )
    return removed.first() is not None


async def remove_all(session: AsyncSession, chat: ChatId) -> int:
    """Follow nothing any more; how many there were."""
    removed = await session.execute(
        delete(SubscriptionRow).where(SubscriptionRow.chat_id == chat).returning(SubscriptionRow.key)
    )
    return len(removed.all())


async def list_subscriptions(session: AsyncSession, chat: ChatId) -> list[Key]:
    """What a chat follows, in the order in which it began to."""
    rows = await session.scalars(
        select(SubscriptionRow.key)
        .where(SubscriptionRow.chat_id == chat)
        .order_by(SubscriptionRow.created_at, SubscriptionRow.key)
    )
    return [Key(key) for key in rows]


async def list_spellings(session: AsyncSession, chat: ChatId) -> dict[Key, str]:
    """The keywords that a chat follows, as its reader spelled them."""
    rows = await session.execute(
        select(SubscriptionRow.key, SubscriptionRow.typed).where(
            SubscriptionRow.chat_id == chat, SubscriptionRow.typed != ""
        )
    )
    return {Key(key): typed for key, typed in rows}


async def list_keywords(session: AsyncSession) -> frozenset[Key]:
    """The keywords that anybody follows."""
    rows = await session.scalars(
        select(SubscriptionRow.key).where(SubscriptionRow.key >= '"', SubscriptionRow.key < "#").distinct()
    )
    return frozenset(Key(key) for key in rows)


async def count_followers(session: AsyncSession, keys: Collection[Key]) -> int:
    """How many chats follow at least one of these keys."""
    return (
        await session.scalar(
            select(func.count(distinct(SubscriptionRow.chat_id))).where(SubscriptionRow.key.in_(keys))
        )
    ) or 0


async def count_subscriptions(session: AsyncSession) -> list[tuple[Key, int]]:
    """How many chats follow each key, the most followed first."""
    followers = func.count()
    rows = await session.execute(
        select(SubscriptionRow.key, followers).group_by(SubscriptionRow.key).order_by(followers.desc())
    )
    return [(Key(key), count) for key, count in rows]


async def add_mute(session: AsyncSession, chat: ChatId, key: Key, *, until: datetime | None) -> None:
    """Hear nothing of a key until a time, or for good."""
    values = {"chat_id": chat, "key": key, "until_at": until}
    await session.execute(upsert(session, MuteRow, values, key=("chat_id", "key"), change=("until_at",)))


async def remove_mute(session: AsyncSession, chat: ChatId, key: Key) -> bool:
    """Hear of a key again; False when it was not muted."""
    removed = await session.execute(
        delete(MuteRow).where(MuteRow.chat_id == chat, MuteRow.key == key).returning(MuteRow.key)
    )
    return removed.first() is not None


async def list_mutes(
    session: AsyncSession, chat: ChatId, *, now: datetime
) -> list[tuple[Key, datetime | None]]:
    """What a chat does not want to hear of now, and until when."""
    rows = await session.execute(
        select(MuteRow.key, MuteRow.until_at)
        .where(MuteRow.chat_id == chat, (MuteRow.until_at.is_(None)) | (MuteRow.until_at > now))
        .order_by(MuteRow.key)
    )
    return [(Key(key), until) for key, until in rows]
