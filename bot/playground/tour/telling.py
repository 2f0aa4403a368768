"""The tour as it is told in a terminal: each step, and what appears on the phones meanwhile."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.playground.telegram.nouns import Message, User
from bot.playground.telegram.text.formatted import Formatted
from bot.playground.telegram.world import Event, World
from bot.playground.tour.play import Step

_WIDTH = 76
_BUBBLE = 62
_MOST_LINES = 8
_LONGEST_LINE = 130
_FOLDED = 56
"""Characters that are seen of what Telegram folds."""

_STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "cyan",
    "text_link": "blue",
    "url": "blue",
    "bot_command": "blue",
    "blockquote": "dim",
    "expandable_blockquote": "dim",
}
_COLOURS = ("cyan", "magenta", "yellow", "green")


class Teller:
    """Listens to what happens to these people's phones, and writes it down."""

    def __init__(self, console: Console, world: World, people: Iterable[User]) -> None:
        self._console = console
        self._world = world
        self._colours = {person.id: colour for person, colour in zip(people, _COLOURS, strict=False)}
        self._shown: dict[tuple[int, int], str] = {}
        world.listen(self._note)

    def begins(self, number: int, step: Step) -> None:
        """A step begins."""
        self._console.print()
        self._console.print(
            Rule(Text(f"{number}. {step.title}", style="bold"), align="left", style="dim"), width=_WIDTH
        )

    def happened(self, number: int, seconds: float) -> None:  # noqa: ARG002 -- the number is a part of Audience
        """It happened, and was checked."""
        self._console.print(Text(f"✓ checked on the phones, {seconds:.1f} s", style="green"))

    def _note(self, event: Event) -> None:
        if event.chat_id not in self._colours and event.data.get("user_id") not in self._colours:
            return
        message = event.message
        if event.kind == "message" and message:
            self._keep(message)
            self._console.print(self._bubble(message))
        elif event.kind == "edited" and message:
            before = self._keep(message)
            if changed := _changes(before, _written(message)):
                self._aside(message.chat_id, "message edited in place", _few(changed))
        elif event.kind == "deleted" and message:
            first = message.text.partition("\n")[0]
            self._aside(message.chat_id, "message deleted", [Text(f"− {first}", style="red strike")])
        elif event.kind == "toast" and (text := event.data.get("text")):
            self._aside(event.data["user_id"], "note on the screen", [Text(str(text), style="italic")])

    def _keep(self, message: Message) -> str:
        """Remember how a message is written; how it was before."""
        key = (message.chat_id, message.id)
        before = self._shown.get(key, "")
        self._shown[key] = _written(message)
        return before

    def _bubble(self, message: Message) -> RenderableType:
        colour, name = self._colours[message.chat_id], self._world.users[message.chat_id].first_name
        own = message.sender_id == message.chat_id
        parts: list[RenderableType] = [styled(message.body)]
        if message.media:
            parts.insert(0, Text(f"[{message.media.kind}]", style="dim"))
        parts += [Text(" ".join(f"[{label}]" for label in row), style="reverse") for row in _labels(message)]
        panel = Panel(
            Group(*parts),
            title=name if own else f"Newsbot to {name}",
            title_align="right" if own else "left",
            border_style=colour,
            width=_fitting(message, own=own),
            expand=False,
        )
        return Align(panel, "right" if own else "left", width=_WIDTH)

    def _aside(self, chat_id: int, what: str, lines: list[Text]) -> None:
        colour, name = self._colours[chat_id], self._world.users[chat_id].first_name
        self._console.print(Text.assemble("  ✎ ", (f"{name}: ", colour), (what, "dim")), width=_WIDTH)
        for line in lines:
            self._console.print(Padding(line, (0, 0, 0, 4)), width=_WIDTH)


def styled(body: Formatted) -> Text:
    """A text with its entities as a terminal can show them; spoilers stay covered."""
    text = Text(body.text)
    places = _places(body.text)
    for entity in body.entities:
        style = "reverse" if entity.type == "spoiler" else _STYLES.get(entity.type)
        if style:
            text.stylize(style, places[entity.offset], places[entity.end])
    for entity in reversed(body.entities):  # from the end, so that places before it stay
        if entity.type == "expandable_blockquote":
            text = _folded(text, places[entity.offset], places[entity.end])
    return text


def _folded(text: Text, start: int, end: int) -> Text:
    """A folded quote as a phone shows it before it is tapped."""
    if end - start <= _FOLDED:
        return text
    return Text.assemble(text[: start + _FOLDED], (" … ▾", "dim"), text[end:])


def _places(text: str) -> dict[int, int]:
    """From offsets in UTF-16 units, as entities count, to places in the text."""
    places, at = {0: 0}, 0
    for index, char in enumerate(text, 1):
        at += 2 if ord(char) > 0xFFFF else 1
        places[at] = index
    return places


def _labels(message: Message) -> Iterator[list[str]]:
    for row in message.keyboard:
        yield [str(button["text"]) for button in row]


def _written(message: Message) -> str:
    """A message and its buttons as lines, to tell what an edit changed."""
    return "\n".join([message.text, *(" ".join(f"[{label}]" for label in row) for row in _labels(message))])


def _changes(before: str, after: str) -> list[Text]:
    """The lines that an edit took away and those that it brought."""
    old, new = before.splitlines(), after.splitlines()
    lines = []
    for kind, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            lines += [_line("−", line, "dim strike") for line in old[from_old:to_old] if line]
            lines += [_line("+", line, "") for line in new[from_new:to_new] if line]
    return lines


def _line(sign: str, line: str, style: str) -> Text:
    longest = _FOLDED if style else _LONGEST_LINE
    return Text(f"{sign} {line if len(line) <= longest else line[:longest].rstrip() + ' …'}", style=style)


def _few(lines: list[Text]) -> list[Text]:
    if len(lines) <= _MOST_LINES:
        return lines
    return [*lines[: _MOST_LINES - 1], Text(f"… {len(lines) - _MOST_LINES + 1} more lines", style="dim")]


def _fitting(message: Message, *, own: bool) -> int | None:
    """A person's own words take as little room as they need."""
    longest = max((len(line) for line in message.text.split("\n")), default=0)
    return None if own and longest + 4 < _BUBBLE else _BUBBLE
