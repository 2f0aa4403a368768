"""Chats: who reads, and what each chose."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import Chat, ChatId, ChatKind, ChatState, Length, Mode, Place, Preferences
from bot.domain.hours import next_digest_at
from bot.domain.pace import limit_of
from storage.schema import BroadcastRow, ChatRow, DeliveryRow, InboxRow, MuteRow, StoryRow, SubscriptionRow
from storage.schema.base import upsert

_BEGINNING = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


async def add_chat(
    session: AsyncSession, place: Place, kind: ChatKind, *, title: str, language: str, now: datetime
) -> Chat:
    """The chat at this place, added if it is new; a chat that was gone or renamed is brought up to date."""
    preferences = Preferences(language=language)
    values = {
        "telegram_id": place.telegram_id,
        "thread_id": place.thread_id,
        "kind": kind,
        "title": title,
        "joined_at": now,
        "free_at": _BEGINNING,
        **_columns(preferences, now),
    }
    statement = upsert(session, ChatRow, values, key=("telegram_id", "thread_id"), change=("title", "kind"))
    row = (await session.execute(statement.returning(ChatRow))).scalar_one()
    return chat_of(row)


async def find_chat(session: AsyncSession, place: Place) -> Chat | None:
    """The chat at this place, if we know it."""
    row = await session.scalar(
        select(ChatRow).where(ChatRow.telegram_id == place.telegram_id, ChatRow.thread_id == place.thread_id)
    )
    return chat_of(row) if row else None


async def get_chats(session: AsyncSession, ids: Collection[ChatId]) -> dict[ChatId, Chat]:
    """The chats with these ids; those that are no more are left out."""
    rows = await session.scalars(select(ChatRow).where(ChatRow.id.in_(ids)))
    return {ChatId(row.id): chat_of(row) for row in rows}


async def set_preferences(
    session: AsyncSession, chat: ChatId, preferences: Preferences, *, now: datetime
) -> None:
    """Keep what the reader chose."""
    await session.execute(
        update(ChatRow).where(ChatRow.id == chat).values(language_chosen=True, **_columns(preferences, now))
    )


async def set_state(session: AsyncSession, telegram_id: int, state: ChatState) -> None:
    """Pause or resume all threads of a Telegram chat."""
    await session.execute(update(ChatRow).where(ChatRow.telegram_id == telegram_id).values(state=state))


async def lose(session: AsyncSession, telegram_id: int) -> None:
    """Note that a Telegram chat is closed to us. Where its reader paused, that is what he finds on his return."""
    await _change_state(session, telegram_id, ChatState.ACTIVE, ChatState.GONE)


async def regain(session: AsyncSession, telegram_id: int) -> None:
    """Note that a Telegram chat that was lost is open to us again."""
    await _change_state(session, telegram_id, ChatState.GONE, ChatState.ACTIVE)


async def _change_state(session: AsyncSession, telegram_id: int, before: ChatState, after: ChatState) -> None:
    is_meant = (ChatRow.telegram_id == telegram_id) & (ChatRow.state == before)
    await session.execute(update(ChatRow).where(is_meant).values(state=after))


async def lose_thread(session: AsyncSession, chat: ChatId) -> None:
    """Note that one thread of a chat is closed to us."""
    await session.execute(update(ChatRow).where(ChatRow.id == chat).values(state=ChatState.GONE))


async def move(session: AsyncSession, telegram_id: int, new_telegram_id: int) -> None:
    """Follow a group that became a supergroup. What it had under the new id already gives way to the older rows."""
    await session.execute(delete(ChatRow).where(_is_newcomer(telegram_id, new_telegram_id)))
    await session.execute(
        update(ChatRow).where(ChatRow.telegram_id == telegram_id).values(telegram_id=new_telegram_id)
    )


def _is_newcomer(telegram_id: int, new_telegram_id: int) -> ColumnElement[bool]:
    old_threads = select(ChatRow.thread_id).where(ChatRow.telegram_id == telegram_id)
    return (ChatRow.telegram_id == new_telegram_id) & ChatRow.thread_id.in_(old_threads)


async def forget(session: AsyncSession, telegram_id: int) -> int:
    """Erase a chat with all its threads, and all that refers to it; how many rows of the chat there were."""
    ids = list(await session.scalars(select(ChatRow.id).where(ChatRow.telegram_id == telegram_id)))
    if not ids:
        return 0
    for row in (SubscriptionRow, MuteRow):
        await session.execute(delete(row).where(row.chat_id.in_(ids)))
    await session.execute(delete(DeliveryRow).where(_deliveries_of(ids)))
    await session.execute(delete(InboxRow).where(InboxRow.lane == telegram_id))
    await session.execute(delete(ChatRow).where(ChatRow.id.in_(ids)))
    return len(ids)


async def count_deliveries(session: AsyncSession, chat: ChatId) -> int:
    """How many records of what was sent to a chat, or is owed to it, are kept."""
    query = select(func.count()).select_from(DeliveryRow).where(_deliveries_of([chat]))
    return await session.scalar(query) or 0


def _deliveries_of(chats: list[int]) -> ColumnElement[bool]:
    """Deliveries have no index by chat, but one by story and chat: so look in each story that is kept."""
    mine = DeliveryRow.chat_id.in_(chats)
    stories, broadcasts = select(StoryRow.id), select(BroadcastRow.id)
    return or_(
        and_(DeliveryRow.story_id.is_not(None), DeliveryRow.story_id.in_(stories), mine),
        and_(DeliveryRow.broadcast_id.is_not(None), DeliveryRow.broadcast_id.in_(broadcasts), mine),
    )


async def count_chats(session: AsyncSession) -> dict[ChatState, int]:
    """How many chats there are in each state."""
    rows = await session.execute(select(ChatRow.state, func.count()).group_by(ChatRow.state))
    return {ChatState(state): count for state, count in rows}


async def occupy(session: AsyncSession, tats: Mapping[int, datetime]) -> None:
    """Note when Telegram chats may be sent to next (see `bot.domain.pace`); never sooner than is noted already."""
    table = ChatRow.__table__
    later = case((table.c.free_at > bindparam("tat"), table.c.free_at), else_=bindparam("tat"))
    statement = update(ChatRow).where(table.c.telegram_id == bindparam("chat")).values(free_at=later)
    connection = await session.connection()
    await connection.execute(statement, [{"chat": chat, "tat": tat} for chat, tat in sorted(tats.items())])


async def read_tats(session: AsyncSession, telegram_ids: Collection[int]) -> dict[int, datetime]:
    """What `occupy` noted for these Telegram chats."""
    rows = await session.execute(
        select(ChatRow.telegram_id, func.max(ChatRow.free_at))
        .where(ChatRow.telegram_id.in_(telegram_ids))
        .group_by(ChatRow.telegram_id)
    )
    return {chat: tat.replace(tzinfo=tat.tzinfo or UTC) for chat, tat in rows}


async def count_sent(session: AsyncSession, sent: Mapping[ChatId, int], days: Mapping[ChatId, int]) -> None:
    """Add to the number of briefs that chats got on these local days, for their daily caps."""
    table = ChatRow.__table__
    so_far = case((table.c.sent_day == bindparam("day"), table.c.sent_today), else_=0)
    statement = (
        update(ChatRow)
        .where(table.c.id == bindparam("chat"))
        .values(sent_today=so_far + bindparam("number"), sent_day=bindparam("day"))
    )
    connection = await session.connection()
    rows = [{"chat": chat, "day": days[chat], "number": number} for chat, number in sorted(sent.items())]
    await connection.execute(statement, rows)


async def take_turn(session: AsyncSession, place: Place, *, now: datetime) -> datetime:
    """Reserve the next moment at which a chat may be sent to, for a reply; now, for a chat that we do not know."""
    row = await session.scalar(
        select(ChatRow).where(ChatRow.telegram_id == place.telegram_id).limit(1).with_for_update()
    )
    if row is None:
        return now
    limit = limit_of(ChatKind(row.kind))
    at = max(now, limit.ready_at(row.free_at))
    await occupy(session, {place.telegram_id: limit.after(row.free_at, at)})
    return at


async def turn_digests(session: AsyncSession, *, now: datetime, limit: int) -> int:
    """Move the digest hour of chats whose hour has come to their next one; how many there were, at most `limit`."""
    rows = list(
        await session.scalars(
            select(ChatRow)
            .where(ChatRow.mode == Mode.DIGEST, ChatRow.next_digest_at <= now)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )
    for row in rows:
        row.next_digest_at = next_digest_at(_preferences(row), now)
    return len(rows)


def chat_of(row: ChatRow | Row[Any]) -> Chat:
    """The noun for a row."""
    return Chat(
        id=ChatId(row.id),
        place=Place(row.telegram_id, row.thread_id),
        kind=ChatKind(row.kind),
        title=row.title,
        state=ChatState(row.state),
        preferences=_preferences(row),
        joined_at=row.joined_at,
    )


def _preferences(row: ChatRow | Row[Any]) -> Preferences:
    return Preferences(
        language=row.language,
        zone=row.zone,
        mode=Mode(row.mode),
        digest_hours=tuple(row.digest_hours),
        quiet_from=_time(row.quiet_from),
        quiet_until=_time(row.quiet_until),
        breaking_in_quiet=row.breaking_in_quiet,
        daily_cap=row.daily_cap,
        length=Length(row.length),
        silent=row.silent,
    )


def _columns(preferences: Preferences, now: datetime) -> dict[str, Any]:
    return {
        "language": preferences.language,
        "zone": preferences.zone,
        "mode": preferences.mode,
        "digest_hours": list(preferences.digest_hours),
        "quiet_from": f"{preferences.quiet_from:%H:%M}" if preferences.quiet_from else "",
        "quiet_until": f"{preferences.quiet_until:%H:%M}" if preferences.quiet_until else "",
        "breaking_in_quiet": preferences.breaking_in_quiet,
        "daily_cap": preferences.daily_cap,
        "length": preferences.length,
        "silent": preferences.silent,
        "next_digest_at": next_digest_at(preferences, now),
    }


def _time(value: str) -> time | None:
    return time.fromisoformat(value) if value else None
