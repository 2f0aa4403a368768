import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import StatementError

from bot.errors import DatabaseError
from storage.database import check_reachable, open_database, read_address
from storage.schema import FactRow

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def add(database, name, at=NOW):
    async with database.write() as session:
        session.add(FactRow(name=name, value={}, updated_at=at))


async def names(database):
    async with database.read() as session:
        return sorted(await session.scalars(select(FactRow.name)))


async def test_what_is_written_can_be_read(database):
    await add(database, "one")
    assert await names(database) == ["one"]


async def test_a_transaction_that_raises_leaves_nothing(database):
    async def add_and_fail():
        async with database.write() as session:
            session.add(FactRow(name="one", value={}, updated_at=NOW))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await add_and_fail()
    assert await names(database) == []


async def test_a_time_comes_back_as_the_same_moment_in_utc(database):
    baku = timezone(timedelta(hours=4))
    await add(database, "one", at=datetime(2026, 11, 23, 16, tzinfo=baku))
    async with database.read() as session:
        (at,) = await session.scalars(select(FactRow.updated_at))
    assert (at, at.tzinfo) == (NOW, UTC)


async def test_a_time_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="without a zone"):
        await add(database, "one", at=NOW.replace(tzinfo=None))


async def test_fifty_writers_that_read_first_all_get_their_turn(database):
    async def count_up(number):
        async with database.write() as session:
            await session.execute(select(FactRow.name))
            session.add(FactRow(name=f"{number}", value={}, updated_at=NOW))

    await asyncio.gather(*(count_up(number) for number in range(50)))
    assert len(await names(database)) == 50


async def test_two_programs_on_one_sqlite_file_do_not_lock_each_other_out(sqlite_address):
    async with open_database(sqlite_address) as one, open_database(sqlite_address) as other:
        await asyncio.gather(
            *(add(one, f"one {number}") for number in range(20)),
            *(add(other, f"other {number}") for number in range(20)),
        )
        assert len(await names(one)) == 40


async def test_sqlite_keeps_every_commit_through_a_power_cut(sqlite_address):
    async with open_database(sqlite_address) as database, database.read() as session:
        assert await session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await session.scalar(text("PRAGMA synchronous")) == 2


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("mysql://localhost/news", "use sqlite or postgresql"),
        ("newsbot.db", "no database address"),
        ("sqlite://", "name a file"),
    ],
)
def test_an_address_that_cannot_work_is_refused_with_the_next_step(address, complaint):
    with pytest.raises(DatabaseError, match=complaint):
        read_address(address)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseError, match="cannot make the folder"):
        open_database(f"sqlite:///{tmp_path}/file/newsbot.db")


async def test_a_server_that_does_not_answer_is_told_in_one_sentence():
    async with open_database("postgresql://newsbot:secret@127.0.0.1:1/newsbot") as database:
        with pytest.raises(DatabaseError, match="cannot be opened") as caught:
            await check_reachable(database)
    assert "secret" not in str(caught.value)


async def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path):
    (tmp_path / "newsbot.db").write_bytes(b"not a database at all" * 100)
    async with open_database(f"sqlite:///{tmp_path}/newsbot.db") as database:
        with pytest.raises(DatabaseError, match="cannot be opened: file is not a database"):
            await check_reachable(database)


async def test_the_name_of_a_database_holds_no_password_and_no_driver():
    async with open_database("postgresql://ana:hunter2@db/news") as database:
        assert database.name == "postgresql://ana:***@db/news"


async def test_whoever_is_waited_for_writes_before_the_work_behind_that_came_first(sqlite_address):
    order = []

    async def behind(database, number):
        async with database.write_behind():
            order.append(number)
            await asyncio.sleep(0)

    async def reader(database):
        async with database.write():
            order.append("reader")

    async with open_database(sqlite_address) as database, asyncio.TaskGroup() as tasks:
        for number in range(5):
            tasks.create_task(behind(database, number))
        await asyncio.sleep(0)
        tasks.create_task(reader(database))
    assert order.index("reader") <= 1


async def test_work_behind_does_not_begin_while_somebody_is_waited_for(database):
    order = []
    database.longest_yield = 60

    async def behind():
        async with database.write_behind():
            order.append("behind")

    with database.hurrying():
        working = asyncio.create_task(behind())
        for _ in range(3):
            async with database.write():
                order.append("reader")
    await working
    assert order == ["reader", "reader", "reader", "behind"]


async def test_work_behind_goes_on_where_readers_never_cease_to_ask(database):
    with database.hurrying():
        for number in range(30):
            async with database.write_behind() as session:
                assert await session.scalar(text("SELECT 1")) == 1, number


@pytest.mark.parametrize("statement", range(4))
async def test_a_writer_that_is_cancelled_in_a_statement_keeps_nobody_from_writing(database, statement):
    """Whoever holds on to what became of it (a traceback holds the cursor) must not hold the lock with it."""
    kept, seen = [], []

    async def write():
        try:
            async with database.write() as session:
                for number in range(3):
                    new = insert(FactRow).values(name=f"fact {number}", value={}, updated_at=NOW)
                    await session.execute(new.returning(FactRow.name))
        except asyncio.CancelledError as error:
            kept.append(error)
            raise

    writing = asyncio.create_task(write())

    @event.listens_for(database.writer.sync_engine, "before_cursor_execute")
    def cancel(*_):
        seen.append(1)
        if len(seen) == statement + 1:
            writing.cancel()

    await asyncio.wait({writing})
    event.remove(database.writer.sync_engine, "before_cursor_execute", cancel)
    async with asyncio.timeout(5), database.write() as session:
        names_left = list(await session.scalars(select(FactRow.name)))
    assert (names_left, len(kept)) in (([], 1), (["fact 0", "fact 1", "fact 2"], 0))
