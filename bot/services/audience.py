"""Whom a broadcast would reach, and how long that would take."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.chat import Preferences
from bot.domain.hours import quiet_ends_at
from bot.domain.interest import Key
from bot.services.broadcast import time_for
from bot.services.deps import Deps
from storage import audiences
from storage.audiences import QuietWindow

_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Audience:
    """How many chats a broadcast goes to, how long that takes, and how many of them have quiet hours now."""

    chats: int
    takes: timedelta
    quiet: int = 0


async def count_audience(deps: Deps, audience: Key | None) -> Audience:
    """Whom it would reach now, at the rate at which we may send."""
    async with deps.database.read() as session:
        number = await audiences.count_audience(session, audience)
        windows = await audiences.count_quiet_windows(session, audience)
    quiet = sum(count for window, count in windows.items() if _is_quiet(window, deps.now()))
    return Audience(number, time_for(deps, number), quiet)


async def list_audiences(deps: Deps) -> list[tuple[Key | None, int]]:
    """Audiences to choose from, everybody first, then those of what is followed most; each with its chats."""
    async with deps.database.read() as session:
        keys = [key for key, _ in await audiences.list_most_followed(session, limit=_OFFERED)]
        return [(key, await audiences.count_audience(session, key)) for key in (None, *keys)]


def _is_quiet(window: QuietWindow, now: datetime) -> bool:
    zone, start, end = window
    hours = Preferences(zone=zone, quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end))
    return quiet_ends_at(hours, now) is not None
