"""Telegram's HTML: what `parse_mode=HTML` accepts, and the words it refuses the rest with.

It follows TDLib's parser: offsets in errors are bytes of UTF-8, an end tag without a name closes what is open, an
unknown entity like `&nbsp;` stays as it is, an empty tag leaves nothing behind. Where Telegram's words are not known
(the attributes of `tg-time`), ours say what is wrong.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.telegram.errors import ApiError, bad_request
from bot.playground.telegram.text.entities import Entity, in_order, utf16_length
from bot.playground.telegram.text.links import checked_link, user_of_link
from bot.playground.telegram.text.times import time_entity

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset({*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
_SPACE = " \t\r\n\0\v"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?P<decimal>\d+)|#x(?P<hex>[0-9a-fA-F]+)|(?P<name>[a-zA-Z]+));?")
_MARKUP = re.compile("[<&]")
_LONGEST_NUMERIC = 10  # characters of a numeric reference, `&` and all


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities; raises Telegram's "can't parse entities"."""
    try:
        source.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return _Parser(source).parse()


@dataclass(slots=True)
class _Open:
    """A tag that is not closed yet: where its text begins in the output, by pieces and by UTF-16 units."""

    name: str
    attributes: dict[str, str]
    piece: int
    offset: int


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.begin = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            self._step()
        if self.open:
            raise _refused(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        text = "".join(self.pieces)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise bad_request(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        return text, in_order(self.entities)

    def _step(self) -> None:
        markup = _MARKUP.search(self.source, self.at)
        end = markup.start() if markup else len(self.source)
        if end > self.at:
            self._emit(self.source[self.at : end])
            self.at = end
        elif self.source[end] == "&":
            char, self.at = _decoded(self.source, end)
            self._emit(char)
        else:
            self.begin = end
            self._tag()

    def _emit(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += utf16_length(text)

    def _tag(self) -> None:
        if self.source.startswith("/", self.begin + 1):
            self._end_tag()
        else:
            self._start_tag()

    def _start_tag(self) -> None:
        self.at = self._until(self.begin + 1, lambda char: char in _SPACE or char == ">")
        if not self._char():
            raise self._error("Unclosed start tag")
        name = self.source[self.begin + 1 : self.at].lower()
        if name not in _TAGS:
            raise self._error(f'Unsupported start tag "{name}"')
        attributes: dict[str, str] = {}
        while self._skip_space() != ">":
            attribute, value = self._attribute(name)
            attributes[attribute] = value
        self.at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"')
        self.open.append(_Open(name, attributes, len(self.pieces), self.offset))

    def _attribute(self, tag: str) -> tuple[str, str]:
        begin = self.at
        self.at = self._until(begin, lambda char: char in _SPACE or char in "=>/\"'")
        name = self.source[begin : self.at]
        if not name:
            raise self._error(f'Empty attribute name in the tag "{tag}"')
        if self._skip_space() != "=":
            if not self._char():
                raise self._error(f'Unclosed start tag "{tag}"')
            return name, ""
        self.at += 1
        if not self._skip_space():
            raise self._error(f'Unclosed start tag "{tag}"')
        value = self._quoted() if self._char() in "\"'" else self._token()
        if not self._char():
            raise self._error("Unclosed start tag")
        return name, value

    def _token(self) -> str:
        begin = self.at
        self.at = self._until(begin, lambda char: not (char.isascii() and (char.isalnum() or char in ".-")))
        if self._char() and self._char() not in _SPACE and self._char() != ">":
            offset = len(self.source[:begin].encode())
            raise _refused(f"Unexpected end of name token at byte offset {offset}")
        return self.source[begin : self.at].lower()

    def _quoted(self) -> str:
        quote = self._char()
        self.at += 1
        value = ""
        while self._char() not in {quote, ""}:
            char, self.at = _decoded(self.source, self.at)
            value += char
        self.at += bool(self._char())
        return value

    def _end_tag(self) -> None:
        if not self.open:
            raise self._error("Unexpected end tag")
        self.at = self._until(self.begin, lambda char: char in _SPACE or char == ">")
        found = self.source[self.begin + 2 : self.at].lower()
        if self._skip_space() != ">":
            raise self._error("Unclosed end tag")
        self.at += 1
        tag = self.open[-1]
        if found and found != tag.name:
            raise self._error("Unmatched end tag", f', expected "</{tag.name}>", found "</{found}>"')
        self.open.pop()
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _Open) -> None:
        length = self.offset - tag.offset
        entity = _entity(tag, length, "".join(self.pieces[tag.piece :]), self._error)
        if entity is None:
            return
        last = self.entities[-1] if self.entities else None
        if (
            last
            and {last.type, entity.type} == {"pre", "code"}
            and (last.offset, last.length) == (tag.offset, length)
        ):
            # <pre><code class="language-python"> is one entity with a language.
            entity = Entity("pre", tag.offset, length, language=last.language or entity.language)
            self.entities.pop()
        self.entities.append(entity)

    def _until(self, at: int, stop: Callable[[str], bool]) -> int:
        while at < len(self.source) and not stop(self.source[at]):
            at += 1
        return at

    def _char(self) -> str:
        """The character at hand; nothing at the end."""
        return self.source[self.at : self.at + 1]

    def _skip_space(self) -> str:
        self.at = self._until(self.at, lambda char: char not in _SPACE)
        return self._char()

    def _error(self, what: str, detail: str = "") -> ApiError:
        return _refused(f"{what} at byte offset {len(self.source[: self.begin].encode())}{detail}")


def _refused(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


def _decoded(text: str, at: int) -> tuple[str, int]:
    """The character at a place, a character reference read as one, and the place after it."""
    found = _REFERENCE.match(text, at) if text[at] == "&" else None
    char = _referenced(found) if found else ""
    if not found or not char:
        return text[at], at + 1
    return char, found.end()


def _referenced(found: re.Match[str]) -> str:
    if name := found["name"]:
        return _NAMED.get(name, "")
    if len(found[0].removesuffix(";")) >= _LONGEST_NUMERIC:
        return ""
    code = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16)
    return chr(code) if 0 < code < 0x10FFFF else ""


def _entity(tag: _Open, length: int, inner: str, error: Callable[[str], ApiError]) -> Entity | None:
    """What a closed tag makes of its text; None when it makes nothing, as a link that leads nowhere."""
    if tag.name in _STYLES:
        return Entity(_STYLES[tag.name], tag.offset, length)
    if tag.name == "a":
        return _link(tag, length, inner)
    if tag.name == "blockquote":
        kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
        return Entity(kind, tag.offset, length)
    if tag.name == "tg-emoji":
        return Entity("custom_emoji", tag.offset, length, custom_emoji_id=_emoji_id(tag))
    if tag.name == "tg-time":
        return time_entity(tag.attributes, tag.offset, length, error)
    language = tag.attributes.get("class", "")
    return Entity(
        tag.name, tag.offset, length, language=language[9:] if language.startswith("language-") else ""
    )


def _link(tag: _Open, length: int, inner: str) -> Entity | None:
    address = tag.attributes.get("href") or inner
    if user_id := user_of_link(address):
        return Entity("text_mention", tag.offset, length, user_id=user_id)
    url = checked_link(address)
    return Entity("text_link", tag.offset, length, url=url) if url else None


def _emoji_id(tag: _Open) -> str:
    emoji_id = tag.attributes.get("emoji-id", "")
    if not re.fullmatch(r"-?\d{1,19}", emoji_id) or not int(emoji_id):
        raise _refused("Invalid custom emoji identifier specified")
    return emoji_id
