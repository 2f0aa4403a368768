"""What a button carries: a name with the version of its arguments, the arguments, and the chat that it is about.

`f1:04000000/AZ@1k` is the button `f`, version 1, about the chat with our number 56. Telegram takes 64 bytes, and a
keyword does not always fit: then its hash stands there, and the words are looked up where the reader can see them.
Names that begin with n belong to the newsroom.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from bot.domain.chat import ChatId
from bot.domain.interest import Interest, Key, read_key

MAX_BYTES = 64
VERSION = 1
"""Goes up when the arguments change their meaning; buttons of another version are too old."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PARTS = re.compile(r"(?P<name>[a-z]+)(?P<version>\d+)(?::(?P<args>[^@]*))?(?:@(?P<about>[0-9a-z]+))?")
_HASHED = "~"


@dataclass(frozen=True, slots=True)
class Pressed:
    """The data of a button, read. `about` is the chat that it changes, where that is not the one it stands in."""

    name: str
    args: tuple[str, ...] = ()
    about: ChatId | None = None

    def arg(self, place: int) -> str:
        """An argument; empty where there is none."""
        return self.args[place] if place < len(self.args) else ""

    def number(self, place: int) -> int | None:
        """An argument as a number that was written by `number`; None where there is none."""
        return read_number(self.arg(place))


def data(name: str, *args: str | int, about: ChatId | None = None) -> str:
    """The data of a button; whole numbers are written short. Raises ValueError when it is too long for Telegram."""
    written = [number(arg) if isinstance(arg, int) else arg for arg in args]
    made = ":".join((f"{name}{VERSION}", *written)) + (f"@{number(about)}" if about is not None else "")
    if len(made.encode()) > MAX_BYTES or any(mark in "".join(written) for mark in ":@"):
        raise ValueError(f"no button can carry {made!r}")
    return made


def read(made: str) -> Pressed | None:
    """The data of a button as it was made; None for that of another version, or of nobody we know."""
    parts = _PARTS.fullmatch(made)
    if parts is None or int(parts["version"]) != VERSION:
        return None
    about = read_number(parts["about"] or "")
    if about is None and parts["about"]:
        return None
    return Pressed(
        name=parts["name"],
        args=tuple(parts["args"].split(":")) if parts["args"] is not None else (),
        about=None if about is None else ChatId(about),
    )


def number(value: int) -> str:
    """A number that is not negative, in as few characters as it takes."""
    digits = ""
    while value >= len(_DIGITS):
        value, last = divmod(value, len(_DIGITS))
        digits = _DIGITS[last] + digits
    return _DIGITS[value] + digits


def read_number(digits: str) -> int | None:
    """The number that `number` wrote; None for what it did not, or what no database can hold."""
    return int(digits, 36) if re.fullmatch(r"[0-9a-z]{1,12}", digits) else None


def what(interest: Interest, *, room: int = 30) -> str:
    """An interest as an argument: its key, or the hash of a keyword that needs more bytes than there is room."""
    key = interest.key
    if interest.keyword and (len(key.encode()) > room or re.search("[:@]", key)):
        return _HASHED + hashed(key)
    return key


def hashed(key: Key) -> str:
    """What stands for a key that is too long."""
    return urlsafe_b64encode(blake2b(key.encode(), digest_size=6).digest()).decode()


def read_what(argument: str, candidates: Iterable[Interest] = ()) -> Interest | None:
    """The interest of an argument; one that is hashed is looked up among the candidates."""
    if argument.startswith(_HASHED):
        return next((one for one in candidates if hashed(one.key) == argument.removeprefix(_HASHED)), None)
    try:
        return read_key(argument)
    except ValueError:
        return None
