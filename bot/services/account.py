"""What we know about one chat: for its reader to see, and for the buttons that change it from elsewhere."""

from dataclasses import dataclass

from bot.domain.article import StoryId
from bot.domain.chat import Chat, ChatId, Place
from bot.domain.delivery import Delivery
from bot.domain.interest import EVERYTHING, Interest, Key, audience_keys, read_key
from bot.services.deps import Deps
from storage import chats, deliveries, subscriptions


@dataclass(frozen=True, slots=True)
class Account:
    """In figures, what is stored about a chat."""

    following: int
    muted: int
    deliveries: int


async def find_chat(deps: Deps, id_: ChatId) -> Chat | None:
    """The chat with this number of ours; None when it is no more."""
    async with deps.database.read() as session:
        return (await chats.get_chats(session, [id_])).get(id_)


async def find_place(deps: Deps, place: Place) -> Chat | None:
    """The chat at this place, if we know it."""
    async with deps.database.read() as session:
        return await chats.find_chat(session, place)


async def get_account(deps: Deps, chat: Chat) -> Account:
    """What is stored about a chat."""
    async with deps.database.read() as session:
        return Account(
            following=len(await subscriptions.list_subscriptions(session, chat.id)),
            muted=len(await subscriptions.list_mutes(session, chat.id, now=deps.now())),
            deliveries=await chats.count_deliveries(session, chat.id),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What a chat follows, the oldest first, with keywords as they were spelled, and what it mutes now."""

    following: tuple[Interest, ...]
    muted: tuple[Interest, ...]

    def follows(self, interest: Interest) -> bool:
        """Whether it follows exactly this."""
        return any(one.key == interest.key for one in self.following)

    def mutes(self, interest: Interest) -> bool:
        """Whether it mutes exactly this."""
        return any(one.key == interest.key for one in self.muted)

    def covering(self, interest: Interest) -> Interest | None:
        """What is followed of which this is a part; None if nothing is, or this itself."""
        if self.follows(interest):
            return None
        wider = {*audience_keys(interest.key), EVERYTHING.key}
        return next((one for one in self.following if one.key in wider), None)


async def get_standing(deps: Deps, chat: Chat) -> Standing:
    """What a chat follows and mutes."""
    async with deps.database.read() as session:
        keys = await subscriptions.list_subscriptions(session, chat.id)
        spelled = await subscriptions.list_spellings(session, chat.id)
        mutes = await subscriptions.list_mutes(session, chat.id, now=deps.now())
    return Standing(
        following=tuple(_as_spelled(key, spelled) for key in keys),
        muted=tuple(read_key(key) for key, _ in mutes),
    )


async def list_told(deps: Deps, chat: Chat, story: StoryId) -> list[Delivery]:
    """What the message that told a chat of this story tells, in its order."""
    async with deps.database.read() as session:
        return await deliveries.list_in_message(session, chat.id, story)


def _as_spelled(key: Key, spelled: dict[Key, str]) -> Interest:
    return Interest(keyword=spelled[key]) if key in spelled else read_key(key)
