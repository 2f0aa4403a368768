"""An editor's message that answers what the bot asked."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, MessageHandler, filters

from bot.chat.asking import Asked, entered
from bot.chat.dispatch import HEARD, Handler
from bot.chat.newsroom import addressing, amending, composing, repairing
from bot.chat.newsroom.access import editor_of, is_editor
from bot.domain.article import StoryId
from bot.domain.delivery import BroadcastId
from bot.services import questions
from bot.services.deps import Deps
from bot.services.questions import Asks

Take = Callable[[Asked, Message, int], Awaitable[None]]


async def _message(asked: Asked, message: Message, _: int) -> None:
    await composing.take_message(asked, message)


async def _rewriting(asked: Asked, message: Message, about: int) -> None:
    await composing.take_rewriting(asked, message, BroadcastId(about))


async def _audience(asked: Asked, message: Message, about: int) -> None:
    await addressing.take_audience(asked, message, BroadcastId(about))


async def _time(asked: Asked, message: Message, about: int) -> None:
    await addressing.take_time(asked, message, BroadcastId(about))


async def _correction(asked: Asked, message: Message, about: int) -> None:
    await amending.take_correction(asked, message, BroadcastId(about))


async def _reason(asked: Asked, message: Message, about: int) -> None:
    await amending.take_reason(asked, message, BroadcastId(about))


async def _other_story(asked: Asked, message: Message, about: int) -> None:
    await repairing.take_other_story(asked, message, StoryId(about))


async def _tags(asked: Asked, message: Message, about: int) -> None:
    await repairing.take_tags(asked, message, StoryId(about))


TAKES: Mapping[Asks, Take] = MappingProxyType(
    {
        Asks.MESSAGE: _message,
        Asks.REWRITING: _rewriting,
        Asks.AUDIENCE: _audience,
        Asks.TIME: _time,
        Asks.CORRECTION: _correction,
        Asks.REASON: _reason,
        Asks.OTHER_STORY: _other_story,
        Asks.TAGS: _tags,
    }
)


def on_answer(deps: Deps) -> Handler:
    """Takes the messages of editors who were asked something; all others go on to whoever else they concern."""

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        asked = await entered(deps, context.bot, update)
        if asked is None or asked.message is None or not is_editor(asked):
            return
        question = await questions.find(deps, asked.place, editor_of(asked))
        if question is None:
            return
        await TAKES[question.asks](asked, asked.message, question.about)
        raise ApplicationHandlerStop

    is_command = filters.COMMAND | filters.CaptionRegex(r"^/\w")
    wanted = HEARD & filters.User(deps.settings.admins) & ~is_command & ~filters.StatusUpdate.ALL
    return MessageHandler(wanted, callback)
