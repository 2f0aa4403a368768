import asyncio
import os
import signal
import sys

import pytest

from bot.errors import DatabaseError
from storage.database import open_database
from storage.exclusive import held_alone
from storage.notify import listen, tell

HOLD = """
import sys, time
from storage.database import open_database
from storage.exclusive import held_alone
with held_alone(open_database(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


async def test_a_second_bot_on_a_sqlite_file_is_refused_with_the_next_step(sqlite_address):
    async with open_database(sqlite_address) as one, open_database(sqlite_address) as other:
        with held_alone(one), pytest.raises(DatabaseError, match="Stop it first"), held_alone(other):
            pass
        with held_alone(other):
            pass


async def test_a_folder_that_is_not_ours_is_told_in_one_sentence(sqlite_address, tmp_path):
    (tmp_path / "newsbot.db.lock").mkdir()
    async with open_database(sqlite_address) as database:
        with pytest.raises(DatabaseError, match="must own the folder"), held_alone(database):
            pass


@pytest.mark.process
async def test_a_killed_bot_leaves_no_lock_behind(sqlite_address):
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, sqlite_address, stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    async with open_database(sqlite_address) as database:
        with pytest.raises(DatabaseError), held_alone(database):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        await holder.wait()
        with held_alone(database):
            pass


@pytest.mark.postgres
async def test_several_bots_share_a_postgresql_database(postgres):
    async with open_database(postgres.new_database()) as database:
        with held_alone(database), held_alone(database):
            pass


async def _told_until_heard(database, heard):
    """Tell again and again: the listener may not be connected yet."""
    while True:
        await tell(database, "outbox")
        try:
            async with asyncio.timeout(0.1):
                return await heard.get()
        except TimeoutError:
            continue


@pytest.mark.postgres
async def test_what_one_process_tells_the_others_hear(postgres):
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with open_database(postgres.new_database()) as database:
        listening = asyncio.create_task(listen(database, heard.put_nowait))
        try:
            assert await _told_until_heard(database, heard) == "outbox"
        finally:
            listening.cancel()
            await asyncio.wait({listening})
