import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.errors import DatabaseError
from storage.database import open_database
from storage.migrate import _config, current_version, migrate, newest_version
from storage.schema import Base


def is_ours(name, type_, _parents):
    """The tables of full-text search are each database's own, and stand in no schema that both could share."""
    return type_ != "table" or not name.startswith("article_search")


async def test_a_new_database_is_brought_to_the_newest_version(tmp_path):
    async with open_database(f"sqlite:///{tmp_path}/new/newsbot.db") as database:
        migrated = await migrate(database)
        assert (migrated.before, migrated.after) == ("", newest_version())
        assert await current_version(database) == newest_version()


async def test_migrating_again_changes_nothing(database):
    migrated = await migrate(database)
    assert migrated.before == migrated.after == newest_version()
    assert migrated.backup is None


async def test_the_migrations_make_exactly_the_tables_of_the_schema(database):
    def differences(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        return compare_metadata(context, Base.metadata)

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database):
    async with database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="a newer Newsbot wrote it"):
        await migrate(database)
    assert await current_version(database) == "9999"


async def test_sqlite_is_backed_up_before_an_upgrade(tmp_path, sqlite_address):
    async with open_database(sqlite_address) as database:
        async with database.write() as session:
            await session.execute(text("DELETE FROM alembic_version"))
            for table in reversed(Base.metadata.sorted_tables):
                await session.execute(text(f"DROP TABLE {table.name}"))
            await session.execute(text("CREATE TABLE treasure (gold INTEGER)"))
            await session.execute(text("INSERT INTO alembic_version VALUES ('0000')"))
        with pytest.raises(DatabaseError):  # 0000 never was; nothing is touched
            await migrate(database)
    assert list(tmp_path.glob("*.before-*")) == []


def upgrade_to(connection, version):
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


FEED = """
    INSERT INTO feeds (id, url, title, site_url, language, state, added_at, etag, last_modified, interval,
        next_check_at, failures, error, reported, hints, hub_url, hub_topic, hub_secret, leased_by)
    VALUES (7, 'https://a.example/rss', '', '', '', 'active', '2026-11-01 00:00:00', '', '', 0, '2026-11-01 00:00:00',
        0, '', '', '{}', '', '', '', '')"""
ARTICLE = """
    INSERT INTO articles (id, feed_id, stage, reason, pushable, url, guid, title, text, language, author, image_url,
        source, categories, first_seen_at)
    VALUES (1, 7, 'grouped', '', 1, '', '', 'Port reopens', '', '', '', '', '', '[]', '2026-11-01 00:00:00')"""


async def test_an_upgrade_keeps_what_there_is_and_a_backup_of_it(tmp_path):
    address = f"sqlite:///{tmp_path}/newsbot.db"
    async with open_database(address) as database, database.engine.connect() as connection:
        await connection.run_sync(upgrade_to, "0002")
        await connection.execute(text(FEED))
        await connection.execute(text(ARTICLE))
        await connection.commit()
    async with open_database(address) as database:
        migrated = await migrate(database)
        async with database.read() as session:
            assert (await session.execute(text("SELECT id, feed_id FROM articles"))).all() == [(1, 7)]
    assert (migrated.before, migrated.after) == ("0002", newest_version())
    assert migrated.backup is not None
    async with open_database(f"sqlite:///{migrated.backup}") as backup:
        assert await current_version(backup) == "0002"
