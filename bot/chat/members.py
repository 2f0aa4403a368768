"""Where the bot is let in and thrown out: blocked by a reader, added to a group, given a channel, moved."""

from datetime import timedelta

import structlog
from telegram import (
    Bot,
    Chat,
    ChatAdministratorRights,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import ChatMemberHandler, ContextTypes, MessageHandler, filters

from bot.chat.asking import Asked, is_administrator, kind_of, title_of
from bot.chat.dispatch import Handler, on_message, on_press
from bot.chat.pickers import Picker, root
from bot.domain.chat import Chat as OurChat
from bot.domain.chat import Place
from bot.services import account, follow
from bot.services.deps import Deps
from bot.texts import Texts, texts_for
from bot.texts.languages import interface_language
from bot.texts.messages import buttons as labels
from bot.texts.messages import reader as words

log = structlog.get_logger()

CHOOSE_CHANNEL = "ch"

_OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
_REQUEST = 1
_JUST_NOW = timedelta(minutes=1)
_RIGHTS = ChatAdministratorRights(
    is_anonymous=False,
    can_manage_chat=True,
    can_delete_messages=True,
    can_manage_video_chats=False,
    can_restrict_members=False,
    can_promote_members=False,
    can_change_info=False,
    can_invite_users=False,
    can_post_stories=False,
    can_edit_stories=False,
    can_delete_stories=False,
    can_post_messages=True,
    can_edit_messages=True,
)
"""Post, edit (to correct) and delete (to recall)."""


def _on_changed(deps: Deps) -> Handler:
    async def changed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if (change := update.my_chat_member) is not None:
            await _changed(deps, context.bot, change)

    return ChatMemberHandler(changed, ChatMemberHandler.MY_CHAT_MEMBER)


async def _changed(deps: Deps, bot: Bot, change: ChatMemberUpdated) -> None:
    """What became of our place in a chat."""
    was_in = change.old_chat_member.status not in _OUT
    if change.new_chat_member.status in _OUT:
        await follow.leave(deps, change.chat.id)
    elif change.chat.type == ChatType.PRIVATE:
        await follow.come_back(deps, change.chat.id)
    elif not _may_post(change.new_chat_member, change.chat):
        await _tell(deps, bot, change.from_user, change.chat)
    elif change.chat.type == ChatType.CHANNEL:
        await _enter_channel(deps, bot, change)
    elif not was_in:
        await _enter_group(deps, bot, change)


def _may_post(member: ChatMember, chat: Chat) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.can_send_messages
    if chat.type == ChatType.CHANNEL:
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    return True


async def _enter_group(deps: Deps, bot: Bot, change: ChatMemberUpdated) -> None:
    chat = await _entered(deps, change.chat, change.from_user)
    t = texts_for(chat.preferences.language)
    await bot.send_message(change.chat.id, words.joined_group(t), parse_mode=ParseMode.HTML)


async def _enter_channel(deps: Deps, bot: Bot, change: ChatMemberUpdated) -> None:
    """Tell the person who gave it to us, in private, where the channel's subscriptions are chosen."""
    known = await account.find_place(deps, Place(change.chat.id))
    chat = await _entered(deps, change.chat, change.from_user)
    if not _was_just_greeted(deps, known):
        await _offer_channel(deps, bot, change.from_user, chat)


def _was_just_greeted(deps: Deps, known: OurChat | None) -> bool:
    """A channel that is chosen by our button is told to us twice, in any order; it is greeted once."""
    return known is not None and deps.now() - known.joined_at < _JUST_NOW


async def _offer_channel(deps: Deps, bot: Bot, user: User, channel: OurChat) -> None:
    t = await _texts_of(deps, user)
    p = Picker(t, await account.get_standing(deps, channel), channel.id)
    text, keyboard = root(p, words.joined_channel(t, channel.title))
    await _say_in_private(bot, user, text, keyboard)


async def _tell(deps: Deps, bot: Bot, user: User, chat: Chat) -> None:
    """Say that we may not post there, to the only one who can mend it."""
    text = words.may_not_post(await _texts_of(deps, user), chat.title or "")
    await _say_in_private(bot, user, text)


async def _say_in_private(
    bot: Bot, user: User, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Write to a person, who may never have written to us: then Telegram does not let us."""
    try:
        await bot.send_message(user.id, text, parse_mode=ParseMode.HTML, reply_markup=keyboard)
    except (Forbidden, BadRequest) as error:
        log.info("the person who added the bot cannot be written to", telegram=error.message)


async def _texts_of(deps: Deps, user: User) -> Texts:
    """In the language that a person chose, else Telegram's."""
    known = await account.find_place(deps, Place(user.id))
    return texts_for(known.preferences.language if known else interface_language(user.language_code))


async def _entered(deps: Deps, chat: Chat | ChatFullInfo, user: User) -> OurChat:
    return await follow.enter(
        deps,
        Place(chat.id),
        kind_of(chat),
        title=title_of(chat),
        language=(await _texts_of(deps, user)).language,
    )


async def press_choose_channel(asked: Asked) -> None:
    """Hand over the button that lets a person choose a channel, and gives us the rights in it."""
    t = asked.texts
    request = KeyboardButtonRequestChat(
        _REQUEST,
        chat_is_channel=True,
        request_title=True,
        user_administrator_rights=_RIGHTS,
        bot_administrator_rights=_RIGHTS,
    )
    button = KeyboardButton(labels.choose_channel(t), request_chat=request)
    keyboard = ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    await asked.toast()
    await asked.say(words.add_to_channel(t), keyboard)


async def channel_chosen(asked: Asked) -> None:
    """A person chose a channel by the button above."""
    shared = asked.message.chat_shared if asked.message else None
    if shared is None or asked.user is None:
        return
    if not await is_administrator(asked.bot, shared.chat_id, asked.user.id):
        await asked.say(words.may_not_post(asked.texts, shared.title or ""))
        return
    known = await account.find_place(asked.deps, Place(shared.chat_id))
    if _was_just_greeted(asked.deps, known):
        return
    channel = await asked.bot.get_chat(shared.chat_id)
    entered = await _entered(asked.deps, channel, asked.user)
    await _offer_channel(asked.deps, asked.bot, asked.user, entered)


def _on_migrated(deps: Deps) -> Handler:
    async def migrated(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id:
            await follow.migrate(deps, message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await follow.migrate(deps, message.migrate_from_chat_id, message.chat.id)

    return MessageHandler(filters.StatusUpdate.MIGRATE, migrated)


def handlers(deps: Deps) -> list[Handler]:
    return [
        _on_changed(deps),
        _on_migrated(deps),
        on_message(deps, filters.StatusUpdate.CHAT_SHARED, channel_chosen),
        on_press(deps, CHOOSE_CHANNEL, press_choose_channel, repeatable=False),
    ]
