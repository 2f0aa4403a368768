"""Take from the Bot API specification the facts that the local Telegram checks calls against.

    python benchmarks/botapi_facts.py api.json

`api.json` is the machine-readable specification of https://github.com/PaulSonOfLars/telegram-bot-api-spec (MIT). Names,
types, which fields are required, and limits of length are taken; the prose is not. The form of the result is told in
bot/playground/telegram/facts.py, which reads it.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "bot" / "playground" / "telegram" / "botapi.json"

METHODS = [
    "getMe",
    "logOut",
    "close",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "copyMessage",
    "copyMessages",
    "forwardMessage",
    "sendChatAction",
    "editMessageText",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "deleteMessage",
    "deleteMessages",
    "answerCallbackQuery",
    "getFile",
    "getChat",
    "getChatMember",
    "getChatAdministrators",
    "getChatMemberCount",
    "leaveChat",
    "pinChatMessage",
    "unpinChatMessage",
    "unpinAllChatMessages",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "setMyName",
    "getMyName",
    "setMyDescription",
    "getMyDescription",
    "setMyShortDescription",
    "getMyShortDescription",
    "setChatMenuButton",
    "getChatMenuButton",
]
"""What the local Telegram answers."""

RESULTS = [
    "Update",
    "Message",
    "MessageId",
    "User",
    "Chat",
    "ChatFullInfo",
    "CallbackQuery",
    "ChatMember",
    "ChatMemberUpdated",
    "MessageEntity",
    "PhotoSize",
    "Document",
    "File",
    "WebhookInfo",
    "BotCommand",
    "BotName",
    "BotDescription",
    "BotShortDescription",
    "MenuButton",
    "ForumTopicCreated",
    "ForumTopicClosed",
    "ForumTopicReopened",
    "InaccessibleMessage",
    "MaybeInaccessibleMessage",
    "ChatPermissions",
    "AcceptedGiftTypes",
    "ChatShared",
]
"""What it puts into its answers."""

LENGTH = re.compile(r"\b(\d+)-(\d+) (characters|bytes)( after entit)?")


def main(source: Path) -> None:
    spec = json.loads(source.read_text(encoding="utf-8"))
    types = spec["types"]
    methods = {name: spec["methods"][name] for name in METHODS}
    asked = (kind for method in methods.values() for kind in named_types(method))
    wanted = reachable(types, asked) | reachable_shallow(types, RESULTS)
    facts = {
        "version": spec["version"].removeprefix("Bot API "),
        "methods": {name: fields(method) for name, method in methods.items()},
        "results": {name: "|".join(map(short, method["returns"])) for name, method in methods.items()},
        "types": {name: fields(types[name]) for name in sorted(wanted) if "subtypes" not in types[name]},
        "unions": {name: types[name]["subtypes"] for name in sorted(wanted) if "subtypes" in types[name]},
        "unanswered": sorted(spec["methods"].keys() - methods.keys()),
    }
    TARGET.write_text(one_fact_a_line(facts), encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {len(methods)} methods, {len(wanted)} types of Bot API {facts['version']}\n")


def fields(entry: dict[str, Any]) -> dict[str, str]:
    return {field["name"]: fact(field) for field in entry.get("fields", ())}


def fact(field: dict[str, Any]) -> str:
    """A field in short: its types, `!` if it is required, and its limits of length."""
    length = LENGTH.search(field["description"])
    kinds = "|".join(map(short, field["types"]))
    return f"{kinds}{'!' if field['required'] else ''}{limits(length) if length else ''}"


def limits(length: re.Match[str]) -> str:
    unit = "b" if length[3] == "bytes" else "e" if length[4] else "c"
    return f" {length[1]}-{length[2]}{unit}"


def short(kind: str) -> str:
    return f"[{short(kind.removeprefix('Array of '))}]" if kind.startswith("Array of ") else kind


def named_types(entry: dict[str, Any]) -> Iterator[str]:
    for field in entry.get("fields", ()):
        yield from (short(kind).strip("[]") for kind in field["types"])
    yield from entry.get("subtypes", ())


def reachable(types: dict[str, Any], start: Iterable[str]) -> set[str]:
    """Every type that a call can carry."""
    found: set[str] = set()
    ahead = [kind for kind in start if kind in types]
    while ahead:
        kind = ahead.pop()
        if kind not in found:
            found.add(kind)
            ahead += [other for other in named_types(types[kind]) if other in types]
    return found


def reachable_shallow(types: dict[str, Any], start: Iterable[str]) -> set[str]:
    """These types and the members of the unions among them; not what else they could carry."""
    return {member for kind in start for member in (kind, *types[kind].get("subtypes", ()))}


def one_fact_a_line(facts: dict[str, Any]) -> str:
    """JSON with an entry a line, so that a change of the specification reads as a change of lines."""
    parts = []
    for section, content in facts.items():
        if isinstance(content, dict):
            rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in content.items())
            parts.append(f" {json.dumps(section)}: {{\n{rows}\n }}")
        else:
            parts.append(f" {json.dumps(section)}: {json.dumps(content)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
