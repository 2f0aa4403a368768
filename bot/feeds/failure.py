"""What went wrong with a feed, as its editor needs to know it: a kind, and what to do about it.

The kinds are names for `bot.texts` to put into the editor's language; the sentences here are for the
command line and the log.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import (
    BadStatus,
    FetchError,
    ForbiddenAddress,
    NewsbotError,
    ParseError,
    TooCostly,
    TooLarge,
    Unreachable,
)


class FailureKind(StrEnum):
    """Why a check of a feed failed."""

    FORBIDDEN = "forbidden"
    GONE = "gone"
    NOT_FOUND = "not_found"
    LOGIN = "login"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    SERVER = "server"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS = "tls"
    NAME = "name"
    TOO_LARGE = "too_large"
    TOO_COSTLY = "too_costly"
    NOT_A_FEED = "not_a_feed"
    MOVED = "moved"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Failure:
    """`passing` says that it may well cure itself: an editor is told only when it lasts."""

    kind: FailureKind
    reason: str
    remedy: str
    passing: bool = False


_REMEDIES = {
    FailureKind.FORBIDDEN: "Give an address on the open web, or set NEWSBOT_FETCH_PRIVATE_ADDRESSES=true.",
    FailureKind.GONE: "The publisher has withdrawn this feed: look for its new address on the site, or remove it.",
    FailureKind.NOT_FOUND: "Open the address in a browser; if nothing is there either, look for the feed on the site.",
    FailureKind.LOGIN: "The feed wants a password: ask the publisher for a public address.",
    FailureKind.BLOCKED: "The site refuses programs: ask the publisher to allow Newsbot, or use another of its feeds.",
    FailureKind.RATE_LIMITED: "Nothing to do: the server asked us to wait, and we do.",
    FailureKind.SERVER: "Nothing to do yet: the server is at fault, and is asked again, more and more seldom.",
    FailureKind.UNREACHABLE: "Check that the site opens in a browser; it is asked again, more and more seldom.",
    FailureKind.TIMEOUT: "Check that the site opens in a browser; it is asked again, more and more seldom.",
    FailureKind.TLS: "The site's certificate is not valid: tell the publisher.",
    FailureKind.NAME: "Check the spelling of the host; its name is not known.",
    FailureKind.TOO_LARGE: "Use a feed with fewer or shorter items.",
    FailureKind.TOO_COSTLY: "The document is built to exhaust its reader, or broken: use another feed of the site.",
    FailureKind.NOT_A_FEED: "Give the address of the feed; `newsbot feeds add` finds it from the address of the site.",
    FailureKind.MOVED: "Nothing to do: the feed at its new address is polled already. Remove this one.",
    FailureKind.OTHER: "See the log for the cause.",
}
_BY_STATUS = {
    401: FailureKind.LOGIN, 402: FailureKind.LOGIN, 403: FailureKind.BLOCKED, 404: FailureKind.NOT_FOUND,
    407: FailureKind.LOGIN, 410: FailureKind.GONE, 429: FailureKind.RATE_LIMITED, 451: FailureKind.BLOCKED,
    503: FailureKind.SERVER,
}  # fmt: skip
_BY_TYPE: tuple[tuple[type[NewsbotError], FailureKind], ...] = (
    (ForbiddenAddress, FailureKind.FORBIDDEN),
    (TooLarge, FailureKind.TOO_LARGE),
    (TooCostly, FailureKind.TOO_COSTLY),
    (ParseError, FailureKind.NOT_A_FEED),
)
_PASSING = frozenset({
    FailureKind.RATE_LIMITED, FailureKind.SERVER, FailureKind.UNREACHABLE, FailureKind.TIMEOUT, FailureKind.NAME,
})  # fmt: skip


def failure_of(error: FetchError | ParseError) -> Failure:
    """What an error means for whoever looks after the feed."""
    kind = _kind(error)
    return Failure(kind, str(error)[:300], _REMEDIES[kind], passing=kind in _PASSING)


def _kind(error: NewsbotError) -> FailureKind:
    if isinstance(error, BadStatus):
        default = FailureKind.SERVER if error.status >= 500 else FailureKind.OTHER
        return _BY_STATUS.get(error.status, default)
    if isinstance(error, Unreachable):
        return _unreachable(str(error))
    return next((kind for known, kind in _BY_TYPE if isinstance(error, known)), FailureKind.OTHER)


def _unreachable(reason: str) -> FailureKind:
    """By the words of `bot.feeds.fetch`, which is the one place that writes them."""
    if "no complete answer" in reason:
        return FailureKind.TIMEOUT
    if "secure connection" in reason:
        return FailureKind.TLS
    return FailureKind.NAME if "name is not known" in reason else FailureKind.UNREACHABLE
