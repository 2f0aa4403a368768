"""Telegram's HTML as strictly as it can be read: what this accepts, every client shows as it was meant.

Written from the Bot API's chapter on formatting, apart from the code that it judges. It is stricter than the server,
which lets through unknown references and stray `>`.
"""

import re
from dataclasses import dataclass

TEXT_LIMIT, ENTITY_LIMIT = 4096, 100

_REFERENCES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
_TOKEN = re.compile(r"<(/?)([a-z-]+)((?: [a-z-]+(?:=\"[^\"<>]*\")?)*)>|(&[a-z]+;)|([^<>&])")
_ATTRIBUTE = re.compile(r" ([a-z-]+)(?:=\"([^\"<>]*)\")?")
_ATTRIBUTES = {
    "a": {"href"},
    "b": set(),
    "blockquote": {"expandable"},
    "code": set(),
    "i": set(),
    "s": set(),
    "tg-time": {"unix", "format"},
}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


class NotTelegramHtml(AssertionError):
    """What the message would do to a send."""


@dataclass(frozen=True)
class Entity:
    tag: str
    offset: int
    length: int
    attributes: tuple[tuple[str, str | None], ...] = ()


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read(html: str, limit: int = TEXT_LIMIT) -> tuple[str, list[Entity]]:
    """The text that is seen and its entities. Raises NotTelegramHtml."""
    text, entities = "", []
    opened: list[tuple[str, int, tuple[tuple[str, str | None], ...]]] = []
    place = 0
    while place < len(html):
        token = _TOKEN.match(html, place)
        if token is None:
            raise NotTelegramHtml(f"at {place}: {html[place : place + 40]!r}")
        end, tag, attributes, reference, char = token.groups()
        if reference and reference not in _REFERENCES:
            raise NotTelegramHtml(f"unknown reference {reference}")
        if tag and end:
            entities.append(_close(opened, tag, text))
        elif tag:
            opened.append((tag, units(text), _checked(tag, attributes, [name for name, *_ in opened])))
        text += _REFERENCES[reference] if reference else char or ""
        place = token.end()
    if opened:
        raise NotTelegramHtml(f"never closed: {opened}")
    _check_text(text, entities, limit)
    return text, entities


def _close(opened, tag: str, text: str) -> Entity:
    if not opened or opened[-1][0] != tag:
        raise NotTelegramHtml(f"</{tag}> does not close {opened}")
    _tag, offset, attributes = opened.pop()
    if units(text) == offset:
        raise NotTelegramHtml(f"<{tag}> around nothing")
    return Entity(tag, offset, units(text) - offset, attributes)


def _checked(tag: str, source: str, around: list[str]) -> tuple[tuple[str, str | None], ...]:
    if tag not in _ATTRIBUTES:
        raise NotTelegramHtml(f"unsupported start tag {tag}")
    attributes = {name: _unescaped(value) for name, value in _ATTRIBUTE.findall(source)}
    if not set(attributes) <= _ATTRIBUTES[tag]:
        raise NotTelegramHtml(f"<{tag}> with {attributes}")
    if tag == "a" and not re.fullmatch(r"https?://[^\s/]\S*", attributes.get("href", "")):
        raise NotTelegramHtml(f"a link to {attributes}")
    if tag == "tg-time" and not re.fullmatch(r"\d{1,10}", attributes.get("unix", "")):
        raise NotTelegramHtml(f"a time of {attributes}")
    if tag in around or (tag in {"a", "tg-time", "code"} and {"a", "tg-time", "code"} & set(around)):
        raise NotTelegramHtml(f"<{tag}> within {around}")
    return tuple(attributes.items())


def _unescaped(value: str) -> str:
    return re.sub("|".join(_REFERENCES), lambda match: _REFERENCES[match[0]], value)


def _check_text(text: str, entities: list[Entity], limit: int) -> None:
    if not text.strip():
        raise NotTelegramHtml("message text is empty")
    if units(text) > limit:
        raise NotTelegramHtml(f"message is too long: {units(text)}")
    if len(entities) > ENTITY_LIMIT:
        raise NotTelegramHtml(f"{len(entities)} entities")
    if unseen := _UNSEEN.search(text):
        raise NotTelegramHtml(f"an invisible character: {unseen[0]!r}")
