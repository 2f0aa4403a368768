"""Chats and their members, pins, and answers to presses of buttons."""

from bot.playground.telegram.access import check_read, check_write, is_administrator
from bot.playground.telegram.errors import bad_request
from bot.playground.telegram.nouns import INSIDE, Chat
from bot.playground.telegram.presses import Answer
from bot.playground.telegram.shapes import Json, chat_json, member_json, message_json
from bot.playground.telegram.state import Call, State
from bot.playground.telegram.world import Event

_ANY_GIFT = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


async def answer_callback_query(state: State, call: Call) -> bool:
    answer = Answer(call.get("text", ""), alert=bool(call.get("show_alert")), url=call.get("url", ""))
    press = state.presses.answer(call["callback_query_id"], answer)
    data = {"press": press.id, "user_id": press.user_id, "text": answer.text, "alert": answer.alert}
    state.world.tell(Event("toast", press.chat_id, data=data))
    return True


async def get_chat(state: State, call: Call) -> Json:
    chat = _readable(state, call)
    shape = chat_json(state.world, chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": _ANY_GIFT,
    }
    if chat.pinned and chat.pinned[-1] in chat.messages:
        shape["pinned_message"] = message_json(state.world, chat.messages[chat.pinned[-1]], nested=True)
    return shape


async def get_chat_member(state: State, call: Call) -> Json:
    chat = _readable(state, call)
    user = state.world.users.get(call["user_id"])
    if user is None:
        raise bad_request("user not found")
    if chat.is_private:
        return member_json(user, "member")
    return member_json(user, chat.members.get(user.id, "left"))


async def get_chat_administrators(state: State, call: Call) -> list[Json]:
    chat = _readable(state, call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(state.world.users[user_id], status)
        for user_id, status in chat.members.items()
        if is_administrator(chat, user_id)
    ]


async def get_chat_member_count(state: State, call: Call) -> int:
    chat = _readable(state, call)
    return 2 if chat.is_private else sum(status in INSIDE for status in chat.members.values())


async def leave_chat(state: State, call: Call) -> bool:
    chat = _readable(state, call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[state.world.bot.id] = "left"
    state.world.tell(Event("chat", chat.id))
    return True


async def pin_message(state: State, call: Call) -> bool:
    chat = _pinnable(state, call)
    message = chat.messages.get(call["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    chat.pinned = [*(pinned for pinned in chat.pinned if pinned != message.id), message.id]
    service = {"pinned_message": message_json(state.world, message, nested=True)}
    state.world.post(chat, state.world.bot.id, service=service, reply_to=message.id)
    return True


async def unpin_message(state: State, call: Call) -> bool:
    chat = _pinnable(state, call)
    message_id = call.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    state.world.tell(Event("chat", chat.id))
    return True


async def unpin_all_messages(state: State, call: Call) -> bool:
    chat = _pinnable(state, call)
    chat.pinned.clear()
    state.world.tell(Event("chat", chat.id))
    return True


def _readable(state: State, call: Call) -> Chat:
    chat = state.world.chat(call["chat_id"])
    check_read(chat, state.world.bot)
    return chat


def _pinnable(state: State, call: Call) -> Chat:
    world = state.world
    chat = world.chat(call["chat_id"])
    check_write(chat, world.bot, world.users.get(chat.id))
    if not chat.is_private and not is_administrator(chat, world.bot.id):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
