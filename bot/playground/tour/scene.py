"""Where the tour takes place: a local Telegram, a newsstand, two readers and an editor."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.newsstand.server import RunningStand
from bot.playground.page.live import Person
from bot.playground.phone import Phone, Wanted
from bot.playground.start import Playground
from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.nouns import Message, User

PATIENCE = 90.0
"""Seconds that a step waits for what must come. A busy machine may need many; an idle one needs few."""


class Missed(AssertionError):
    """A phone does not show what it should."""


def expect(so: object, what: str) -> None:
    """Raises Missed, with what was expected, unless it is so."""
    if not so:
        raise Missed(what)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part. Leyla reads Azerbaijani; Edik is the editor."""

    ana: User
    leyla: User
    edik: User

    @classmethod
    def of(cls, phone: Phone) -> "Cast":
        """The cast, on phones of a local Telegram."""
        return cls(
            phone.add_user("Ana", language_code="en"),
            phone.add_user("Leyla", language_code="az"),
            phone.add_user("Edik", language_code="en"),
        )

    @property
    def people(self) -> tuple[Person, ...]:
        """Those whose phones the page shows side by side."""
        return Person(self.ana, "reader"), Person(self.edik, "editor")


@dataclass(frozen=True, slots=True)
class Scene:
    """`kept` holds messages that a later step looks at again, under the name that an earlier one gave them."""

    playground: Playground
    site: RunningStand
    cast: Cast
    kept: dict[str, Message] = field(default_factory=dict)

    @property
    def phone(self) -> Phone:
        return self.playground.phone

    @property
    def telegram(self) -> LocalTelegram:
        return self.playground.telegram

    async def reply(self, person: User, wanted: Wanted) -> Message:
        """The bot's message to a person that is wanted, since he last did something."""
        return await self.phone.wait_for(person, wanted, within=PATIENCE)

    async def said(self, person: User, text: str, wanted: Wanted) -> Message:
        """What the bot answers to what a person says."""
        self.phone.say(person, text)
        return await self.reply(person, wanted)

    async def pressed(self, person: User, message: Message, button: str) -> str:
        """Press a button and wait until the bot has answered the press; the toast."""
        press = self.phone.press(person, message, button)
        return (await self.phone.answer_to(press, within=PATIENCE)).text

    async def until(self, so: Callable[[], bool], what: str) -> None:
        """Wait until something is so on the phones. Raises AssertionError when it does not come to be."""
        await self.phone.wait_until(so, within=PATIENCE, what=what)

    def labels(self, message: Message) -> list[str]:
        """The labels of the buttons below a message as it stands now."""
        current = self.now(message)
        return self.phone.labels(current) if current else []

    def now(self, message: Message) -> Message | None:
        """A message as it stands now; None when it was deleted."""
        return self.phone.chat_of(self._owner(message)).messages.get(message.id)

    def shows(self, message: Message, text: str) -> bool:
        """Whether a message holds this text now."""
        current = self.now(message)
        return current is not None and text in current.text

    def holding(self, person: User, text: str) -> list[Message]:
        """The bot's messages to a person that hold this text."""
        bot = self.telegram.world.bot.id
        return [one for one in self.phone.messages(person) if one.sender_id == bot and text in one.text]

    def _owner(self, message: Message) -> User:
        return self.telegram.world.users[message.chat_id]
