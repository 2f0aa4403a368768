"""A place in a list of stories, as buttons carry it.

Pages are counted from the newest story at the time of asking (the anchor), so that turning them skips nothing when
news comes in between.
"""

from dataclasses import dataclass

from bot.chat import buttons
from bot.chat.asking import Asked
from bot.chat.toggles import meant
from bot.domain.interest import Interest
from bot.services import account

PAGE, FOUND, MINE, FROM_LIST = "l", "z", "lm", "o"

SHOWN = 5
MOST = 10
"""Stories on a page: as many as were asked for, within reason."""

LAST_PAGE = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: what is listed, how many to a page, which page, counted from which story on."""

    interest: Interest
    size: int = SHOWN
    page: int = 0
    anchor: int = 0
    """One above the newest story when the list was asked for; 0 for whatever is newest now."""
    searched: bool = False
    mine: bool = False
    """Only what the chat follows, whatever that is at the time."""

    @property
    def args(self) -> tuple[str | int, ...]:
        return (buttons.what(self.interest, room=24), self.size, self.page, self.anchor)

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands behind the arguments where the name of the button does not tell a search from a list."""
        return () if self.name == PAGE else (self.name,)

    @property
    def name(self) -> str:
        if self.mine:
            return MINE
        return FOUND if self.searched else PAGE


async def place_of(asked: Asked, first: int) -> Place | None:
    """The place that stands on a button, from one of its arguments on."""
    pressed = asked.pressed
    standing = await account.get_standing(asked.deps, asked.chat)
    interest = meant(asked, standing, pressed.arg(first))
    if interest is None:
        return None
    kind = pressed.arg(first + 4) or pressed.name
    return Place(
        interest,
        size=min(max(pressed.number(first + 1) or SHOWN, 1), MOST),
        page=min(pressed.number(first + 2) or 0, LAST_PAGE),
        anchor=pressed.number(first + 3) or 0,
        searched=kind == FOUND,
        mine=kind == MINE,
    )
