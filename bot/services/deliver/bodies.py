"""The bodies of requests: what stands in each, as Telegram names it."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.broadcast import Broadcast
from bot.domain.chat import Chat
from bot.domain.delivery import Action, Delivery
from bot.telegram.html import CAPTION_LIMIT, TEXT_LIMIT, Tree
from bot.telegram.marking import with_mark
from bot.telegram.parsing import parse
from bot.telegram.rendering import Rendered
from bot.texts import texts_for
from bot.texts.markup import Html, escape
from bot.texts.messages import newsroom

Body = dict[str, Any]

_MARKUP = {"parse_mode", "reply_markup", "link_preview_options"}


def as_bytes(body: Mapping[str, Any]) -> bytes:
    """A body as it leaves."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def title(words: str) -> str:
    """A heading as HTML."""
    return f"<b>{escape(words)}</b>"


def message(chat: Chat, rendered: Rendered, markup: Mapping[str, Any] | None, *, paid: bool) -> Body:
    """A new message that tells stories."""
    return _new(chat, paid=paid) | {
        "text": rendered.html,
        "parse_mode": "HTML",
        "link_preview_options": rendered.preview.parameters,
        "disable_notification": chat.preferences.silent,
        **({"reply_markup": markup} if markup else {}),
    }


def edit(chat: Chat, message_id: int, rendered: Rendered, markup: Mapping[str, Any] | None) -> Body:
    """A message that tells stories, written anew."""
    return {
        "chat_id": chat.place.telegram_id,
        "message_id": message_id,
        "text": rendered.html,
        "parse_mode": "HTML",
        "link_preview_options": rendered.preview.parameters,
        **({"reply_markup": markup} if markup else {}),
    }


def without_markup(body: Mapping[str, Any], plain: str) -> Body:
    """The same message as plain text: nothing is left in it that Telegram could find fault with."""
    field = "text" if "text" in body else "caption"
    return {name: value for name, value in body.items() if name not in _MARKUP} | {field: plain}


def of_broadcast(
    chat: Chat, owed: Delivery, broadcast: Broadcast, *, paid: bool
) -> tuple[str, Body, Body | None]:
    """What a chat gets of a broadcast: the method, its body, and the body without markup if there is one."""
    match owed.action:
        case Action.DELETE:
            return "deleteMessage", {"chat_id": chat.place.telegram_id, "message_id": owed.message_id}, None
        case Action.NOTICE:
            return "sendMessage", _notice(chat, owed, broadcast, paid=paid), None
        case Action.EDIT:
            tree = _retracted(chat, broadcast) if broadcast.recalled_at else _shown(chat, broadcast)
            body = {"chat_id": chat.place.telegram_id, "message_id": owed.message_id, "parse_mode": "HTML"}
            method = "editMessageCaption" if broadcast.content.photo else "editMessageText"
        case _:
            tree = _shown(chat, broadcast)
            body = _new(chat, paid=paid) | {"parse_mode": "HTML"}
            method = "sendPhoto" if broadcast.content.photo else "sendMessage"
            if broadcast.content.photo:
                body["photo"] = broadcast.content.photo
    body["caption" if broadcast.content.photo else "text"] = tree.html
    return method, body, without_markup(body, tree.plain)


def _new(chat: Chat, *, paid: bool) -> Body:
    return {
        "chat_id": chat.place.telegram_id,
        **({"message_thread_id": chat.place.thread_id} if chat.place.thread_id else {}),
        **({"allow_paid_broadcast": True} if paid else {}),
    }


def _notice(chat: Chat, owed: Delivery, broadcast: Broadcast, *, paid: bool) -> Body:
    """A silent message beneath a corrected copy, or in place of a deleted one: neither notifies anybody."""
    if broadcast.recalled_at is not None:
        words = _withdrawal(chat, broadcast)
    else:
        words = newsroom.correction_notice(texts_for(chat.preferences.language))
    return _new(chat, paid=paid) | {
        "text": words,
        "parse_mode": "HTML",
        "reply_parameters": {"message_id": owed.message_id, "allow_sending_without_reply": True},
        "disable_notification": True,
    }


def _shown(chat: Chat, broadcast: Broadcast) -> Tree:
    """What the editor wrote and, once it was corrected, the mark that says so."""
    limit = CAPTION_LIMIT if broadcast.content.photo else TEXT_LIMIT
    if broadcast.corrected_at is None:
        return parse(broadcast.content.html).cut(limit)
    t = texts_for(chat.preferences.language)
    mark = newsroom.correction_mark(t, broadcast.corrected_at, chat.preferences.zone)
    return parse(with_mark(broadcast.content.html, mark, limit=limit))


def _retracted(chat: Chat, broadcast: Broadcast) -> Tree:
    return parse(_withdrawal(chat, broadcast))


def _withdrawal(chat: Chat, broadcast: Broadcast) -> Html:
    t = texts_for(chat.preferences.language)
    at = broadcast.started_at or broadcast.created_at
    return newsroom.recall_notice(t, at, chat.preferences.zone, broadcast.recall_reason)
