"""Text as Telegram may safely show it: cleaned of what cannot be seen, and escaped once, at insertion."""

import re
from collections.abc import Iterable

_ENGLAND = r"\U0001F3F4[\U000E0061-\U000E007A]{1,6}\U000E007F"
"""The flags of England, Scotland and Wales are spelled with otherwise invisible tags."""

_INVISIBLE = re.compile(
    f"({_ENGLAND})|"
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line feed
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # zero width, bidi controls
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff"  # half characters, which no UTF-8 can carry; no characters
    "\U000e0000-\U000e007f]"
)
_STACKED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+"
)
"""More than three accents on one letter are no writing: they smear over the neighbouring lines."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class Html(str):
    """Text in Telegram's subset of HTML, safe to send and to insert as it stands."""

    __slots__ = ()


def clean(text: str) -> str:
    """Text without what is not seen: control characters, bidi controls, zero-width characters.

    The joiners that Persian and emoji are written with stay.
    """
    if text.isprintable():  # nearly all text is: none of the invisible characters counts as printable
        return text if text.isascii() else _STACKED.sub(r"\1", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _STACKED.sub(r"\1", _INVISIBLE.sub(r"\1", text))


def clean_line(text: str) -> str:
    """Text cleaned and set in one line, with single spaces."""
    return " ".join(clean(text).split())


def escape(value: object) -> Html:
    """A value as HTML: cleaned and escaped, unless it is HTML already."""
    return value if isinstance(value, Html) else encode(clean(str(value)))


def encode(text: str) -> Html:
    """Text that is clean already as HTML, also within an attribute."""
    return Html(text.translate(_ESCAPES))


def join(separator: str, parts: Iterable[object]) -> Html:
    """The parts that are not empty, each escaped unless it is HTML, with the separator between them."""
    return Html(escape(separator).join(escape(part) for part in parts if part))


def bold(value: object) -> Html:
    return Html(f"<b>{escape(value)}</b>")


def italic(value: object) -> Html:
    return Html(f"<i>{escape(value)}</i>")


def code(value: object) -> Html:
    return Html(f"<code>{escape(value)}</code>")


def quote(value: object) -> Html:
    return Html(f"<blockquote>{escape(value)}</blockquote>")
