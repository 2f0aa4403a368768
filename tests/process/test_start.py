"""How the bot starts, and what it says when it cannot."""

import asyncio
import socket

import pytest
from sqlalchemy import text

from bot.playground.telegram.faults import Fault, Kind
from storage.database import open_database
from tests.process.conftest import TOKEN, ask

pytestmark = pytest.mark.process


async def refusal(site, *arguments, **settings):
    """Start a bot that is to end by itself: its exit code and what it wrote."""
    process = await site.newsbot("run", *arguments, **settings)
    code = await process.ended()
    await asyncio.sleep(0)
    return code, process.lines


async def test_the_first_lines_tell_how_each_part_is_and_sigterm_ends_it_cleanly(site):
    process = await site.newsbot("run")
    url = await process.ready()
    signs = {line.split()[1]: line for line in process.lines if line[:1] in "✓!"}
    assert list(signs) == ["settings", "editors", "database", "telegram", "commands", "feeds", "ready"]
    assert "@local_news_bot, long polling" in signs["telegram"]
    assert (await ask(f"{url}/healthz"))[0] == 200
    assert await process.stop() == 0
    assert "✓ stopped    nothing waits to be sent" in process.lines


async def test_without_a_token_two_lines_say_what_to_do(small_site):
    code, lines = await refusal(small_site, TELEGRAM_TOKEN="")
    assert code == 2
    assert len(lines) == 2
    assert "@BotFather" in lines[0]
    assert "make demo" in lines[1]


async def test_what_somebody_must_mend_is_one_clear_sentence(small_site):
    """Four bots that cannot start, beside each other: each for a reason of its own."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        first = await small_site.run()
        other = {"DATABASE_URL": f"sqlite:///{small_site.folder}/other.db"}
        wrong_token, second, role, port = await asyncio.gather(
            refusal(small_site, TELEGRAM_TOKEN=TOKEN[:-1] + "x", **other),
            refusal(small_site),
            refusal(small_site, "--role", "chat", DATABASE_URL=f"sqlite:///{small_site.folder}/third.db"),
            refusal(
                small_site, HTTP_ADDRESS=address, DATABASE_URL=f"sqlite:///{small_site.folder}/fourth.db"
            ),
        )
    assert [code for code, _ in (wrong_token, second, role, port)] == [2, 2, 2, 2]
    assert "the token of bot 5000000001 is not valid. Get a new one from @BotFather" in wrong_token[1][-1]
    assert "another Newsbot runs on" in second[1][-1]
    assert "leave --role out" in role[1][-1]
    assert "another program listens there" in port[1][-1]
    assert await first.stop() == 0


async def test_a_database_of_a_newer_version_is_left_alone(small_site):
    async with open_database(small_site.address) as database, database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, lines = await refusal(small_site)
    assert code == 2
    assert "a newer Newsbot wrote it" in lines[-1]


async def test_while_telegram_is_away_it_waits_and_says_so_and_can_be_stopped(small_site):
    process = await small_site.newsbot("run", TELEGRAM_API_URL="http://127.0.0.1:9")
    await process.until("telegram does not answer; trying again")
    assert await process.stop() == 0
    assert "✓ stopped    before it was up" in process.lines


async def test_a_telegram_that_fails_at_first_is_met_in_the_end(small_site):
    small_site.playground.telegram.faults.add(Fault(kind=Kind.ERROR, method="getMe", status=502))
    process = await small_site.run()
    assert [line for line in process.lines if "telegram refuses us; trying again" in line]
    assert await process.stop() == 0


async def test_another_program_with_our_token_is_told_once_and_turns_readiness_red(small_site):
    process = await small_site.newsbot("run")
    url = await process.ready()
    small_site.playground.telegram.faults.add(
        Fault(kind=Kind.ERROR, method="getUpdates", status=409, description="Conflict: terminated", times=3)
    )
    small_site.phone.start(small_site.phone.add_user("Ana"))  # ends the poll that hangs
    await process.until("another program asks Telegram for this bot's updates")
    status, body = await ask(f"{url}/readyz")
    assert (status, list(body["because"])) == (503, ["updates"])
    await process.until("telegram gives updates again")
    assert (await ask(f"{url}/readyz"))[0] == 200
    assert len([line for line in process.lines if "another program asks" in line]) == 1
    assert await process.stop() == 0


async def test_a_second_signal_ends_it_at_once(small_site):
    small_site.playground.telegram.faults.add(Fault(kind=Kind.HANG, times=None))
    process = await small_site.run()
    ana = small_site.phone.add_user("Ana")
    small_site.phone.start(ana)
    await small_site.playground.telegram.state.updates.until_polled()
    process.child.terminate()
    await process.until("stopping; once more ends it at once")
    process.child.terminate()
    assert await process.ended() in {0, 128 + 15}
    small_site.playground.telegram.release()
