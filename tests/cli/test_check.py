"""`newsbot check`."""

from datetime import timedelta

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.playground.start import local_telegram
from bot.playground.telegram.faults import Fault, Kind
from bot.services.diagnose import Level, clock_finding
from storage.database import open_database

TOKEN = "1234567890:AAH4-dKq_9sZlYw0x1y2z3A4B5C6D7E8F9G"


@pytest.fixture
async def telegram():
    async with local_telegram(strict=False) as playground:
        yield playground


@pytest.fixture
def check(newsbot, telegram):
    """`newsbot check` of a bot with which all is well, but for what a test changes."""
    well = {"TELEGRAM_API_URL": telegram.base_url, "TELEGRAM_TOKEN": telegram.token, "ADMINS": "7"}

    async def run(**settings):
        done = await newsbot("check", **(well | settings))
        return (
            done.exit_code,
            {line.split()[1]: line for line in done.stderr.splitlines() if line[0] in "✓!✗"},
            done,
        )

    return run


async def test_when_all_is_well_each_part_says_so(check):
    code, lines, done = await check()
    assert code == 0, done.output
    assert {"settings", "telegram", "updates", "clock", "database", "feeds", "outbox"} <= lines.keys()
    assert all(line.startswith("✓") for line in lines.values())


async def test_a_wrong_token_is_told_with_where_to_get_another_and_never_shown(check):
    code, lines, done = await check(TELEGRAM_TOKEN=TOKEN)
    assert code == 1
    assert "Telegram says 401: the token of bot 1234567890 is not valid" in lines["telegram"]
    assert "@BotFather" in lines["telegram"]
    assert TOKEN not in done.output


async def test_without_a_token_the_rest_is_looked_at_all_the_same(check):
    code, lines, _ = await check(TELEGRAM_TOKEN="")
    assert code == 1
    assert lines["telegram"].startswith("✗")
    assert lines["database"].startswith("✓")


async def test_a_telegram_that_cannot_be_reached_is_told(check):
    code, lines, _ = await check(TELEGRAM_API_URL="http://127.0.0.1:9")
    assert code == 1
    assert "does not answer" in lines["telegram"]


async def test_a_server_that_is_no_bot_api_is_told(check, telegram):
    telegram.telegram.faults.add(Fault(kind=Kind.GARBAGE, method="getMe"))
    code, lines, _ = await check()
    assert code == 1
    assert "NEWSBOT_TELEGRAM_API_URL" in lines["telegram"]


async def test_a_forgotten_webhook_is_told(check, telegram):
    await telegram.telegram.answer(telegram.token, "setWebhook", {"url": "http://127.0.0.1:9/hook"}, {})
    code, lines, _ = await check()
    assert code == 0
    assert lines["updates"].startswith("! updates    a webhook to http://127.0.0.1:9/hook is set")


async def test_a_database_of_a_newer_version_is_told(check, address):
    async with open_database(address) as database, database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, lines, _ = await check()
    assert code == 1
    assert "a newer Newsbot wrote it" in lines["database"]


async def test_a_database_that_is_not_there_yet_is_not_made_by_looking(check, tmp_path):
    code, lines, _ = await check(DATABASE_URL=f"sqlite:///{tmp_path}/none/newsbot.db")
    assert code == 0
    assert "is made at the first `newsbot run`" in lines["database"]
    assert not (tmp_path / "none").exists()


async def test_another_program_on_our_address_is_told(check):
    async def answer(_):
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/readyz", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        code, lines, _ = await check(HTTP_ADDRESS=f"{host}:{port}")
    finally:
        await runner.cleanup()
    assert code == 1
    assert "another program listens" in lines["process"]


@pytest.mark.parametrize(
    ("seconds", "level", "said"),
    [(3, Level.OK, "agrees"), (90, Level.MEND, "90 s ahead of"), (-90, Level.MEND, "90 s behind")],
)
def test_a_clock_that_is_wrong_is_told_with_the_side_and_the_remedy(seconds, level, said):
    finding = clock_finding(timedelta(seconds=seconds), "Telegram's")
    assert finding.level is level
    assert said in finding.said
