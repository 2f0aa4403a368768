"""What monitors ask."""

import asyncio

import pytest
from sqlalchemy import text

from bot.errors import SettingsError
from bot.services.metrics import Metrics
from bot.web.server import serving
from tests.world import with_settings


async def test_a_process_that_lives_says_so_whatever_else_is_wrong(serve):
    async with serve() as web:
        web.world.deps.health.fails("updates", "another program asks")
        assert await web.ask("GET", "/healthz") == (200, {"status": "ok"})


async def test_readiness_is_red_with_the_reason_while_something_is_wrong(serve):
    async with serve() as web:
        assert await web.ask("GET", "/readyz") == (200, {"status": "ready"})
        web.world.deps.health.fails("updates", "another program asks")
        because = {"updates": "another program asks"}
        assert await web.ask("GET", "/readyz") == (503, {"status": "not ready", "because": because})
        web.world.deps.health.works("updates")
        assert (await web.ask("GET", "/readyz"))[0] == 200


async def test_readiness_is_red_while_the_database_is_of_another_version(serve):
    async with serve() as web:
        async with web.world.deps.database.write() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        status, body = await web.ask("GET", "/readyz")
        assert (status, body["because"]) == (503, {"database": "is not migrated to this version"})


async def test_every_metric_is_served(serve):
    async with serve() as web:
        web.world.deps.metrics.updates.labels("handled").inc()
        status, body = await web.ask("GET", "/metrics")
    assert status == 200
    assert 'newsbot_updates_total{outcome="handled"} 1.0' in body
    names = {metric.name for metric in Metrics().registry.collect()}
    assert all(f"# TYPE {name}" in body for name in names)


async def test_an_address_that_is_taken_is_told_with_the_setting(serve):
    async with serve() as web:
        taken = with_settings(web.world.deps, http_address=web.url.removeprefix("http://"))
        with pytest.raises(SettingsError, match=r"NEWSBOT_HTTP_ADDRESS: .*another program listens there"):
            async with serving(taken):
                pass


async def test_without_an_address_nothing_is_served(serve):
    async with serve(http_address="") as web:
        assert web.url == ""


async def test_what_is_not_there_is_404_and_what_is_not_set_is_not_there(serve):
    async with serve() as web:
        for method, path in (
            ("GET", "/"),
            ("POST", "/articles"),
            ("DELETE", "/articles"),
            ("POST", "/telegram"),
        ):
            assert (await web.ask(method, path))[0] == 404


async def test_a_client_that_keeps_its_connection_does_not_keep_the_bot_from_stopping(serve):
    async with asyncio.timeout(20), serve() as web:
        host, port = web.url.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")  # and never the rest
        await writer.drain()
    writer.close()
