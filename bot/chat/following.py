"""Presses that follow and mute, and what is said when something is followed."""

from telegram import InlineKeyboardMarkup

from bot.chat import buttons
from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, for_administrators, on_press, too_old
from bot.chat.keyboards import paired, press, rows
from bot.chat.options import Panel, mode_keyboard
from bot.chat.pickers import WITHIN
from bot.chat.toggles import (
    DAY,
    FOLLOW,
    MUTE,
    UNFOLLOW,
    UNMUTE,
    Style,
    follow_toggle,
    known_to,
    meant,
    redrawn,
)
from bot.domain.interest import Interest
from bot.services import account, follow
from bot.services.account import Standing
from bot.services.deps import Deps
from bot.services.follow import MAX_SUBSCRIPTIONS
from bot.texts import Texts
from bot.texts.markup import Html, join
from bot.texts.messages import buttons as labels
from bot.texts.messages import follow as words
from bot.texts.messages import settings as settings_words

LATEST_BELOW = "lx"
"""The button that shows the latest stories of something in a message of their own."""

MY_SUBSCRIPTIONS = "p"


async def press_follow(asked: Asked) -> None:
    """Follow what the button names."""
    before = await account.get_standing(asked.deps, asked.chat)
    interest = meant(asked, before, asked.pressed.arg(0))
    if interest is None:
        await too_old(asked)
        return
    done = await follow.follow(asked.deps, asked.chat, interest)
    if done.too_many:
        await asked.toast(words.too_many(asked.texts, MAX_SUBSCRIPTIONS), alert=True)
        return
    following = (words.followed_toast(asked.texts, interest), words.volume(asked.texts, done.per_day))
    await asked.toast(". ".join(filter(None, following)))
    await _redraw(asked)
    is_first = done.is_new and not before.following and asked.is_private and not asked.is_about_another
    if is_first and asked.pressed.arg(1) == Style.VERB:  # in a list, who ticks may want to go on
        await say_how_often(asked, words.followed(asked.texts, interest, per_day=done.per_day))


async def press_unfollow(asked: Asked) -> None:
    """No longer follow what the button names."""
    interest = meant(asked, await account.get_standing(asked.deps, asked.chat), asked.pressed.arg(0))
    if interest is None:
        await too_old(asked)
        return
    await follow.unfollow(asked.deps, asked.chat, interest)
    await asked.toast(words.unfollowed_toast(asked.texts, interest))
    await _redraw(asked, gone=interest)


async def press_mute(asked: Asked) -> None:
    """Hear nothing of what the button names, for the hours that it names or for good."""
    interest = meant(asked, await account.get_standing(asked.deps, asked.chat), asked.pressed.arg(0))
    if interest is None:
        await too_old(asked)
        return
    hours = DAY if asked.pressed.arg(1) else None
    await follow.mute(asked.deps, asked.chat, interest.key, hours=hours)
    await asked.toast(words.muted_toast(asked.texts, interest))
    await _redraw(asked)


async def press_unmute(asked: Asked) -> None:
    """Hear of what the button names again."""
    interest = meant(asked, await account.get_standing(asked.deps, asked.chat), asked.pressed.arg(0))
    if interest is None:
        await too_old(asked)
        return
    await follow.unmute(asked.deps, asked.chat, interest.key)
    await asked.toast(words.unmuted_toast(asked.texts, interest))
    await _redraw(asked, gone=interest)


async def _redraw(asked: Asked, *, gone: Interest | None = None) -> None:
    """Draw the toggles of the pressed message as things stand now; `gone` may be known to nothing else any more."""
    if asked.message is None or asked.message.reply_markup is None:
        return
    standing = await account.get_standing(asked.deps, asked.chat)
    known = (*known_to(asked, standing), *((gone,) if gone else ()))
    await asked.show_keyboard(redrawn(asked.texts, asked.message.reply_markup, standing, known))


async def follow_and_tell(asked: Asked, interest: Interest, *, read_from: str = "") -> None:
    """Follow something that was named in words, and say so. `read_from` are words that held a typing error."""
    t, before = asked.texts, await account.get_standing(asked.deps, asked.chat)
    whole = before.covering(interest)
    if whole is not None:
        keyboard = rows(
            (follow_toggle(t, interest, before),), (follow_toggle(t, whole, before, Style.REMOVE),)
        )
        await asked.say(words.covered(t, interest, whole), keyboard, reply=True)
        return
    done = await follow.follow(asked.deps, asked.chat, interest)
    if done.too_many:
        await asked.say(words.too_many(t, MAX_SUBSCRIPTIONS))
        return
    standing = await account.get_standing(asked.deps, asked.chat)
    if not done.is_new:
        await asked.say(words.already_followed(t, interest), beside(t, interest, standing), reply=True)
        return
    text = (
        words.followed_as_read(t, read_from, interest, per_day=done.per_day)
        if read_from
        else words.followed(t, interest, per_day=done.per_day)
    )
    if not before.following and asked.is_private:
        await say_how_often(asked, text)
    else:
        await asked.say(text, beside(t, interest, standing), reply=True)


async def say_how_often(asked: Asked, followed: Html) -> None:
    """After the first subscription of all: it is confirmed, and asked when briefs should come."""
    keyboard = mode_keyboard(Panel(asked.texts, asked.chat))
    await asked.say(join("\n\n", (followed, settings_words.ask_mode(asked.texts))), keyboard)


def beside(t: Texts, interest: Interest, standing: Standing) -> InlineKeyboardMarkup | None:
    """What can be done next with something that is named: its news, its toggle, and what else is followed."""
    latest = press(labels.latest(t), LATEST_BELOW, buttons.what(interest))
    finer = (
        [press(labels.only_topics(t), WITHIN, interest.country)]
        if interest.country and not interest.topic
        else []
    )
    mine = [press(labels.my_subscriptions(t), MY_SUBSCRIPTIONS, 0)] if standing.following else []
    return rows((follow_toggle(t, interest, standing),), *paired([latest, *finer, *mine]))


def handlers(deps: Deps) -> list[Handler]:
    """Who decides for the chat may press."""
    return [
        on_press(deps, name, for_administrators(act))
        for name, act in (
            (FOLLOW, press_follow),
            (UNFOLLOW, press_unfollow),
            (MUTE, press_mute),
            (UNMUTE, press_unmute),
        )
    ]
