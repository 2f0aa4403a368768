"""An update in the words of the services: who asks, in which chat, in which language, and how to reply there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from telegram import (
    Bot,
    CallbackQuery,
    ChatFullInfo,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
    User,
)
from telegram import Chat as TelegramChat
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import BadRequest, Forbidden

from bot.chat.buttons import Pressed
from bot.domain.chat import Chat, ChatKind, Place
from bot.services import follow
from bot.services.deps import Deps
from bot.telegram.html import TEXT_LIMIT
from bot.telegram.parsing import parse
from bot.telegram.rendering import Rendered
from bot.texts import Texts, texts_for
from bot.texts.languages import interface_language
from bot.texts.markup import Html

log = structlog.get_logger()

_ADMINISTRATORS = frozenset({ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})
_UNCHANGED = "message is not modified"
_CANNOT_EDIT = ("can't be edited", "message to edit not found", "no text in the message to edit")
_LONGEST_TOAST = 200
_NOTHING = Pressed("")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wrote or pressed.

    `chat` is the chat that it is about: the one it came from or, for a button about a channel, that channel.
    `place` is where replies go. `is_new` says that the chat was unknown until now.
    """

    deps: Deps
    bot: Bot
    update: Update
    chat: Chat
    place: Place
    texts: Texts
    is_new: bool = False
    pressed: Pressed = _NOTHING
    _answers: list[str] = field(default_factory=list)
    """What a press was answered; a list because the first answer is the only one."""

    @property
    def message(self) -> Message | None:
        """The message that was written, or the one whose button was pressed; None if that is no more."""
        return message_of(self.update)

    @property
    def query(self) -> CallbackQuery | None:
        return self.update.callback_query

    @property
    def user(self) -> User | None:
        """The person; nobody in a channel, or behind an anonymous administrator."""
        return self.update.effective_user

    @property
    def is_private(self) -> bool:
        """Whether it came from a private chat."""
        came_from = self.update.effective_chat
        return came_from is not None and came_from.type == ChatType.PRIVATE

    @property
    def is_about_another(self) -> bool:
        """Whether it is about a channel, and came from the private chat of who manages it."""
        return self.chat.place != self.place

    @property
    def text(self) -> str:
        """What was written, also below a picture."""
        return (self.message.text or self.message.caption or "") if self.message else ""

    @property
    def words(self) -> str:
        """What follows a command; the whole text where there is none."""
        if not self.text.startswith("/"):
            return self.text.strip()
        return "".join(self.text.split(maxsplit=1)[1:]).strip()

    @property
    def command(self) -> str:
        """The command as it was written, without the bot's name; empty where there is none."""
        return self.text.split(maxsplit=1)[0].partition("@")[0] if self.text.startswith("/") else ""

    async def say(
        self, html: Html | Rendered, keyboard: Any = None, *, reply: bool = False, silent: bool = False
    ) -> Message:
        """Send a message where it was asked; `reply` ties it to what was written. `keyboard` is any reply markup."""
        await self.toast()  # whoever pressed waits for this, and the message may have to wait for its turn
        answered = self.message if reply else None
        return await self.bot.send_message(
            self.place.telegram_id,
            message_thread_id=self.place.thread_id or None,
            reply_markup=keyboard,
            reply_parameters=ReplyParameters(answered.message_id, allow_sending_without_reply=True)
            if answered
            else None,
            disable_notification=silent or None,
            **content(html),
        )

    async def show(self, html: Html | Rendered, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Turn the message whose button was pressed into this; without a press, or where it cannot be, send it."""
        if self.query is None or self.message is None:
            await self.say(html, keyboard)
            return
        await self.toast()
        try:
            await self.bot.edit_message_text(
                chat_id=self.place.telegram_id,
                message_id=self.message.message_id,
                reply_markup=keyboard,
                **content(html),
            )
        except BadRequest as error:
            reason = error.message.lower()
            if any(known in reason for known in _CANNOT_EDIT):
                await self.say(html, keyboard)
            elif _UNCHANGED not in reason:
                raise

    async def show_keyboard(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Change the buttons below the message whose button was pressed, and nothing of its text."""
        if self.message is None:
            return
        await self.toast()
        try:
            await self.bot.edit_message_reply_markup(
                self.place.telegram_id, self.message.message_id, reply_markup=keyboard
            )
        except BadRequest as error:
            if _UNCHANGED not in error.message.lower():
                raise

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """Answer a press: with nothing, or with a few words over the chat. The first answer is the only one."""
        if self.query is None or self._answers:
            return
        self._answers.append(text)
        try:
            await self.query.answer(text[:_LONGEST_TOAST] or None, show_alert=alert or None)
        except BadRequest as error:  # the query is too old; what was pressed is done all the same
            log.debug("a press could not be answered", telegram=error.message)

    async def open_bot(self, payload: str) -> None:
        """Answer a press by opening the private chat with the bot, as a deep link would."""
        if self.query is not None and not self._answers:
            self._answers.append(payload)
            await self.query.answer(url=f"https://t.me/{self.bot.username}?start={payload}")

    def about(self, chat: Chat) -> "Asked":
        """The same about a chat as it is now; the reader is spoken to in the language of his own."""
        if chat.place != self.place:
            return replace(self, chat=chat)
        return replace(self, chat=chat, texts=texts_for(chat.preferences.language))

    async def may_change(self) -> bool:
        """Whether who asks decides what the chat follows: anybody in private, administrators elsewhere."""
        if self.chat.kind is ChatKind.PRIVATE or self._is_chat_itself():
            return True
        if self.is_about_another:  # a press about a channel gets no further than to its administrators
            return True
        return self.user is not None and await is_administrator(
            self.bot, self.chat.place.telegram_id, self.user.id
        )

    def _is_chat_itself(self) -> bool:
        """A post of a channel, and an administrator of a group who is anonymous there."""
        if self.query is not None or self.message is None or self.message.sender_chat is None:
            return False
        return self.message.sender_chat.id == self.chat.place.telegram_id


async def is_administrator(bot: Bot, chat: int, user: int) -> bool:
    """Whether a person administers a group or channel, as Telegram says now."""
    try:
        member = await bot.get_chat_member(chat, user)
    except (BadRequest, Forbidden) as error:
        log.debug("telegram does not tell who is who in a chat", telegram=error.message)
        return False
    return member.status in _ADMINISTRATORS


async def entered(deps: Deps, bot: Bot, update: Update) -> Asked | None:
    """An update whose chat is known to us from now on; None when it comes from no chat."""
    telegram_chat, began = update.effective_chat, deps.now()
    if telegram_chat is None:
        return None
    user = update.effective_user
    place = place_of(update, telegram_chat)
    chat = await follow.enter(
        deps,
        place,
        kind_of(telegram_chat),
        title=title_of(telegram_chat),
        language=interface_language(user.language_code if user else None),
    )
    return Asked(
        deps=deps,
        bot=bot,
        update=update,
        chat=chat,
        place=place,
        texts=texts_for(chat.preferences.language),
        is_new=chat.joined_at >= began,
    )


def place_of(update: Update, chat: TelegramChat) -> Place:
    """The chat and, in a forum, the topic. Replies in other groups bear thread ids too, which mean nothing to us."""
    message = message_of(update)
    in_topic = message is not None and message.is_topic_message
    return Place(chat.id, (message.message_thread_id or 0) if message and in_topic else 0)


def message_of(update: Update) -> Message | None:
    """The message of an update that we handle; None where it is no more.

    `effective_message` of the library warns of such a message, and takes it for one of the year 1970.
    """
    if update.callback_query is None:
        return update.message or update.channel_post
    under = update.callback_query.message
    return under if isinstance(under, Message) and under.date.timestamp() > 0 else None


def kind_of(chat: TelegramChat | ChatFullInfo) -> ChatKind:
    """Our kind of chat for Telegram's."""
    kinds = {ChatType.PRIVATE: ChatKind.PRIVATE, ChatType.CHANNEL: ChatKind.CHANNEL}
    return kinds.get(ChatType(chat.type), ChatKind.GROUP)


def title_of(chat: TelegramChat | ChatFullInfo) -> str:
    """The name of a group or channel. A person's name is none of our business, and is not kept."""
    return "" if chat.type == ChatType.PRIVATE else (chat.title or "")


def content(html: Html | Rendered) -> Mapping[str, Any]:
    """What a message says, as the library's methods take it."""
    if isinstance(html, Rendered):
        parameters: dict[str, Any] = {**html.preview.parameters}
        preview = LinkPreviewOptions(**parameters)
        return {"text": html.html, "parse_mode": ParseMode.HTML, "link_preview_options": preview}
    return {
        "text": html if len(html) <= TEXT_LIMIT else parse(html).cut(TEXT_LIMIT).html,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": LinkPreviewOptions(is_disabled=True),
    }
