"""The disk that a SQLite database lies on: the editors hear of it before it is full."""

import shutil
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.services.alert import alert_editors
from bot.services.deps import Deps
from bot.texts import texts_for
from bot.texts.messages import desk
from storage.database import Database

log = structlog.get_logger()

ROOM = 500_000_000
"""Bytes under which a disk is nearly full: days of news, so that there is time to act."""


def free_space(database: Database) -> int:
    """Bytes that are left on the disk of a SQLite database."""
    return shutil.disk_usage(Path(database.engine.url.database or "").absolute().parent).free


class DiskWatch:
    """Tells the editors when the disk fills up; again only after there was room in between."""

    def __init__(self, deps: Deps, free: Callable[[Database], int] = free_space) -> None:
        self._deps = deps
        self._free = free
        self._told = False

    async def look(self) -> None:
        """Look once. PostgreSQL's disk is another machine's matter."""
        if not self._deps.database.is_sqlite:
            return
        left = self._free(self._deps.database)
        if left >= ROOM:
            self._told = False
        elif not self._told:
            self._told = True
            megabytes = left // 1_000_000
            log.error("the disk is nearly full; make room", megabytes=megabytes)
            await alert_editors(self._deps, lambda language: desk.disk_fills(texts_for(language), megabytes))
