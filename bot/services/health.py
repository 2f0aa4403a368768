"""Whether the bot can do its work: alive, and ready."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from bot.errors import DatabaseError
from storage.database import Database, check_reachable
from storage.migrate import current_version, newest_version

_QUIET_FOR = timedelta(seconds=90)
"""How long after its last success a part that reports regularly counts as working."""

_PATIENCE = 5.0


@dataclass(slots=True)
class Health:
    """What the parts of one process reported: when each last succeeded, or what is wrong with it."""

    now: Callable[[], datetime]
    succeeded: dict[str, datetime] = field(default_factory=dict)
    failing: dict[str, str] = field(default_factory=dict)

    def works(self, part: str) -> None:
        """A part has just done its work."""
        self.succeeded[part] = self.now()
        self.failing.pop(part, None)

    def fails(self, part: str, reason: str) -> None:
        """A part could not do its work."""
        self.succeeded.setdefault(part, self.now())
        self.failing[part] = reason

    def complaints(self) -> dict[str, str]:
        """What is wrong, part by part; empty when all is well."""
        silent = {
            part: f"silent since {at:%H:%M:%S}"
            for part, at in self.succeeded.items()
            if self.now() - at > _QUIET_FOR
        }
        return silent | self.failing


async def check_ready(database: Database, health: Health) -> dict[str, str]:
    """What keeps the bot from its work, part by part; empty when it is ready."""
    complaints = health.complaints()
    try:
        async with asyncio.timeout(_PATIENCE):
            await check_reachable(database)
            if await current_version(database) != newest_version():
                complaints["database"] = "is not migrated to this version"
    except TimeoutError:
        complaints["database"] = f"has not answered for {_PATIENCE:g} s"
    except (DatabaseError, DBAPIError) as error:
        complaints["database"] = str(error).splitlines()[0]
    return complaints
