"""A message as a tree: escaped once, measured as Telegram measures it, cut without breaking a tag.

Text enters a tree as it is and is escaped when the tree is written, so nothing can be escaped twice or not at
all. Telegram's limits count what is seen: the text without tags, a character reference as one character.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from bot.telegram.cutting import cut_text, utf16_length
from bot.texts.markup import Html, clean, encode

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100
"""Entities beyond it are shown as plain text."""

_MAX_URL = 2048
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Text:
    """Words between tags."""

    text: str


@dataclass(frozen=True, slots=True)
class Element:
    """A tag around its children. An attribute without a value is None; an element without a tag is a group."""

    tag: str
    children: tuple["Node", ...]
    attributes: tuple[tuple[str, str | None], ...] = ()


Node = Text | Element
Part = Node | str
"""What a tree can be built of: a string is text."""


@dataclass(frozen=True, slots=True, init=False)
class Tree:
    """A message, or a part of one."""

    nodes: tuple[Node, ...]

    def __init__(self, *parts: "Part | Tree") -> None:
        nodes = (part.nodes if isinstance(part, Tree) else (_node(part),) for part in parts)
        object.__setattr__(
            self, "nodes", tuple(node for group in nodes for node in group if not _is_empty(node))
        )

    def __bool__(self) -> bool:
        return bool(self.nodes)

    def __add__(self, other: "Part | Tree") -> "Tree":
        return Tree(self, other)

    @property
    def html(self) -> Html:
        return Html("".join(_written(self.nodes)))

    @property
    def plain(self) -> str:
        """What is seen, for a client that shows no formatting and for a send without parse mode."""
        return "".join(_texts(self.nodes))

    @property
    def length(self) -> int:
        """What Telegram counts against its limits, in UTF-16 units.

        The server counts code points in places; those are never more.
        """
        return utf16_length(self.plain)

    @property
    def code_points(self) -> int:
        return len(self.plain)

    @property
    def entities(self) -> int:
        return sum(_count(node) for node in self.nodes)

    def fits(self, limit: int = TEXT_LIMIT) -> bool:
        return self.length <= limit and self.entities <= ENTITY_LIMIT

    def cut(self, limit: int) -> "Tree":
        """The tree if it is within the limit, else its beginning with an ellipsis; empty for a limit below one."""
        if self.length <= limit:
            return self
        if limit < len(_ELLIPSIS):
            return Tree()
        kept, _room = _cut(self.nodes, limit - len(_ELLIPSIS))
        return Tree(*_with_ellipsis(kept)) if kept else Tree(_ELLIPSIS)

    @classmethod
    def joined(cls, separator: str, trees: "list[Tree]") -> Self:
        """The trees that are not empty, with a separator between them."""
        parts: list[Part | Tree] = []
        for tree in trees:
            if tree:
                parts += [separator, tree] if parts else [tree]
        return cls(*parts)


def text(words: str) -> Text:
    """Words of any origin: what cannot be seen is taken out, the rest stays as it is."""
    return Text(clean(words))


def bold(*parts: Part) -> Element:
    return _element("b", parts)


def italic(*parts: Part) -> Element:
    return _element("i", parts)


def struck(*parts: Part) -> Element:
    return _element("s", parts)


def quote(*parts: Part, expandable: bool = False) -> Element:
    """A block quotation; quotations cannot hold one another."""
    return _element("blockquote", parts, (("expandable", None),) if expandable else ())


def link(url: str, *parts: Part) -> Element:
    """A link; only its words where the address is not one of the web."""
    address = clean(url).strip()
    return _element("a", parts, (("href", address),)) if is_web_address(address) else _element("", parts)


def moment(at: datetime, shown: str) -> Element:
    """A time that clients show as `5 minutes ago` in the reader's own words; older ones show the text given."""
    unix = int(at.timestamp())
    if unix < 0:
        return _element("", (shown,))
    return _element("tg-time", (shown,), (("unix", str(unix)), ("format", "r")))


def is_web_address(url: str) -> bool:
    """Whether a URL is http(s) with a host, and short enough for Telegram."""
    if len(url) > _MAX_URL or any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _element(
    tag: str, parts: tuple[Part, ...], attributes: tuple[tuple[str, str | None], ...] = ()
) -> Element:
    return Element(tag, tuple(map(_node, parts)), attributes)


def _node(part: Part) -> Node:
    return text(part) if isinstance(part, str) else part


def _is_empty(node: Node) -> bool:
    """Telegram refuses a message whose only text is empty, and drops an element without text."""
    return not node.text if isinstance(node, Text) else all(map(_is_empty, node.children))


def _texts(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Text):
            yield node.text
        else:
            yield from _texts(node.children)


def _count(node: Node) -> int:
    if isinstance(node, Text):
        return 0
    return bool(node.tag) + sum(map(_count, node.children))


def _written(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Text):
            yield encode(node.text)
        elif not node.tag:
            yield from _written(node.children)
        else:
            attributes = "".join(
                f" {name}" if value is None else f' {name}="{encode(value)}"'
                for name, value in node.attributes
            )
            yield f"<{node.tag}{attributes}>"
            yield from _written(node.children)
            yield f"</{node.tag}>"


def _cut(nodes: tuple[Node, ...], room: int) -> tuple[tuple[Node, ...], int]:
    """The nodes that fit into the room, the last one perhaps cut, and the room that is left: -1 once it is full."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, Text):
            length = utf16_length(node.text)
            if length > room:
                kept.append(Text(cut_text(node.text, room)))
                return tuple(kept), -1
            kept.append(node)
            room -= length
        else:
            children, room = _cut(node.children, room)
            kept.append(Element(node.tag, children, node.attributes))
            if room < 0:
                return tuple(kept), -1
    return tuple(kept), room


def _with_ellipsis(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The ellipsis stands where the text was cut, within the last element's tags."""
    *before, last = nodes
    if isinstance(last, Text):
        return (*before, Text(last.text + _ELLIPSIS))
    children = _with_ellipsis(last.children) if last.children else (Text(_ELLIPSIS),)
    return (*before, Element(last.tag, children, last.attributes))
