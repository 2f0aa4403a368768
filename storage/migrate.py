"""Bringing a database to this version of the program, at every start, for both kinds.

SQLite is backed up beside itself first. Several processes may start at once on PostgreSQL: one migrates, the others
wait for it.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import DatabaseError
from storage.backup import back_up
from storage.database import Database

_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x6E657773  # "news": the advisory lock that only one migrating process holds


@dataclass(frozen=True, slots=True)
class Migrated:
    """From which version to which; `before` is empty for a new database. `backup` was made before, if any."""

    before: str
    after: str
    backup: Path | None = None


def newest_version() -> str:
    """The version of the schema that this program needs."""
    return _scripts(_config()).get_current_head() or ""


async def current_version(database: Database) -> str:
    """The version of the schema that the database has; empty for a new one."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_version)


async def migrate(database: Database) -> Migrated:
    """Bring the database to `newest_version()`; nothing happens to one that is there already.

    Raises DatabaseError when the database was written by a newer program.
    """
    before = await current_version(database)
    refuse_newer(before)
    if before == newest_version():
        return Migrated(before, before)
    backup = await _back_up(database, before) if before and database.is_sqlite else None
    async with database.engine.connect() as connection:
        await connection.run_sync(_upgrade)
        await connection.commit()
    return Migrated(before, newest_version(), backup)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _scripts(config: Config) -> ScriptDirectory:
    return ScriptDirectory.from_config(config)


def _version(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def refuse_newer(version: str) -> None:
    """Raise DatabaseError for a version that this program does not know."""
    known = {script.revision for script in _scripts(_config()).walk_revisions()}
    if version and version not in known:
        raise DatabaseError(
            f"the database is of version {version}, which this program does not know (it has {newest_version()}): "
            "a newer Newsbot wrote it. Install that version again, or restore the backup made before its upgrade."
        )


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def _back_up(database: Database, version: str) -> Path:
    path = Path(database.engine.url.database or "")
    target = path.with_name(f"{path.name}.before-{newest_version()}-was-{version}")
    await asyncio.to_thread(target.unlink, missing_ok=True)  # an upgrade that failed left it
    await back_up(database, target)
    return target
