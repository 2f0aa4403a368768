"""What a chat follows and mutes, when it wants to be told, and how it is forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import Chat, ChatKind, ChatState, Place, Preferences
from bot.domain.interest import Interest, Key
from bot.services.deps import Deps
from storage import chats, deliveries, stories, subscriptions

MAX_SUBSCRIPTIONS = 200
"""More than anybody follows by hand, and few enough for a list in a chat."""

_TWO_WEEKS = 14
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Followed:
    """`is_new` is False for what the chat followed already. `per_day`: see `expected_per_day`."""

    is_new: bool
    per_day: float | None
    too_many: bool = False


async def enter(deps: Deps, place: Place, kind: ChatKind, *, title: str, language: str) -> Chat:
    """The chat that somebody writes in, made known if it is new; one that was gone is back."""
    async with deps.database.read() as session:
        known = await chats.find_chat(session, place)
    if known is not None and known.title == title and known.state is not ChatState.GONE:
        return known
    async with deps.database.write() as session:
        chat = await chats.add_chat(session, place, kind, title=title, language=language, now=deps.now())
        if chat.state is ChatState.GONE:
            await chats.regain(session, place.telegram_id)
            found = await chats.find_chat(session, place)
            chat = found or chat
    return chat


async def follow(deps: Deps, chat: Chat, interest: Interest) -> Followed:
    """Follow something from now on: nothing older than this moment is sent."""
    now = deps.now()
    async with deps.database.write() as session:
        so_far = await subscriptions.list_subscriptions(session, chat.id)
        if interest.key not in so_far and len(so_far) >= MAX_SUBSCRIPTIONS:
            return Followed(is_new=False, per_day=None, too_many=True)
        is_new = await subscriptions.add_subscription(
            session, chat.id, interest.key, typed=interest.keyword, now=now
        )
        if chat.state is ChatState.PAUSED:
            await chats.set_state(session, chat.place.telegram_id, ChatState.ACTIVE)
        per_day = await _per_day(session, interest, now)
    return Followed(is_new=is_new, per_day=per_day)


async def expected_per_day(deps: Deps, interest: Interest) -> float | None:
    """How many stories a day a follower of this would have been told of in the last two weeks.

    None where nobody can know: of words, which are counted from now on, and before a day of stories is here.
    """
    async with deps.database.read() as session:
        return await _per_day(session, interest, deps.now())


async def _per_day(session: AsyncSession, interest: Interest, now: datetime) -> float | None:
    first = await stories.first_at(session)
    if interest.keyword or interest.story is not None or first is None or now - first < _DAY:
        return None
    since = max(now - timedelta(days=_TWO_WEEKS), first)
    return await stories.count_stories(session, since=since, key=interest.key) / ((now - since) / _DAY)


async def unfollow(deps: Deps, chat: Chat, interest: Interest) -> bool:
    """No longer follow something, and drop what of it still waits; False when the chat did not follow it."""
    async with deps.database.write() as session:
        removed = await subscriptions.remove_subscription(session, chat.id, interest.key)
        await deliveries.drop_unwanted(session, chat.id, now=deps.now())
    return removed


async def unfollow_all(deps: Deps, chat: Chat) -> int:
    """Follow nothing any more; how many subscriptions there were."""
    async with deps.database.write() as session:
        removed = await subscriptions.remove_all(session, chat.id)
        await deliveries.drop_unwanted(session, chat.id, now=deps.now())
    return removed


async def list_follows(deps: Deps, chat: Chat) -> list[Key]:
    """What a chat follows, the oldest first."""
    async with deps.database.read() as session:
        return await subscriptions.list_subscriptions(session, chat.id)


async def list_mutes(deps: Deps, chat: Chat) -> list[tuple[Key, datetime | None]]:
    """What a chat mutes, and until when."""
    async with deps.database.read() as session:
        return await subscriptions.list_mutes(session, chat.id, now=deps.now())


async def mute(deps: Deps, chat: Chat, key: Key, *, hours: int | None) -> datetime | None:
    """Hear nothing of a key for so many hours, or for good; until when."""
    until = None if hours is None else deps.now() + timedelta(hours=hours)
    async with deps.database.write() as session:
        await subscriptions.add_mute(session, chat.id, key, until=until)
        await deliveries.drop_unwanted(session, chat.id, now=deps.now())
    return until


async def unmute(deps: Deps, chat: Chat, key: Key) -> bool:
    """Hear of a key again; False when it was not muted."""
    async with deps.database.write() as session:
        return await subscriptions.remove_mute(session, chat.id, key)


async def pause(deps: Deps, chat: Chat) -> None:
    """Send nothing until the reader resumes; subscriptions are kept."""
    async with deps.database.write() as session:
        await chats.set_state(session, chat.place.telegram_id, ChatState.PAUSED)
        await deliveries.drop_chat(session, chat.place.telegram_id, reason="the reader paused")


async def resume(deps: Deps, chat: Chat) -> None:
    """Send again from now on."""
    async with deps.database.write() as session:
        await chats.set_state(session, chat.place.telegram_id, ChatState.ACTIVE)


async def leave(deps: Deps, telegram_id: int) -> None:
    """The reader blocked the bot, or it was removed: what is owed is dropped, subscriptions wait for his return."""
    async with deps.database.write() as session:
        await chats.lose(session, telegram_id)
        await deliveries.drop_chat(session, telegram_id, reason="the chat is gone")


async def come_back(deps: Deps, telegram_id: int) -> None:
    """The reader unblocked the bot: it goes on silently with what he followed, unless he had paused it."""
    async with deps.database.write() as session:
        await chats.regain(session, telegram_id)


async def migrate(deps: Deps, telegram_id: int, new_telegram_id: int) -> None:
    """A group became a supergroup."""
    async with deps.database.write() as session:
        await chats.move(session, telegram_id, new_telegram_id)


async def choose(deps: Deps, chat: Chat, preferences: Preferences) -> None:
    """Keep what a reader chose under /settings."""
    async with deps.database.write() as session:
        await chats.set_preferences(session, chat.id, preferences, now=deps.now())


async def forget(deps: Deps, telegram_id: int) -> bool:
    """Erase everything about a chat; False when there was nothing."""
    async with deps.database.write() as session:
        return bool(await chats.forget(session, telegram_id))
