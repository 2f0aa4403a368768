"""Copies of a SQLite database, taken while it is in use."""

import asyncio
import os
import sqlite3
from pathlib import Path
from typing import Any

from bot.errors import DatabaseError
from storage.database import Database


async def back_up(database: Database, target: Path) -> int:
    """Copy a SQLite database as it is at this moment into a new file; the size of the copy in bytes.

    The file appears under its name only when it is whole. Raises DatabaseError for PostgreSQL, which has better
    tools, and for a file that is there already or cannot be written.
    """
    if not database.is_sqlite:
        raise DatabaseError(
            "`backup` copies SQLite files; for PostgreSQL run: pg_dump --format=custom --file=newsbot.dump newsbot"
        )
    part = await asyncio.to_thread(_begin, target)
    try:
        await _copy(database, part)
    except sqlite3.Error as error:
        await asyncio.to_thread(part.unlink, missing_ok=True)
        raise DatabaseError(f"cannot write {target}: {error}; name a file on a disk with room") from error
    return await asyncio.to_thread(_finish, part, target)


async def _copy(database: Database, part: Path) -> None:
    async with database.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection  # SQLAlchemy's would begin a transaction, which forbids VACUUM
        await driver.execute("VACUUM INTO ?", (str(part),))


def _begin(target: Path) -> Path:
    """The file to write into, surely writable and surely not there."""
    part = target.with_name(f"{target.name}.part")
    if target.exists():
        raise DatabaseError(f"{target} is there already; name another file")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        part.unlink()
    except OSError as error:
        raise DatabaseError(f"cannot write {target}: {error.strerror}; name another file") from error
    return part


def _finish(part: Path, target: Path) -> int:
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)
    return target.stat().st_size
