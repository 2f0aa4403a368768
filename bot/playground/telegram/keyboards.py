"""Buttons: what Telegram accepts under a message, and its words about the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.telegram.errors import bad_request
from bot.playground.telegram.nouns import Chat, Keyboard
from bot.playground.telegram.text.links import LinkError, check_link, user_of_link

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LONGEST_DATA = 64
"""Bytes of a button's callback data."""

_ACTIONS = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
]
_STYLES = {"danger", "success", "primary"}
_PRIVATE_ONLY = {
    "request_contact": "phone number",
    "request_location": "location",
    "request_poll": "poll",
    "request_users": "users",
    "request_chat": "chats",
    "web_app": "Web App buttons",
}


@dataclass(frozen=True, slots=True)
class Markup:
    """What a `reply_markup` asks for: buttons under the message, or something under the input field."""

    inline: Keyboard = ()
    reply: Mapping[str, Any] | None = None


def read_markup(markup: Mapping[str, Any] | None, chat: Chat) -> Markup:
    if not markup:
        return Markup()
    if "inline_keyboard" in markup:
        return Markup(inline=read_inline(markup))
    if "keyboard" in markup:
        _check_reply_buttons(markup["keyboard"], chat)
    return Markup(reply=markup)


def read_inline(markup: Mapping[str, Any] | None) -> Keyboard:
    """The rows of an inline keyboard."""
    if not markup:
        return ()
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return tuple(tuple(_inline_button(button) for button in row) for row in rows)


def _inline_button(button: Mapping[str, Any]) -> Mapping[str, Any]:
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = _actions(button)
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request(f"an inline button does one thing, not {' and '.join(actions)}")
    if len(button.get("callback_data", "").encode()) > LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.get("style", "primary") not in _STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")
    return {**button, "url": _button_url(button["url"])} if "url" in button else button


def _actions(button: Mapping[str, Any]) -> list[str]:
    """What a button does; an inline query may be empty and still be one."""
    return [
        action
        for action in _ACTIONS
        if action in button and (button[action] != "" or action.startswith("switch_inline"))
    ]


def _button_url(url: str) -> str:
    if user_of_link(url):
        return url
    try:
        return check_link(url)
    except LinkError as error:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}") from None


def _check_reply_buttons(rows: list[list[Any]], chat: Chat) -> None:
    for button in (button for row in rows for button in row):
        if not button["text"].strip():
            raise bad_request("keyboard button text must be non-empty")
        for action, name in _PRIVATE_ONLY.items():
            if button.get(action) and not chat.is_private:
                verb = "used" if name.endswith("buttons") else "requested"
                raise bad_request(f"{name} can be {verb} in private chats only")
