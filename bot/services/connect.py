"""Meeting Telegram at the start: whether the token is good, and how updates come to us."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog

from bot.errors import SettingsError
from bot.services.deps import Deps
from bot.services.receive import ALLOWED_UPDATES
from bot.settings import Settings
from bot.telegram.transport import Refused

log = structlog.get_logger()

_PAUSES = (1, 2, 5, 10, 30)


async def meet(deps: Deps) -> Mapping[str, Any]:
    """The bot's own user, however long Telegram takes to answer. Raises SettingsError when it knows no such token."""
    try:
        me: Mapping[str, Any] = await _ask(deps, "getMe")
    except Refused as error:
        raise SettingsError(bad_token(deps.settings, error)) from error
    return me


async def choose_way_in(deps: Deps, path: str, secret: str) -> str:
    """Have updates sent to the webhook, or end one that an earlier setting left behind, so that we may ask.

    What was found and changed, for the operator; empty when all was as it should be. Raises SettingsError when
    Telegram does not take the webhook's address.
    """
    if not deps.settings.webhook_url:
        return await _end_webhook(deps)
    url = deps.settings.webhook_url + path
    try:
        await _ask(deps, "setWebhook", url=url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
    except Refused as error:
        raise SettingsError(
            f"NEWSBOT_WEBHOOK_URL: Telegram says {error.code}: {error.description}. It must be a public https address "
            "on port 443, 80, 88 or 8443 that leads here; leave it empty to ask Telegram instead."
        ) from error
    return ""


async def _end_webhook(deps: Deps) -> str:
    info = await _ask(deps, "getWebhookInfo")
    if not info.get("url"):
        return ""
    await _ask(deps, "deleteWebhook")
    return f"a webhook to {info['url']} was set for this bot; it is ended, for NEWSBOT_WEBHOOK_URL is empty"


async def _ask(deps: Deps, method: str, **parameters: Any) -> Any:
    """Ask until Telegram answers. Raises Refused for what asking again would not mend."""
    tried = 0
    while True:
        wait = 0.0
        try:
            return await deps.api.ask(method, **parameters)
        except Refused as error:
            if error.code in {400, 401, 403, 404}:
                raise
            log.warning("telegram refuses us; trying again", code=error.code, telegram=error.description)
            wait = error.retry_after
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning(
                "telegram does not answer; trying again",
                url=deps.settings.telegram_api_url,
                error=reason_of(error),
            )
        await asyncio.sleep(max(wait, _PAUSES[min(tried, len(_PAUSES) - 1)]))
        tried += 1


def bad_token(settings: Settings, error: Refused) -> str:
    """What to do about a token that Telegram does not know."""
    if "NEWSBOT_TELEGRAM_API_URL" in error.description:
        return (
            f"NEWSBOT_TELEGRAM_API_URL: {settings.telegram_api_url} answers {error.code}: {error.description}"
        )
    number = settings.telegram_token.get_secret_value().partition(":")[0]
    return (
        f"NEWSBOT_TELEGRAM_TOKEN: Telegram says {error.code}: the token of bot {number[:12] or '?'} is not valid. "
        "Get a new one from @BotFather (/token)."
    )


def reason_of(error: BaseException) -> str:
    """Why a connection failed; some errors say nothing but their name."""
    return str(error) or type(error).__name__
