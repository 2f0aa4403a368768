"""A conversation as plain text, for terminals and for the messages of failed tests."""

from collections.abc import Iterator

from bot.playground.telegram.nouns import Chat, Message
from bot.playground.telegram.world import World


def transcript(world: World, chat: Chat) -> str:
    return "\n".join(line for message in chat.messages.values() for line in _lines(world, chat, message))


def _lines(world: World, chat: Chat, message: Message) -> Iterator[str]:
    name = chat.title if message.sender_id is None else world.users[message.sender_id].name
    notes = "".join(f" ({note})" for note in _notes(message))
    first, *rest = _content(message).split("\n")
    yield f"{name}{notes}: {first}"
    yield from (f"    {line}" for line in rest)
    for row in message.keyboard:
        yield "    " + " ".join(f"[{button['text']}]" for button in row)


def _notes(message: Message) -> Iterator[str]:
    if message.media:
        yield message.media.kind
    if message.edited_at:
        yield "edited"
    if message.silent:
        yield "silent"


def _content(message: Message) -> str:
    return ", ".join(message.service).replace("_", " ") if message.service else message.text
