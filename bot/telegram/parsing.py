"""Telegram's HTML read back into a tree: what an editor composed, or a message of the catalogue."""

import re
from collections.abc import Iterator
from html import unescape

from bot.telegram.html import Element, Node, Tree, text

_TAG_NAMES = "a b blockquote code del em i ins pre s span strike strong tg-emoji tg-spoiler tg-time u"
_TAGS = frozenset(_TAG_NAMES.split())
_DEEPEST = 16
"""Tags within tags; nobody's clients make more."""

_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z-]+)(?P<attributes>[^<>]*)>|(?P<text>[^<>]+)|(?P<wrong>[<>])"
)
_ATTRIBUTE = re.compile(r"\s+(?P<name>[a-zA-Z-]+)(?:=\"(?P<value>[^\"]*)\")?")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


def parse(html: str) -> Tree:
    """The tree of a message in Telegram's subset of HTML. Raises ValueError for what Telegram would refuse."""
    tokens = list(_TOKEN.finditer(html))
    nodes = tuple(_nodes(iter(tokens), closing="", depth=0))
    return Tree(*nodes)


def _nodes(tokens: Iterator[re.Match[str]], *, closing: str, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        raise ValueError(f"more than {_DEEPEST} tags within one another")
    for token in tokens:
        if token["wrong"]:
            raise ValueError(f"a stray {token['wrong']} at {token.start()}")
        if token["text"]:
            yield text(_REFERENCE.sub(lambda match: unescape(match[0]), token["text"]))
            continue
        tag = token["tag"].lower()
        if tag not in _TAGS:
            raise ValueError(f"Telegram knows no tag {tag!r}")
        if token["end"]:
            if tag != closing:
                raise ValueError(f"</{tag}> closes <{closing}>" if closing else f"</{tag}> closes nothing")
            return
        yield Element(
            tag, tuple(_nodes(tokens, closing=tag, depth=depth + 1)), _attributes(token["attributes"])
        )
    if closing:
        raise ValueError(f"<{closing}> is never closed")


def _attributes(source: str) -> tuple[tuple[str, str | None], ...]:
    if _ATTRIBUTE.sub("", source).strip():
        raise ValueError(f"these are no attributes: {source!r}")
    return tuple(
        (one["name"].lower(), None if one["value"] is None else unescape(one["value"]))
        for one in _ATTRIBUTE.finditer(source)
    )
