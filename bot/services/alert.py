"""Telling the editors something in their private chats: about feeds, about what Telegram refuses."""

import json
from collections.abc import Callable

import aiohttp
import structlog

from bot.domain.chat import Place
from bot.services.deps import Deps
from bot.telegram.outcomes import outcome_of, outcome_of_error
from bot.telegram.pace import take_slot
from bot.texts.languages import DEFAULT
from storage import chats

log = structlog.get_logger()


async def alert_editors(deps: Deps, write: Callable[[str], str]) -> None:
    """Send each editor a notice; `write` gives its HTML in a language.

    It goes out in the budget like everything else. One that cannot be delivered is logged: it also stands in
    /feeds or /stats, where an editor will find it.
    """
    for admin in sorted(deps.settings.admins):
        async with deps.database.read() as session:
            chat = await chats.find_chat(session, Place(admin))
        language = chat.preferences.language if chat else DEFAULT
        body = {"chat_id": admin, "text": write(language), "parse_mode": "HTML"}
        await take_slot(deps.budget)
        try:
            outcome = outcome_of(*await deps.api.call("sendMessage", json.dumps(body).encode()))
        except (aiohttp.ClientError, OSError) as error:
            outcome = outcome_of_error(error)
        log.info("told an editor", outcome=type(outcome).__name__)
