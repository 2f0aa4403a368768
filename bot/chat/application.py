"""python-telegram-bot's Application as we use it: it finds the handler for an update, and keeps nothing in memory.

Updates reach it through our inbox, replies leave through our transport and our budget.
"""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from sqlalchemy.exc import DataError, DBAPIError, ProgrammingError
from telegram import Bot, CallbackQuery, Update
from telegram.error import ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.chat import buttons, newsroom, reader
from bot.chat.asking import entered
from bot.chat.dispatch import Presses
from bot.chat.profile import introduce
from bot.domain.chat import Place
from bot.services import follow
from bot.services.deps import Deps
from bot.services.handle import Handle, keep_handling
from bot.telegram.replies import PacedReplies, TakeTurn
from bot.telegram.transport import LibraryRequest
from bot.texts.messages import reader as words
from storage import chats

log = structlog.get_logger()

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
"""With whatever context and data the builder gives it: we use neither."""

_OURS = (DataError, ProgrammingError)
"""Errors of the database that another try would only repeat."""

_PATIENCE = 3.0
"""Seconds between two tries to reach Telegram at the start."""

_FRAMES = 8


class _Chats(AnyApplication):
    """The library's Application, but for one thing: a database that fails is for our inbox to deal with."""

    async def process_error(self, update: object, error: Exception, *args: Any, **kwargs: Any) -> bool:
        """Have the error told to the reader and logged. Raises the errors of the database: the update waits."""
        if isinstance(error, DBAPIError) and not isinstance(error, _OURS):
            raise error
        return await super().process_error(update, error, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class OpenChats:
    """What handles updates. `ready` is set when Telegram has told who we are; nothing can be handled before."""

    handle: Handle
    ready: asyncio.Event

    async def keep_handling(self, deps: Deps, stopping: asyncio.Event) -> None:
        """Handle what is in the inbox until told to stop. Until Telegram can be reached, it waits there untouched."""
        told = [asyncio.create_task(event.wait()) for event in (self.ready, stopping)]
        try:
            await asyncio.wait(told, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in told:
                task.cancel()
        await keep_handling(deps, stopping, self.handle)


@asynccontextmanager
async def open_chats(deps: Deps, session: aiohttp.ClientSession) -> AsyncIterator[OpenChats]:
    """An Application that handles updates while the block runs; it makes itself known to Telegram beside that."""
    application, ready = build(deps, session), asyncio.Event()
    starting = asyncio.create_task(_start(deps, application, ready))
    try:
        yield OpenChats(_handle_with(application, ready), ready)
    finally:
        starting.cancel()
        await asyncio.wait({starting})
        await application.shutdown()


def build(deps: Deps, session: aiohttp.ClientSession) -> AnyApplication:
    """The Application with every handler; nothing is sent to Telegram yet."""
    settings = deps.settings
    builder = ApplicationBuilder().application_class(_Chats)
    application = (
        builder.token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(LibraryRequest(session))
        .get_updates_request(LibraryRequest(session))
        .rate_limiter(PacedReplies(deps.budget, _turns(deps), deps.now))
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_handlers(list(newsroom.answers(deps)), group=-1)
    application.add_handlers([*newsroom.handlers(deps), *reader.handlers(deps)])
    application.add_error_handler(_on_error(deps))
    return application


def _turns(deps: Deps) -> TakeTurn:
    async def take_turn(chat: int | str) -> datetime:
        if isinstance(chat, str):
            return deps.now()
        async with deps.database.write() as session:
            return await chats.take_turn(session, Place(chat), now=deps.now())

    return take_turn


async def _start(deps: Deps, application: AnyApplication, ready: asyncio.Event) -> None:
    """Learn who we are, as soon as Telegram can be reached, then see to the bot's commands and descriptions."""
    while not ready.is_set():
        try:
            await application.initialize()
            ready.set()
        except InvalidToken:
            refusal = (
                "telegram does not accept the token; get a new one from @BotFather: NEWSBOT_TELEGRAM_TOKEN"
            )
            log.error(refusal)  # noqa: TRY400  # where it happened tells an operator nothing
            return
        except TelegramError as error:
            log.warning("telegram cannot be reached; trying again", error=error.message)
            await asyncio.sleep(_PATIENCE)
    await introduce(deps, application.bot)


def _handle_with(application: AnyApplication, ready: asyncio.Event) -> Handle:
    handlers = [handler for group in application.handlers.values() for handler in group]
    repeatable = {one.name for one in handlers if isinstance(one, Presses) and one.repeatable}

    async def handle(payload: Mapping[str, Any], repeated: bool) -> None:  # the type Handle says so
        await ready.wait()
        try:
            update = Update.de_json(dict(payload), application.bot)
        except Exception as error:  # noqa: BLE001  # a kind of update that the library cannot read: nobody asked anything
            _log(error)
            return
        if repeated and update.callback_query is not None and not _is_of(update.callback_query, repeatable):
            await _answer(update.callback_query)
            return
        await application.process_update(update)

    return handle


def _is_of(query: CallbackQuery, names: Collection[str]) -> bool:
    pressed = buttons.read(query.data or "")
    return pressed is not None and pressed.name in names


async def _answer(query: CallbackQuery) -> None:
    try:
        await query.answer()
    except TelegramError as error:
        log.debug("a repeated press could not be answered", telegram=error.message)


def _on_error(deps: Deps) -> Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        if not isinstance(update, Update) or error is None:
            return
        match error:
            case Forbidden() if update.effective_chat is not None:
                await follow.leave(deps, update.effective_chat.id)
            case ChatMigrated() if update.effective_chat is not None:
                await follow.migrate(deps, update.effective_chat.id, error.new_chat_id)
            case TimedOut() | RetryAfter():  # the answer may have arrived, or another one would not either
                _log(error)
            case _:
                _log(error)
                await _apologize(deps, context.bot, update)

    return on_error


def _log(error: Exception) -> None:
    """What failed and where; what the error says could hold a reader's own words, and is Telegram's only."""
    places = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    log.error(
        "an update could not be handled",
        error=type(error).__name__,
        telegram=error.message if isinstance(error, TelegramError) else "",
        where=[f"{place.filename}:{place.lineno} {place.name}" for place in places],
    )


async def _apologize(deps: Deps, bot: Bot, update: Update) -> None:
    """Tell the reader that it is our fault, if Telegram lets us."""
    try:
        asked = await entered(deps, bot, update)
        if asked is None:
            return
        await asked.say(words.failed(asked.texts))
    except TelegramError as error:
        log.warning("an apology could not be sent either", telegram=error.message)
