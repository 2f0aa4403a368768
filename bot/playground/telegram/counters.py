"""What the local Telegram counted: calls, messages, refusals; and, if asked, every message in 24 bytes."""

import hashlib
from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class MessageLog:
    """Every message that was taken, in order, as (chat, message, hash of its text): 24 bytes each."""

    numbers: "array[int]" = field(default_factory=lambda: array("q"))

    def add(self, chat_id: int, message_id: int, text: str) -> None:
        self.numbers.extend((chat_id, message_id, text_hash(text)))

    def __len__(self) -> int:
        return len(self.numbers) // 3

    def rows(self, start: int = 0) -> list[tuple[int, int, int]]:
        flat = self.numbers[start * 3 :]
        return list(zip(flat[0::3], flat[1::3], flat[2::3], strict=True))


@dataclass(slots=True)
class Counters:
    """`refused` is by error code; `impatient` counts calls to a chat whose retry_after was not over.

    `taken_unanswered` are messages that were taken while their sender got no good answer.
    """

    calls: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    paid_messages: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    impatient: int = 0
    taken_unanswered: int = 0
    worst_second: int = 0
    log: MessageLog | None = None

    def took(self, chat_id: int, message_id: int, text: str, *, paid: bool = False) -> None:
        self.messages += 1
        self.paid_messages += paid
        if self.log is not None:
            self.log.add(chat_id, message_id, text)

    def to_json(self) -> dict[str, Any]:
        return {
            "calls": dict(self.calls),
            "messages": self.messages,
            "paid_messages": self.paid_messages,
            "refused": {str(code): number for code, number in self.refused.items()},
            "faults": dict(self.faults),
            "impatient": self.impatient,
            "taken_unanswered": self.taken_unanswered,
            "worst_second": self.worst_second,
            "logged": None if self.log is None else len(self.log),
        }


def text_hash(text: str) -> int:
    """The hash of a text in the log, the same in every process: 64 bits, signed."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
