"""What Telegram shows of the bot: its commands in each kind of chat, its descriptions, each in four languages.

Telegram limits how often these may be set, so they are read first and set only where they differ.
"""

from collections.abc import Iterator, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.services.deps import Deps
from bot.texts import Texts, texts_for
from bot.texts.languages import DEFAULT, LANGUAGES
from bot.texts.messages import commands

log = structlog.get_logger()

_ANY = ""
"""Telegram's "language" for everybody whose own has no list."""


async def introduce(deps: Deps, bot: Bot) -> None:
    """Bring commands and descriptions up to date. What fails is logged, and tried again at the next start."""
    for code in (_ANY, *LANGUAGES):
        t = texts_for(code or DEFAULT)
        for scope, wanted in _lists(deps, t):
            try:
                await _set_commands(bot, scope, code, wanted)
            except TelegramError as error:  # an editor, say, who has never written to the bot
                log.info("a list of commands could not be set", scope=scope.type, telegram=error.message)
        try:
            await _set_descriptions(bot, code, t)
        except TelegramError as error:
            log.warning("the bot's description could not be set", telegram=error.message)


def _lists(deps: Deps, t: Texts) -> Iterator[tuple[BotCommandScope, Sequence[commands.Command]]]:
    yield BotCommandScopeAllPrivateChats(), commands.reader_commands(t)
    yield BotCommandScopeAllGroupChats(), commands.group_commands(t)
    yield BotCommandScopeAllChatAdministrators(), commands.group_commands(t)
    for editor in sorted(deps.settings.admins):
        yield BotCommandScopeChat(editor), commands.editor_commands(t)


async def _set_commands(
    bot: Bot, scope: BotCommandScope, code: str, wanted: Sequence[commands.Command]
) -> None:
    known = await bot.get_my_commands(scope=scope, language_code=code or None)
    if [(one.command, one.description) for one in known] != [(one.name, one.description) for one in wanted]:
        listed = [BotCommand(one.name, one.description) for one in wanted]
        await bot.set_my_commands(listed, scope=scope, language_code=code or None)


async def _set_descriptions(bot: Bot, code: str, t: Texts) -> None:
    description, short = commands.description(t), commands.short_description(t)
    if (await bot.get_my_description(code or None)).description != description:
        await bot.set_my_description(description, language_code=code or None)
    if (await bot.get_my_short_description(code or None)).short_description != short:
        await bot.set_my_short_description(short, language_code=code or None)
