from dataclasses import replace

import pytest

from bot.errors import SettingsError
from bot.playground.telegram.faults import Fault, Kind
from bot.services import connect
from bot.services.connect import choose_way_in, meet
from bot.telegram.transport import BotApi
from tests.world import with_settings


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(connect, "_PAUSES", (0,))


async def webhook(world):
    return await world.deps.api.ask("getWebhookInfo")


async def test_the_bot_learns_its_own_name(world):
    assert (await meet(world.deps))["username"] == "local_news_bot"


@pytest.mark.parametrize("kind", [Kind.DROP, Kind.ERROR, Kind.TOO_MANY])
async def test_a_telegram_that_fails_at_first_is_asked_until_it_answers(world, kind):
    world.telegram.faults.add(Fault(kind=kind, method="getMe", times=2, seconds=0))
    assert (await meet(world.deps))["username"] == "local_news_bot"


async def test_a_token_that_telegram_does_not_know_is_told_without_showing_it(world):
    async with BotApi(world.playground.base_url, "123456:a-secret-that-nobody-knows") as api:
        with pytest.raises(SettingsError, match=r"the token of bot \d+ is not valid") as caught:
            await meet(replace(world.deps, api=api))
    assert "a-secret" not in str(caught.value)


async def test_a_webhook_is_set_with_a_secret_and_the_updates_that_we_want(world):
    deps = with_settings(world.deps, webhook_url="http://127.0.0.1:9")
    assert await choose_way_in(deps, "/telegram", "a_secret") == ""
    info = await webhook(world)
    assert info["url"] == "http://127.0.0.1:9/telegram"
    assert "callback_query" in info["allowed_updates"]
    assert await choose_way_in(world.deps, "/telegram", "") != ""


async def test_a_webhook_that_an_earlier_setting_left_behind_is_ended_and_told_once(world):
    await world.deps.api.ask("setWebhook", url="http://127.0.0.1:9/old")
    said = await choose_way_in(world.deps, "/telegram", "a_secret")
    assert "http://127.0.0.1:9/old" in said
    assert (await webhook(world))["url"] == ""
    assert await choose_way_in(world.deps, "/telegram", "a_secret") == ""


async def test_a_webhook_that_telegram_does_not_take_names_the_setting(world):
    fault = Fault(kind=Kind.ERROR, method="setWebhook", status=400, description="Bad Request: bad webhook")
    world.telegram.faults.add(fault)
    deps = with_settings(world.deps, webhook_url="http://127.0.0.1:9")
    with pytest.raises(
        SettingsError, match="NEWSBOT_WEBHOOK_URL: Telegram says 400: Bad Request: bad webhook"
    ):
        await choose_way_in(deps, "/telegram", "a_secret")
