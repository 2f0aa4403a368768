"""Asking an editor something whose answer is his next message, perhaps after a restart."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.chat import Place, UserId
from bot.services.deps import Deps
from storage import questions

PATIENCE = timedelta(hours=2)
"""How long an answer is waited for; what comes later is about something else."""


class Asks(StrEnum):
    """What is asked for."""

    MESSAGE = "message"
    """A new broadcast."""
    REWRITING = "rewriting"
    AUDIENCE = "audience"
    TIME = "time"
    CORRECTION = "correction"
    REASON = "reason"
    OTHER_STORY = "other_story"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Question:
    """`about` is the number of the broadcast or story that it is about."""

    asks: Asks
    about: int = 0


async def ask(deps: Deps, place: Place, user: UserId, question: Question) -> None:
    """Take somebody's next message in this place for the answer."""
    kept = {"asks": question.asks, "about": question.about}
    async with deps.database.write() as session:
        await questions.set_question(session, place, user, kept, now=deps.now())


async def find(deps: Deps, place: Place, user: UserId) -> Question | None:
    """What somebody was asked here and has not answered."""
    async with deps.database.read() as session:
        kept = await questions.find_question(session, place, user, since=deps.now() - PATIENCE)
    return None if kept is None else Question(Asks(kept["asks"]), int(kept["about"]))


async def close(deps: Deps, place: Place, user: UserId) -> None:
    """It is answered, or asked no more."""
    async with deps.database.write() as session:
        await questions.remove_question(session, place, user)


async def forget_old(deps: Deps) -> None:
    """Forget what nobody answered."""
    async with deps.database.write() as session:
        await questions.remove_old(session, before=deps.now() - PATIENCE)
