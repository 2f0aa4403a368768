"""Edits of the bot's messages. Without a `reply_markup` an edit takes the buttons away, as at Telegram."""

from typing import Any

from bot.playground.telegram.access import check_write
from bot.playground.telegram.errors import bad_request, misuse
from bot.playground.telegram.keyboards import read_inline
from bot.playground.telegram.methods.sends import caption_of
from bot.playground.telegram.nouns import Message
from bot.playground.telegram.shapes import Json, message_json
from bot.playground.telegram.state import Call, State
from bot.playground.telegram.text.formatted import check_text, from_call

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


async def edit_text(state: State, call: Call) -> Json:
    if not call.get("text"):
        raise bad_request("message text is empty")
    body = from_call("editMessageText", call, text="text", now=state.world.clock())
    message = _editable(state, "editMessageText", call)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    check_text(body, too_long="MESSAGE_TOO_LONG")
    preview = call.get("link_preview_options") or {}
    return _edit(state, call, message, body=body, preview=preview)


async def edit_caption(state: State, call: Call) -> Json:
    body = caption_of("editMessageCaption", state, call)
    message = _editable(state, "editMessageCaption", call)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _edit(state, call, message, body=body)


async def edit_reply_markup(state: State, call: Call) -> Json:
    return _edit(state, call, _editable(state, "editMessageReplyMarkup", call))


def _editable(state: State, method: str, call: Call) -> Message:
    if "inline_message_id" in call:
        raise bad_request("MESSAGE_ID_INVALID")
    for name in ("chat_id", "message_id"):
        if name not in call:
            raise misuse(method, f"required field {name} is missing")
    world = state.world
    chat = world.chat(call["chat_id"])
    check_write(chat, world.bot, world.users.get(chat.id))
    message = chat.messages.get(call["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.service or message.sender_id not in {world.bot.id, None}:
        raise bad_request("message can't be edited")
    return message


def _edit(state: State, call: Call, message: Message, **content: Any) -> Json:
    keyboard = read_inline(call.get("reply_markup"))
    changed = any(getattr(message, name) != value for name, value in content.items())
    if not changed and keyboard == message.keyboard:
        raise bad_request(_UNCHANGED)
    return message_json(state.world, state.world.edit(message, keyboard=keyboard, **content))
