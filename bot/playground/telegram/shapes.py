"""People, chats and messages as the Bot API writes them."""

from collections.abc import Mapping
from typing import Any

from bot.playground.telegram.nouns import Chat, Media, Message, Status, User
from bot.playground.telegram.text.entities import Entity
from bot.playground.telegram.world import World

Json = dict[str, Any]


def user_json(user: User) -> Json:
    shape: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if not user.is_bot:
        shape |= _given(language_code=user.language_code)
    return shape | _given(last_name=user.last_name, username=user.username)


def me_json(bot: User) -> Json:
    return user_json(bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_json(world: World, chat: Chat) -> Json:
    shape: Json = {"id": chat.id, "type": chat.type}
    if chat.is_private:
        person = world.users[chat.id]
        return shape | _given(
            first_name=person.first_name, last_name=person.last_name, username=person.username
        )
    if chat.is_forum:
        shape["is_forum"] = True
    return shape | _given(title=chat.title, username=chat.username)


def entity_json(entity: Entity) -> Json:
    shape: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.type == "text_mention":
        shape["user"] = {"id": entity.user_id, "is_bot": False, "first_name": ""}
    if entity.type == "date_time":
        shape |= {"unix_time": entity.unix_time} | _given(date_time_format=entity.date_time_format)
    return shape | _given(url=entity.url, language=entity.language, custom_emoji_id=entity.custom_emoji_id)


def message_json(world: World, message: Message, *, nested: bool = False) -> Json:
    """The message; a message inside another, as the one that is replied to, shows no further one."""
    chat = world.chats[message.chat_id]
    shape: Json = {"message_id": message.id, "date": message.date, "chat": chat_json(world, chat)}
    if message.sender_id is None:
        shape["sender_chat"] = shape["chat"]
    else:
        shape["from"] = user_json(world.users[message.sender_id])
    shape |= _thread(chat, message) | _body(message) | dict(message.service)
    if message.keyboard:
        shape["reply_markup"] = {"inline_keyboard": [list(row) for row in message.keyboard]}
    replied = chat.messages.get(message.reply_to or 0)
    if replied and not nested:
        shape["reply_to_message"] = message_json(world, replied, nested=True)
    shape |= _given(edit_date=message.edited_at, link_preview_options=message.preview)
    return shape | _given(has_protected_content=message.protected)


def member_json(user: User, status: Status) -> Json:
    shape: Json = {"user": user_json(user), "status": status}
    if status == "creator":
        return shape | {"is_anonymous": False}
    if status == "administrator":
        return shape | _ADMINISTRATOR
    if status == "restricted":
        return shape | {"is_member": True, "until_date": 0} | dict.fromkeys(_RESTRICTED, False)
    return shape | ({"until_date": 0} if status == "kicked" else {})


def inaccessible_json(world: World, chat: Chat, message_id: int) -> Json:
    """A message that is gone, under a button that was pressed."""
    return {"chat": chat_json(world, chat), "message_id": message_id, "date": 0}


def _thread(chat: Chat, message: Message) -> Json:
    if message.thread_id is None:
        return {}
    shape: Json = {"message_thread_id": message.thread_id}
    if chat.is_forum:
        shape["is_topic_message"] = True
    return shape


def _body(message: Message) -> Json:
    entities = [entity_json(entity) for entity in message.body.entities]
    if message.media is None:
        return _given(text=message.body.text, entities=entities)
    return _media(message.media) | _given(caption=message.body.text, caption_entities=entities)


def _media(media: Media) -> Json:
    file: Json = {
        "file_id": media.file.id,
        "file_unique_id": media.file.unique_id,
        "file_size": len(media.file.upload.content),
    }
    if media.kind == "document":
        named = {"file_name": media.file.upload.name, "mime_type": media.file.upload.content_type}
        return {"document": file | named}
    shape: Json = {"photo": [file | {"width": media.width, "height": media.height}]}
    return shape | _given(show_caption_above_media=media.above, has_media_spoiler=media.spoiler)


def _given(**fields: object) -> Json:
    """Only the fields that hold something, as the Bot API leaves out the others."""
    return {
        name: dict(value) if isinstance(value, Mapping) else value for name, value in fields.items() if value
    }


_ADMINISTRATOR: Json = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_change_info": False,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_post_messages": True,
    "can_edit_messages": True,
    "can_pin_messages": True,
}

_RESTRICTED = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
