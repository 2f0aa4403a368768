"""Whether the bot may read or write in a chat, and Telegram's words if not."""

from bot.playground.telegram.errors import bad_request, forbidden, migrated
from bot.playground.telegram.nouns import INSIDE, Chat, Message, Topic, User

DELETABLE_SECONDS = 48 * 3600


def check_read(chat: Chat, bot: User) -> None:
    if chat.is_private or chat.type == "group":
        return
    _check_member(chat, bot)


def check_write(chat: Chat, bot: User, person: User | None) -> None:
    """Raise what stands against a new message of the bot; `person` is the other side of a private chat."""
    if chat.is_private:
        _check_private(chat, person)
        return
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    _check_member(chat, bot)
    if chat.type == "channel" and chat.members[bot.id] not in {"administrator", "creator"}:
        raise bad_request("need administrator rights in the channel chat")
    if chat.members[bot.id] == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")


def check_topic(chat: Chat, bot: User, thread_id: int | None) -> Topic | None:
    """The thread that a message is meant for; None is the chat itself, or a forum's General."""
    if thread_id is None or (chat.is_forum and thread_id == 1):
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and chat.members.get(bot.id) not in {"administrator", "creator"}:
        raise bad_request("TOPIC_CLOSED")
    return topic


def check_deletion(chat: Chat, bot: User, message: Message, now: int) -> None:
    """48 hours for a message of the bot's own, and in private chats for any; none for administrators."""
    if not chat.is_private and chat.members.get(bot.id) in {"administrator", "creator"}:
        return
    own = message.sender_id == bot.id
    if now - message.date >= DELETABLE_SECONDS or not (own or chat.is_private):
        raise bad_request("message can't be deleted for everyone")


def is_administrator(chat: Chat, user_id: int) -> bool:
    return chat.members.get(user_id) in {"administrator", "creator"}


def _check_private(chat: Chat, person: User | None) -> None:
    if person is not None and person.deactivated:
        raise forbidden("user is deactivated")
    if person is not None and person.is_bot:
        raise forbidden("bots can't send messages to bots")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_member(chat: Chat, bot: User) -> None:
    status = chat.members.get(bot.id, "left")
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if status not in INSIDE:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
