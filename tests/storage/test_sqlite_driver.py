import sqlite3
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from storage.database import open_database
from storage.schema import FactRow
from storage.sqlite_driver import OneWayConnection, connect
from tests.storage.test_database import NOW


class Counted(OneWayConnection):
    """Counts the ways to the connection's thread."""

    ways = 0

    async def _execute(self, fn, *args, **kwargs):
        Counted.ways += 1
        return await super()._execute(fn, *args, **kwargs)


@pytest.fixture
async def connection(tmp_path):
    connection: Any = await connect(str(tmp_path / "a.db"), isolation_level=None)
    await connection.cursor().execute("CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT UNIQUE)")
    yield connection
    await connection.close()


async def test_a_statement_takes_one_way_to_the_thread_rows_and_all(tmp_path):
    async with Counted(lambda: sqlite3.connect(tmp_path / "a.db"), 64) as connection:
        Counted.ways = 0
        cursor: Any = await connection.cursor().__aenter__()
        await cursor.execute("SELECT 1 AS one UNION ALL SELECT 2")
        assert await cursor.fetchall() == [(1,), (2,)]
        assert cursor.description[0][0] == "one"
        await cursor.close()
        assert Counted.ways == 1


async def test_a_transaction_takes_a_way_for_each_statement_and_one_to_commit(tmp_path):
    async with Counted(lambda: sqlite3.connect(tmp_path / "a.db", isolation_level=None), 64) as connection:
        cursor: Any = connection.cursor()
        await cursor.execute("CREATE TABLE words (word TEXT)")
        Counted.ways = 0
        await cursor.execute("BEGIN IMMEDIATE")
        await cursor.execute("INSERT INTO words VALUES ('a')")
        await cursor.execute("INSERT INTO words VALUES ('b')")
        assert connection.in_transaction
        await connection.commit()
        assert Counted.ways == 3
        assert not connection.in_transaction


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_a_transaction_in_which_nothing_is_done_is_none(connection, end):
    cursor = connection.cursor()
    await cursor.execute("BEGIN IMMEDIATE")
    await getattr(connection, end)()
    await cursor.execute("SELECT 1")
    assert not connection.in_transaction


async def test_what_is_done_in_a_transaction_can_be_undone(connection):
    cursor = connection.cursor()
    await cursor.execute("BEGIN")
    await cursor.execute("INSERT INTO words (word) VALUES ('a')")
    await connection.rollback()
    await cursor.execute("SELECT word FROM words")
    assert await cursor.fetchall() == []


async def test_a_statement_tells_how_many_rows_it_touched_and_the_last_ones_number(connection):
    cursor: Any = connection.cursor()
    await cursor.executemany("INSERT INTO words (word) VALUES (?)", [("a",), ("b",), ("c",)])
    assert cursor.rowcount == 3
    await cursor.execute("INSERT INTO words (word) VALUES (?)", ("d",))
    assert cursor.lastrowid == 4
    await cursor.execute("UPDATE words SET word = upper(word) WHERE number > 2 RETURNING word")
    assert sorted(await cursor.fetchall()) == [("C",), ("D",)]
    assert await cursor.fetchall() == []


async def test_a_statement_that_fails_leaves_the_connection_as_it_was(connection):
    cursor = connection.cursor()
    await cursor.execute("INSERT INTO words (word) VALUES ('a')")
    with pytest.raises(sqlite3.IntegrityError):
        await cursor.execute("INSERT INTO words (word) VALUES ('a')")
    await cursor.execute("SELECT word FROM words")
    assert await cursor.fetchall() == [("a",)]


async def test_the_database_uses_it_with_all_that_the_address_asks_for(tmp_path):
    async with open_database(f"sqlite:///{tmp_path}/a.db?cached_statements=7") as database:
        raw = await (await database.engine.connect()).get_raw_connection()
        assert isinstance(raw.driver_connection, OneWayConnection)
        raw.close()


async def test_an_update_that_touches_nothing_says_so(database):
    async with database.write() as session:
        session.add(FactRow(name="one", value={}, updated_at=NOW))
        await session.flush()
        changed = await session.execute(update(FactRow).where(FactRow.name == "two").values(updated_at=NOW))
        assert changed.rowcount == 0
        rows = [{"name": f"{number}", "value": {}, "updated_at": NOW} for number in range(3)]
        await session.execute(insert(FactRow), rows)
        assert len(list(await session.scalars(select(FactRow.name)))) == 4


async def test_no_statement_is_left_unfinished_when_a_result_is_not_read_to_its_end(sqlite_address):
    async with open_database(sqlite_address) as database:
        async with database.read() as session:
            result = await session.execute(text("SELECT 1 UNION ALL SELECT 2"))
            assert result.first() == (1,)
        async with database.write() as session:
            await session.execute(text("CREATE TABLE a (b)"))
