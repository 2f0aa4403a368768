"""SQLite beside the event loop with one way to its thread and back for each statement.

aiosqlite goes there for the cursor, for the statement, for its rows and for closing it again. A reader's command asks
the database some twenty things, and an article that comes in more; each way costs the loop as much as the statement.
The BEGIN of a transaction goes along with its first statement.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

_CHUNK = 64

Row = tuple[Any, ...]


def connect(path: str, **options: Any) -> "OneWayConnection":
    """A connection that is opened when it is awaited, as aiosqlite's is."""
    connection = OneWayConnection(lambda: sqlite3.connect(path, **options), _CHUNK)
    connection._thread.daemon = True  # noqa: SLF001  # as SQLAlchemy does: it must not outlive the program
    return connection


class OneWayConnection(aiosqlite.Connection):
    """aiosqlite's connection with other cursors."""

    _begin = ""
    """What begins the transaction that nothing was done in yet."""

    def cursor(self) -> "Cursor":  # type: ignore[override]  # made without a way to the thread
        return Cursor(self)

    def begin(self, statement: str) -> None:
        """Begin a transaction, with the first statement that comes."""
        self._begin = statement

    async def do(self, act: Callable[..., "Done"], *given: Any) -> "Done":
        """What `act` makes of the connection, in its thread."""
        begin, self._begin = self._begin, ""
        done: Done = await self._execute(_begun, self._conn, begin, act, *given)  # type: ignore[no-untyped-call]  # aiosqlite's
        return done

    async def commit(self) -> None:
        """Commit, if anything was done."""
        if self._begin:
            self._begin = ""
        else:
            await super().commit()

    async def rollback(self) -> None:
        """Undo what was done, if anything was."""
        if self._begin:
            self._begin = ""
        else:
            await super().rollback()


Done = tuple[Any, list[Row], int, int | None]
"""What a statement left: the description of its columns, its rows, how many it touched, the last row's number."""


class Cursor:
    """What SQLAlchemy wants of a cursor. Its statement is finished before anybody sees a row, and holds no lock."""

    def __init__(self, connection: OneWayConnection) -> None:
        self._connection = connection
        self._rows: list[Row] = []
        self.arraysize = 1
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, given: Sequence[Any] = ()) -> Self:
        """Run one statement and fetch all its rows."""
        if statement.startswith("BEGIN"):
            self._connection.begin(statement)
            return self
        self._keep(await self._connection.do(_execute, statement, given))
        return self

    async def executemany(self, statement: str, given: Sequence[Sequence[Any]]) -> Self:
        """Run one statement once for each of these."""
        self._keep(await self._connection.do(_execute_many, statement, given))
        return self

    async def fetchall(self) -> list[Row]:
        """The rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Drop the rows that are left."""
        self._rows = []

    def _keep(self, done: Done) -> None:
        self.description, self._rows, self.rowcount, self.lastrowid = done


def _begun(connection: sqlite3.Connection, begin: str, act: Callable[..., Done], *given: Any) -> Done:
    if begin:
        connection.execute(begin).close()
    return act(connection, *given)


def _execute(connection: sqlite3.Connection, statement: str, given: Sequence[Any]) -> Done:
    return _finish(connection.cursor(), lambda cursor: cursor.execute(statement, given))


def _execute_many(connection: sqlite3.Connection, statement: str, given: Sequence[Sequence[Any]]) -> Done:
    return _finish(connection.cursor(), lambda cursor: cursor.executemany(statement, given))


def _finish(cursor: sqlite3.Cursor, run: Callable[[sqlite3.Cursor], object]) -> Done:
    try:
        run(cursor)
        rows = cursor.fetchall() if cursor.description else []
        return cursor.description, rows, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()
