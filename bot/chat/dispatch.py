"""What reaches which function: commands, presses, and everything else, each with its chat made known first."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.ext.filters import BaseFilter

from bot.chat import buttons
from bot.chat.asking import Asked, entered, is_administrator
from bot.domain.chat import ChatId
from bot.services import account
from bot.services.deps import Deps
from bot.texts.messages import reader as words

Act = Callable[[Asked], Awaitable[None]]
"""One update in, one service call, one reply out."""

Handler = BaseHandler[Update, ContextTypes.DEFAULT_TYPE, Any]

HEARD = (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST) & ~filters.IS_AUTOMATIC_FORWARD
"""New messages and posts; not a channel's posts again as they appear in the group where they are discussed."""


class Presses(CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]):
    """Presses of the buttons of one name. `repeatable`: acting upon the same press again does no harm."""

    def __init__(self, name: str, callback: Any, *, repeatable: bool) -> None:
        super().__init__(callback, pattern=f"^{re.escape(name)}{buttons.VERSION}(?=$|[:@])")
        self.name = name
        self.repeatable = repeatable


def on_command(deps: Deps, name: str | list[str], act: Act) -> Handler:
    """Do this when a command is sent: in a private chat, a group, or a channel."""

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if (asked := await entered(deps, context.bot, update)) is not None:
            await act(asked)

    return CommandHandler(name, callback, filters=HEARD)


def on_message(deps: Deps, wanted: BaseFilter, act: Act) -> Handler:
    """Do this when a message comes that passes the filter."""

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if (asked := await entered(deps, context.bot, update)) is not None:
            await act(asked)

    return MessageHandler(HEARD & wanted, callback)


def on_press(deps: Deps, name: str, act: Act, *, repeatable: bool = True) -> Handler:
    """Do this when a button of this name is pressed; `asked.pressed` holds its arguments.

    The press is answered when `act` ends, if it has not done so itself. A press that Telegram delivers twice is acted
    upon again only if that is harmless: say `repeatable=False` where it would send something.
    """

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        asked = await _entered_by_press(deps, update, context)
        if asked is None:
            return
        await act(asked)
        await asked.toast()

    return Presses(name, callback, repeatable=repeatable)


async def too_old(asked: Asked) -> None:
    """Answer a press of a button that means nothing any more."""
    await asked.toast(words.old_button(asked.texts))


async def refuse(asked: Asked) -> None:
    """Tell a member of a group that only its administrators decide this."""
    refusal = words.only_group_admins(asked.texts)
    if asked.query is not None:
        await asked.toast(refusal, alert=True)
    else:
        await asked.say(refusal, reply=True)


def for_administrators(act: Act) -> Act:
    """The same, for those who decide what the chat follows; others are told that they do not."""

    async def checked(asked: Asked) -> None:
        await (act(asked) if await asked.may_change() else refuse(asked))

    return checked


async def _entered_by_press(deps: Deps, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Asked | None:
    """The press, about the chat that its button names; answered and None when it cannot be acted upon."""
    query = update.callback_query
    asked = await entered(deps, context.bot, update)
    if asked is None or query is None:
        return None
    pressed = buttons.read(query.data or "")
    if pressed is None or asked.message is None:
        await too_old(asked)
        return None
    asked = replace(asked, pressed=pressed)
    return asked if pressed.about is None else await _about(asked, pressed.about)


async def _about(asked: Asked, id_: ChatId) -> Asked | None:
    """A press in private about a channel, from somebody who still administers it."""
    chat = await account.find_chat(asked.deps, id_)
    if chat is None:
        await too_old(asked)
        return None
    if asked.user is None or not await is_administrator(asked.bot, chat.place.telegram_id, asked.user.id):
        await refuse(asked)
        return None
    return asked.about(chat)
