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


class Compose(Protocol):
    """Turns what a chat gets now into calls: one for each message, in order."""

    async def __call__(self, chat: Chat, messages: Sequence[tuple[Delivery, ...]]) -> list[Call]:
        """The calls; a message that has nothing left to say (its story was withdrawn) gives none."""
