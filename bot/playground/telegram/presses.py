"""Presses of buttons, and what the bot answers to them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.telegram.errors import bad_request

ANSWERABLE_SECONDS = 150
"""How long Telegram keeps a press before "query is too old"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What appears on the phone: nothing, a note at the edge (`text`), or a window that must be closed (`alert`)."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(slots=True)
class Press:
    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    answer: Answer | None = None


@dataclass(slots=True)
class Presses:
    clock: Callable[[], float]
    made: dict[str, Press] = field(default_factory=dict)

    def add(self, user_id: int, chat_id: int, message_id: int, data: str) -> Press:
        press = Press(
            str(4_000_000_000_000_001 + len(self.made)), user_id, chat_id, message_id, data, self.clock()
        )
        self.made[press.id] = press
        return press

    def answer(self, press_id: str, answer: Answer) -> Press:
        """Once, and in time; raises Telegram's error otherwise."""
        press = self.made.get(press_id)
        if press is None or press.answer or self.clock() - press.at > ANSWERABLE_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        press.answer = answer
        return press
