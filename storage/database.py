"""Opening the database: one small surface over SQLite and PostgreSQL.

SQLite runs in WAL mode, and every transaction that writes begins IMMEDIATE: one that reads first and writes later
would fail with "database is locked" as soon as another one wrote in between, and no time-out helps against that.
Within the process, writers queue in order of arrival instead of polling for SQLite's lock, and they share one
connection: its pages stay good, where those of the others are stale after each commit.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, MissingGreenlet
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import DatabaseError
from storage import sqlite_driver

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
_SQLITE_PRAGMAS = """
PRAGMA busy_timeout = 10000;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
"""
_WRITER_CACHE = "PRAGMA cache_size = -24000"
"""In kilobytes. Connections that only read have SQLite's two megabytes: the system caches the file for all of them."""
_POSTGRES_OPTIONS = "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
_POOL_SIZE = 8


class Database:
    """An open database. `read()` and `write()` give sessions; nothing slow or remote belongs inside one."""

    def __init__(self, engine: AsyncEngine, *, writer: AsyncEngine | None = None) -> None:
        self.engine = engine
        self.writer = writer or engine
        """Where one connection at a time can write, the engine that has it."""
        self._turn = asyncio.Lock() if writer else nullcontext()
        self._turn_behind = asyncio.Lock() if writer else nullcontext()
        self.longest_yield = 0.1
        """Seconds for which work behind stands back. Then it may go on for a quarter of that: its share is a fifth."""
        self._waited_for = 0
        self._free_until = 0.0
        self._calm = asyncio.Event()
        self._calm.set()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def name(self) -> str:
        """The address without its password, for people."""
        url = self.engine.url
        return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that reads one consistent state and leaves nothing behind."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction: committed when the block ends, rolled back when it raises."""
        async with (
            self._turn,
            AsyncSession(self.writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @asynccontextmanager
    async def write_behind(self) -> AsyncIterator[AsyncSession]:
        """The same for work that nobody looks at: of all that wait to write, one at most is of this kind.

        So a reader's command waits behind one article that comes in, and not behind all of them. While somebody is
        waited for (`hurrying`), none of it begins, unless that lasts.
        """
        async with self._turn_behind:
            await self._until_calm()
            async with self.write() as session:
                yield session

    @contextmanager
    def hurrying(self) -> Iterator[None]:
        """While this block runs, somebody waits for what it does."""
        self._waited_for += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._waited_for -= 1
            if not self._waited_for:
                self._calm.set()

    async def _until_calm(self) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        if not self._waited_for or began < self._free_until:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(self.longest_yield):
                await self._calm.wait()
        self._free_until = clock() + (clock() - began) / 4

    async def close(self) -> None:
        await self.engine.dispose()
        await self.writer.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def open_database(address: str) -> Database:
    """Open `sqlite:///path` or `postgresql://…`; a folder that is missing for SQLite is made.

    Raises DatabaseError for an address that cannot be read. A server that does not answer shows later, at first use.
    """
    url = read_address(address)
    if url.get_backend_name() == "sqlite":
        return Database(_open_sqlite(url, _POOL_SIZE), writer=_open_sqlite(url, 1, writes=True))
    engine = create_async_engine(
        url,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_SIZE,
        pool_pre_ping=True,
        connect_args={"options": _POSTGRES_OPTIONS, "connect_timeout": 10},
    )
    return Database(engine)


def read_address(address: str) -> URL:
    """The address as SQLAlchemy takes it, with the driver that we use. Raises DatabaseError."""
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise DatabaseError(
            f"NEWSBOT_DATABASE_URL: {address!r} is no database address; use sqlite:///data/newsbot.db "
            "or postgresql://user:password@host/name"
        ) from error
    backend = url.drivername.partition("+")[0]
    if backend not in _DRIVERS:
        raise DatabaseError(f"NEWSBOT_DATABASE_URL: use sqlite or postgresql, not {backend!r}")
    if backend == "sqlite" and not url.database:
        raise DatabaseError("NEWSBOT_DATABASE_URL: name a file, such as sqlite:///data/newsbot.db")
    return url.set(drivername=_DRIVERS[backend])


def _open_sqlite(url: URL, connections: int, *, writes: bool = False) -> AsyncEngine:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(
            f"NEWSBOT_DATABASE_URL: cannot make the folder {path.parent} ({error.strerror}); "
            "make it yourself, or name another place"
        ) from error
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=connections,
        pool_use_lifo=True,  # what is not needed at once is not opened, and its memory not taken
        pool_reset_on_return=None,  # sessions and connections end their transactions; a second end is a way for nothing
        connect_args={"async_creator_fn": sqlite_driver.connect},
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    if writes:
        event.listen(engine.sync_engine, "connect", _prepare_writer)
    event.listen(engine.sync_engine, "begin", _begin_writing if writes else _begin_reading)
    event.listen(engine.sync_engine, "invalidate", _roll_back_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    raw: Any = connection
    raw.isolation_level = None  # the driver shall begin no transactions of its own; we do, below
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS.strip().splitlines():
        cursor.execute(pragma)
    cursor.close()


def _prepare_writer(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(_WRITER_CACHE)
    cursor.close()


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _roll_back_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry, __: BaseException | None) -> None:
    """End the transaction of a task that was cancelled in the middle of a statement.

    Closing the connection is not enough: SQLite keeps one with an unfinished statement, and its lock with it, for as
    long as something (a traceback, say) holds on to the cursor.
    """
    raw: Any = connection
    with suppress(
        ValueError, sqlite3.Error, MissingGreenlet
    ):  # it was closed already, or by the garbage collector
        raw.run_async(lambda driver: asyncio.shield(driver.rollback()))


async def check_reachable(database: Database) -> None:
    """Ask the database for nothing at all. Raises DatabaseError that says what to do when it does not answer."""
    try:
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
    except (DBAPIError, sqlite3.Error) as error:
        raise DatabaseError(
            f"the database {database.name} cannot be opened: {_cause(error)}\n"
            "Check NEWSBOT_DATABASE_URL, that the server runs or the file may be written, and the password."
        ) from error


def _cause(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).strip().splitlines()[0].strip() if str(cause).strip() else type(cause).__name__


async def database_time(database: Database) -> datetime:
    """What PostgreSQL's server takes for the time."""
    async with database.read() as session:
        at: datetime = (await session.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return at
