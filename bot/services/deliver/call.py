"""One request to Telegram, ready to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.chat import Chat
from bot.domain.delivery import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A method of the Bot API with its JSON body, and the deliveries that it settles.

    `revisions` says, delivery by delivery, which state of its story or broadcast was written into the body. `plain` is
    the same message without markup, for the case that Telegram refuses ours; empty when there is none.
    """

    chat: Chat
    deliveries: tuple[Delivery, ...]
    revisions: tuple[int, ...]
    method: str
    body: bytes
    plain: bytes = b""


Wanted = tuple[Chat, Sequence[tuple[Delivery, ...]]]
"""A chat and the groups of deliveries that belong into one message each."""


class Compose(Protocol):
    """Turns what chats get now into calls."""

    async def __call__(self, wanted: Sequence[Wanted]) -> list[list[Call]]:
        """For each chat its calls, in order; a message with nothing left to say gives none."""
