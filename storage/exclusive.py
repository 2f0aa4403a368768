"""One running bot on one SQLite file: held by the operating system, so that a killed process leaves no lock behind."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.errors import DatabaseError
from storage.database import Database


@contextmanager
def held_alone(database: Database) -> Iterator[None]:
    """Hold a SQLite database alone while the block runs; PostgreSQL is shared, and nothing happens.

    Raises DatabaseError when another bot runs on it.
    """
    if not database.is_sqlite:
        yield
        return
    path = Path(f"{database.engine.url.database}.lock")
    with _opened(path) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DatabaseError(
                f"another Newsbot runs on {database.engine.url.database}. Stop it first; to run several processes, "
                "set NEWSBOT_DATABASE_URL to a PostgreSQL database."
            ) from error
        yield


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise DatabaseError(
            f"cannot write {path} ({error.strerror}): Newsbot must own the folder of its database. Give it the folder, "
            "or name another place in NEWSBOT_DATABASE_URL."
        ) from error
