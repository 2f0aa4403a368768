"""Commands, names and descriptions, by scope and language."""

import re
from typing import Any

from bot.playground.telegram.errors import bad_request
from bot.playground.telegram.profile import scope_key
from bot.playground.telegram.shapes import Json
from bot.playground.telegram.state import Call, State
from bot.playground.telegram.world import Event

MOST_COMMANDS = 100
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_LANGUAGE = re.compile("[a-z]{2}")


async def set_commands(state: State, call: Call) -> bool:
    commands = call["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("too many bot commands specified")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
    state.profile.commands[scope_key(call.get("scope")), _language(call)] = [
        command | {"command": command["command"].removeprefix("/")} for command in commands
    ]
    return _changed(state)


async def get_commands(state: State, call: Call) -> Any:
    return list(state.profile.commands.get((scope_key(call.get("scope")), _language(call)), ()))


async def delete_commands(state: State, call: Call) -> bool:
    state.profile.commands.pop((scope_key(call.get("scope")), _language(call)), None)
    return _changed(state)


async def set_name(state: State, call: Call) -> bool:
    return _set_text(state, call, "name")


async def get_name(state: State, call: Call) -> Json:
    return {"name": state.profile.text("name", _language(call)) or state.world.bot.first_name}


async def set_description(state: State, call: Call) -> bool:
    return _set_text(state, call, "description")


async def get_description(state: State, call: Call) -> Json:
    return {"description": state.profile.text("description", _language(call))}


async def set_short_description(state: State, call: Call) -> bool:
    return _set_text(state, call, "short_description")


async def get_short_description(state: State, call: Call) -> Json:
    return {"short_description": state.profile.text("short_description", _language(call))}


async def set_menu_button(state: State, call: Call) -> bool:
    state.profile.menu_buttons[call.get("chat_id")] = call.get("menu_button") or {"type": "default"}
    return True


async def get_menu_button(state: State, call: Call) -> Any:
    buttons = state.profile.menu_buttons
    return buttons.get(call.get("chat_id")) or buttons.get(None) or {"type": "commands"}


def _set_text(state: State, call: Call, kind: str) -> bool:
    state.profile.texts[kind, _language(call)] = call.get(kind, "")
    return _changed(state)


def _changed(state: State) -> bool:
    state.world.tell(Event("profile"))
    return True


def _language(call: Call) -> str:
    language = str(call.get("language_code", ""))
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language
