"""Telegram's webhook: it posts updates here when a public address is set."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.services.deps import Deps
from bot.services.receive import store
from bot.web.limits import as_bytes

PATH = "/telegram"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def secret_of(token: str) -> str:
    """The secret that only Telegram and this bot know: derived from the token, so that nobody has to set one."""
    return hmac.new(token.encode(), b"newsbot webhook", hashlib.sha256).hexdigest()


def _read(body: bytes) -> Mapping[str, Any]:
    update: Mapping[str, Any] = json.loads(body)
    if type(update["update_id"]) is not int:
        raise ValueError("its number is none")
    return update


def add_routes(app: web.Application, deps: Deps) -> None:
    """Take updates, if a webhook is set."""
    if not deps.settings.webhook_url:
        return
    secret = secret_of(deps.settings.telegram_token.get_secret_value())

    async def receive(request: web.Request) -> web.Response:
        if not hmac.compare_digest(as_bytes(request.headers.get(_HEADER, "")), secret.encode()):
            return web.Response(status=403, text="This is Telegram's door.")
        try:
            await store(deps, [_read(await request.read())])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return web.Response(status=400, text="That is no update.")
        return web.Response()

    app.router.add_post(PATH, receive)
