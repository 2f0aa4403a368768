"""Deletions: within 48 hours, except for administrators."""

from bot.playground.telegram.access import check_deletion, check_read
from bot.playground.telegram.errors import bad_request
from bot.playground.telegram.nouns import Chat
from bot.playground.telegram.state import Call, State

MOST_AT_ONCE = 100


async def delete_message(state: State, call: Call) -> bool:
    chat = _chat(state, call)
    message = chat.messages.get(call["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    check_deletion(chat, state.world.bot, message, state.world.now)
    state.world.delete(message)
    return True


async def delete_messages(state: State, call: Call) -> bool:
    """Those of the messages that are there; none of them if one may not be deleted."""
    ids = call["message_ids"]
    if not 1 <= len(ids) <= MOST_AT_ONCE:
        raise bad_request("too many messages to delete" if ids else "message identifiers are not specified")
    chat = _chat(state, call)
    found = [chat.messages[message_id] for message_id in dict.fromkeys(ids) if message_id in chat.messages]
    for message in found:
        check_deletion(chat, state.world.bot, message, state.world.now)
    for message in found:
        state.world.delete(message)
    return True


def _chat(state: State, call: Call) -> Chat:
    chat = state.world.chat(call["chat_id"])
    check_read(chat, state.world.bot)
    return chat
