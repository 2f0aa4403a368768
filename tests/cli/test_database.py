"""`newsbot migrate` and `newsbot backup`."""

import sqlite3

from storage.migrate import newest_version


async def test_migrate_says_from_where_to_where(newsbot, tmp_path):
    new = f"sqlite:///{tmp_path}/fresh.db"
    made = await newsbot("migrate", DATABASE_URL=new)
    assert made.exit_code == 0
    assert f"migrated from nothing to {newest_version()}" in made.stderr
    assert f"is at version {newest_version()} already" in (await newsbot("migrate", DATABASE_URL=new)).stderr


async def test_a_backup_can_be_opened_and_postgresql_is_told_its_own_tool(newsbot, tmp_path):
    done = await newsbot("backup", "copy.db")
    if newsbot.settings["DATABASE_URL"].startswith("postgresql"):
        assert done.exit_code == 2
        assert "pg_dump" in done.stderr
        return
    assert done.exit_code == 0
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (newest_version(),)
    copy.close()
    assert (await newsbot("backup", "copy.db")).exit_code == 2


async def test_an_address_that_is_none_is_told_with_examples(newsbot):
    done = await newsbot("migrate", DATABASE_URL="mysql://x/y")
    assert done.exit_code == 2
    assert done.stderr == "newsbot: NEWSBOT_DATABASE_URL: use sqlite or postgresql, not 'mysql'\n"


async def test_every_wrong_setting_is_told_on_a_line_of_its_own(newsbot):
    done = await newsbot("migrate", POLL_INTERVAL="soon", COLOUR="red")
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    assert lines[0].startswith("newsbot: NEWSBOT_")
    assert len(lines) == 2
