"""Telegram's webhook: it posts updates here when a public address is set."""

import hashlib
import hmac
import json

import structlog
from aiohttp import web
from sqlalchemy.exc import DBAPIError

from bot.services.deps import Deps
from bot.services.receive import store

log = structlog.get_logger()

PATH = "/telegram"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def secret_of(token: str) -> str:
    """The secret that only Telegram and this bot know: derived from the token, so that nobody has to set one."""
    return hmac.new(token.encode(), b"newsbot webhook", hashlib.sha256).hexdigest()


def add_routes(app: web.Application, deps: Deps) -> None:
    """Take updates, if a webhook is set."""
    if not deps.settings.webhook_url:
        return
    secret = secret_of(deps.settings.telegram_token.get_secret_value())

    async def receive(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(_HEADER, ""), secret):
            return web.Response(status=403, text="This is Telegram's door.")
        try:
            update = await request.json()
            await store(deps, [update])
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError):
            return web.Response(status=400, text="That is no update.")
        except DBAPIError as error:
            log.warning(
                "the database does not answer; telegram will send the update again", error=str(error.orig)
            )
            return web.Response(status=503, headers={"Retry-After": "5"})
        return web.Response()

    app.router.add_post(PATH, receive)
