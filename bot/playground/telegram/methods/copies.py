"""Copies and forwards."""

from itertools import pairwise

from bot.playground.telegram.access import check_read
from bot.playground.telegram.errors import bad_request
from bot.playground.telegram.keyboards import Markup, read_markup
from bot.playground.telegram.methods.sends import caption_of, put, writable
from bot.playground.telegram.nouns import Message
from bot.playground.telegram.shapes import Json, message_json
from bot.playground.telegram.state import Call, State
from bot.playground.telegram.text.formatted import EMPTY

MOST_AT_ONCE = 100


async def copy_message(state: State, call: Call) -> Json:
    source = _source(state, call, call["message_id"], "copy")
    chat = writable(state, call)
    new_caption = "caption" in call and source.media
    body = caption_of("copyMessage", state, call) if new_caption else source.body
    copy = put(
        state,
        call,
        chat,
        body=body,
        media=source.media,
        markup=read_markup(call.get("reply_markup"), chat),
    )
    return {"message_id": copy.id}


async def copy_messages(state: State, call: Call) -> list[Json]:
    """Those of the messages that are there; it fails only if none is."""
    chat = writable(state, call)
    copied = []
    for source in _sources(state, call):
        body = EMPTY if call.get("remove_caption") and source.media else source.body
        copied.append(
            {"message_id": put(state, call, chat, body=body, media=source.media, markup=Markup()).id}
        )
    return copied


async def forward_message(state: State, call: Call) -> Json:
    source = _source(state, call, call["message_id"], "forward")
    chat = writable(state, call)
    forwarded = put(state, call, chat, body=source.body, media=source.media, markup=Markup())
    return message_json(state.world, forwarded)


def _sources(state: State, call: Call) -> list[Message]:
    ids = call["message_ids"]
    if not 1 <= len(ids) <= MOST_AT_ONCE:
        raise bad_request("too many messages to copy" if ids else "message identifiers are not specified")
    if any(second <= first for first, second in pairwise(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    chat = state.world.chat(call["from_chat_id"])
    check_read(chat, state.world.bot)
    found = [chat.messages[at] for at in ids if at in chat.messages and not chat.messages[at].service]
    if not found:
        raise bad_request("there are no messages to copy")
    return found


def _source(state: State, call: Call, message_id: int, verb: str) -> Message:
    chat = state.world.chat(call["from_chat_id"])
    check_read(chat, state.world.bot)
    found = chat.messages.get(message_id)
    if found is None:
        raise bad_request(f"message to {verb} not found")
    if found.service:
        raise bad_request(f"the message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return found
