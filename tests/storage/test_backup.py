import asyncio

import pytest
from sqlalchemy import text

from bot.errors import DatabaseError
from storage.backup import back_up
from storage.database import open_database
from storage.schema import FactRow
from tests.builders import NOW


async def add(database, name):
    async with database.write() as session:
        session.add(FactRow(name=name, value={}, updated_at=NOW))


async def count(database):
    async with database.read() as session:
        return await session.scalar(text("SELECT count(*) FROM facts"))


async def test_a_backup_taken_while_the_bot_writes_is_whole(sqlite_address, tmp_path):
    target = tmp_path / "backups" / "copy.db"
    async with open_database(sqlite_address) as bot, open_database(sqlite_address) as other:
        await add(bot, "before")
        _, size = await asyncio.gather(
            asyncio.gather(*(add(bot, f"{number}") for number in range(50))), back_up(other, target)
        )
    assert size == target.stat().st_size
    async with open_database(f"sqlite:///{target}") as copy:
        assert 1 <= await count(copy) <= 51
        async with copy.read() as session:
            assert await session.scalar(text("PRAGMA integrity_check")) == "ok"


async def test_a_backup_overwrites_nothing(sqlite_address, tmp_path):
    target = tmp_path / "copy.db"
    target.write_text("treasure")
    async with open_database(sqlite_address) as database:
        with pytest.raises(DatabaseError, match="is there already"):
            await back_up(database, target)
    assert target.read_text() == "treasure"


async def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(sqlite_address, tmp_path):
    (tmp_path / "file").write_text("")
    async with open_database(sqlite_address) as database:
        with pytest.raises(DatabaseError, match="cannot write"):
            await back_up(database, tmp_path / "file" / "copy.db")
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.postgres
async def test_for_postgresql_the_right_tool_is_named(postgres, tmp_path):
    async with open_database(postgres.new_database()) as database:
        with pytest.raises(DatabaseError, match="pg_dump"):
            await back_up(database, tmp_path / "copy.db")
