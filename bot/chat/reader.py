"""What readers can do, in the order in which a handler is looked for."""

from collections.abc import Sequence

from telegram import Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.chat import (
    following,
    latest,
    members,
    pickers,
    privacy,
    settings,
    start,
    stories,
    subscriptions,
    wishes,
)
from bot.chat.asking import entered
from bot.chat.dispatch import Handler, too_old
from bot.services.deps import Deps

_MODULES = (
    start,
    latest,
    subscriptions,
    following,
    pickers,
    stories,
    settings,
    privacy,
    members,
    wishes,  # takes all that is left, so it comes last
)


def handlers(deps: Deps) -> Sequence[Handler]:
    """The handlers of everything that is not the newsroom's; the last ones take whatever is left."""
    return [*(handler for module in _MODULES for handler in module.handlers(deps)), _unknown_presses(deps)]


def _unknown_presses(deps: Deps) -> Handler:
    """Buttons of an older version, or of nobody we know."""

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if (asked := await entered(deps, context.bot, update)) is not None:
            await too_old(asked)

    return CallbackQueryHandler(callback)
