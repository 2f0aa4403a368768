"""Faults on request: what can go wrong between a bot and Telegram, one kind at a time."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from bot.playground.telegram.errors import ApiError, forbidden, migrated, misuse, too_many_requests


class Kind(StrEnum):
    TOO_MANY = "too_many"  # 429 with a wait, which the chat then keeps until it is over
    ERROR = "error"  # an HTTP error: 500, 502, 403, whatever `status` and `description` say
    BLOCKED = "blocked"  # 403, bot was blocked by the user
    MIGRATED = "migrated"  # 400 with migrate_to_chat_id
    DROP = "drop"  # the connection breaks without an answer
    HANG = "hang"  # no answer, ever, until the client gives up or the faults are cleared
    SLOW = "slow"  # the message is taken at once, and the right answer comes late
    GARBAGE = "garbage"  # an answer that is no JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, for the calls it is meant for.

    `method` and `chat_id` choose the calls; None is any, and with no method only messages are meant, not the questions
    and polls around them. The first `skip` of them pass, the next `times` meet the fault (None: all). `share` hits that
    part of the chats, always the same ones. With `taken` the message is taken before the fault strikes, so that the
    sender cannot know. `seconds` is the wait of TOO_MANY and the lateness of SLOW.
    """

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    skip: int = 0
    times: int | None = 1
    share: float = 1.0
    taken: bool = False
    seconds: float = 1.0
    status: int = 500
    description: str = "Internal Server Error"
    migrate_to: int = 0

    @property
    def strikes_after(self) -> bool:
        """Whether the call is carried out before the fault strikes."""
        return self.taken or self.kind in {Kind.GARBAGE, Kind.SLOW}

    def matches(self, method: str, chat_id: int | None, *, counted: bool) -> bool:
        if self.method is None and not counted:
            return False
        return (
            self.method in {None, method}
            and self.chat_id in {None, chat_id}
            and (self.share >= 1 or _place_of(chat_id or 0) < self.share)
        )

    def error(self) -> ApiError:
        """The refusal of a fault that answers with one."""
        if self.kind is Kind.TOO_MANY:
            return too_many_requests(max(1, int(self.seconds)))
        if self.kind is Kind.BLOCKED:
            return forbidden("bot was blocked by the user")
        if self.kind is Kind.MIGRATED:
            return migrated(self.migrate_to)
        return ApiError(self.status, self.description)


REFUSALS = frozenset({Kind.TOO_MANY, Kind.ERROR, Kind.BLOCKED, Kind.MIGRATED})


class Faults:
    """The faults in force, in the order in which they were asked for; the first that matches a call strikes."""

    def __init__(self) -> None:
        self._left: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._left.append(fault)

    def clear(self) -> None:
        self._left.clear()

    def __len__(self) -> int:
        return len(self._left)

    def strike(self, method: str, chat_id: int | None, *, counted: bool) -> Fault | None:
        """The fault that this call meets, if any, taken off what is left of it."""
        for place, fault in enumerate(self._left):
            if not fault.matches(method, chat_id, counted=counted):
                continue
            if fault.skip:
                self._left[place] = replace(fault, skip=fault.skip - 1)
                continue
            self._spend(place, fault)
            return fault
        return None

    def _spend(self, place: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times <= 1:
            del self._left[place]
        else:
            self._left[place] = replace(fault, times=fault.times - 1)

    def to_json(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._left]


def fault_from_json(given: Mapping[str, Any]) -> Fault:
    try:
        return Fault(**{**given, "kind": Kind(given["kind"])})
    except (TypeError, KeyError, ValueError) as error:
        raise misuse("faults", str(error)) from None


def _place_of(chat_id: int) -> float:
    """A chat's place between 0 and 1, the same in every run."""
    digest = blake2b(str(chat_id).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32
