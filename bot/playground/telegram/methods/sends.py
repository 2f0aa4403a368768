"""Messages of the bot."""

import aiohttp

from bot.playground.telegram.access import check_topic, check_write
from bot.playground.telegram.errors import ApiError, bad_request
from bot.playground.telegram.files import StoredFile, Upload, picture_size
from bot.playground.telegram.keyboards import Markup, read_markup
from bot.playground.telegram.nouns import Chat, Media, Message
from bot.playground.telegram.shapes import Json, message_json
from bot.playground.telegram.state import Call, State
from bot.playground.telegram.text.formatted import Formatted, check_caption, check_text, from_call
from bot.playground.telegram.world import Event

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOCUMENT = 50 * 1024 * 1024
"""Bytes."""

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


async def send_message(state: State, call: Call) -> Json:
    if not call["text"]:
        raise bad_request("message text is empty")
    body = from_call("sendMessage", call, text="text", now=state.world.clock())
    chat = writable(state, call)
    check_text(body)
    return post(state, call, chat, body)


async def send_photo(state: State, call: Call) -> Json:
    body = caption_of("sendPhoto", state, call)
    chat = writable(state, call)
    stored = await _file(state, call["photo"], LARGEST_PHOTO)
    width, height = picture_size(stored.upload.content)
    media = Media(
        "photo",
        stored,
        width,
        height,
        above=bool(call.get("show_caption_above_media")),
        spoiler=bool(call.get("has_spoiler")),
    )
    return post(state, call, chat, body, media)


async def send_document(state: State, call: Call) -> Json:
    body = caption_of("sendDocument", state, call)
    chat = writable(state, call)
    return post(
        state, call, chat, body, Media("document", await _file(state, call["document"], LARGEST_DOCUMENT))
    )


async def send_chat_action(state: State, call: Call) -> bool:
    if call["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable(state, call)
    state.world.tell(Event("typing", chat.id, data={"action": call["action"]}))
    return True


async def get_file(state: State, call: Call) -> Json:
    stored = state.world.files.get(call["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    size = len(stored.upload.content)
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": size,
        "file_path": stored.path,
    }


def writable(state: State, call: Call) -> Chat:
    """The chat of a call, if the bot may write there, in that thread."""
    chat = state.world.chat(call["chat_id"])
    check_write(chat, state.world.bot, state.world.users.get(chat.id))
    check_topic(chat, state.world.bot, call.get("message_thread_id"))
    return chat


def caption_of(method: str, state: State, call: Call) -> Formatted:
    if not call.get("caption"):
        return Formatted()
    body = from_call(method, call, text="caption", entities="caption_entities", now=state.world.clock())
    check_caption(body)
    return body


def post(state: State, call: Call, chat: Chat, body: Formatted, media: Media | None = None) -> Json:
    """Put the bot's message into the chat, with what any kind of message may have."""
    message = put(
        state, call, chat, body=body, media=media, markup=read_markup(call.get("reply_markup"), chat)
    )
    return message_json(state.world, message)


def put(
    state: State, call: Call, chat: Chat, *, body: Formatted, media: Media | None, markup: Markup
) -> Message:
    world = state.world
    message = world.post(
        chat,
        None if chat.type == "channel" else world.bot.id,
        body=body,
        media=media,
        keyboard=markup.inline,
        thread_id=_thread_of(chat, call),
        reply_to=_replied(chat, call),
        preview=call.get("link_preview_options") or {},
        silent=bool(call.get("disable_notification")),
        protected=bool(call.get("protect_content")),
    )
    if markup.reply is not None:
        chat.reply_keyboard = None if markup.reply.get("remove_keyboard") else markup.reply
        world.tell(Event("keyboard", chat.id))
    state.counters.took(chat.id, message.id, body.text, paid=bool(call.get("allow_paid_broadcast")))
    return message


def _thread_of(chat: Chat, call: Call) -> int | None:
    thread_id = call.get("message_thread_id")
    return None if chat.is_forum and thread_id == 1 else thread_id


def _replied(chat: Chat, call: Call) -> int | None:
    given = call.get("reply_parameters")
    if not given:
        return None
    found = chat.messages.get(given["message_id"])
    if found is None and not given.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found.id if found else None


async def _file(state: State, given: Upload | str, largest: int) -> StoredFile:
    """A file that was uploaded now, or before (its file_id), or that lies at an address."""
    if isinstance(given, str) and given.startswith(("http://", "https://")):
        given = await _fetched(given)
    if isinstance(given, str):
        stored = state.world.files.get(given)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored
    if not given.content:
        raise bad_request("file must be non-empty")
    if len(given.content) > largest:
        raise ApiError(413, "Request Entity Too Large")
    return state.world.store(given)


async def _fetched(url: str) -> Upload:
    try:
        async with aiohttp.request("GET", url, timeout=aiohttp.ClientTimeout(total=10)) as answer:
            if not answer.ok:
                raise bad_request("failed to get HTTP URL content")
            content = await answer.content.read(LARGEST_DOCUMENT)
            return Upload(url.rpartition("/")[2] or "file", content, answer.content_type)
    except (aiohttp.ClientError, TimeoutError):
        raise bad_request("failed to get HTTP URL content") from None
