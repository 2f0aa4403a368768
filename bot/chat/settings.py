"""/settings: one message that turns into each question and back; nothing is remembered but what is chosen."""

from dataclasses import replace
from functools import cache

from telegram import ForceReply, Message
from telegram.ext import filters
from telegram.ext.filters import MessageFilter

from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, for_administrators, on_command, on_message, on_press, too_old
from bot.chat.keyboards import press, rows
from bot.chat.options import (
    DONE,
    OPEN,
    PAUSE,
    QUESTIONS,
    RESUME,
    SET,
    UNKNOWN_ZONE,
    WRITE_CITY,
    Panel,
    asked_for,
    page,
)
from bot.domain.chat import Mode, Preferences
from bot.services import account, follow
from bot.services.deps import Deps
from bot.telegram.parsing import parse
from bot.texts import texts_for
from bot.texts.languages import LANGUAGES
from bot.texts.markup import join
from bot.texts.messages import buttons as labels
from bot.texts.messages import settings as words
from bot.texts.zones import understand_zone


def _panel(asked: Asked) -> Panel:
    return Panel(asked.texts, asked.chat, asked.chat.id if asked.is_about_another else None)


async def send(asked: Asked) -> None:
    """/settings."""
    await asked.say(*page(_panel(asked), asked.deps.now()))


async def press_open(asked: Asked) -> None:
    """Open a question, or return to all settings."""
    field = asked.pressed.arg(0)
    p = _panel(asked)
    await asked.show(*(asked_for(p, field) if field in QUESTIONS else page(p, asked.deps.now())))


async def press_set(asked: Asked) -> None:
    """Keep what was chosen."""
    field, value = asked.pressed.arg(0), asked.pressed.arg(1)
    chosen = QUESTIONS[field].choose(asked.chat.preferences, value) if field in QUESTIONS else None
    if chosen is None:
        await too_old(asked)
        return
    await follow.choose(asked.deps, asked.chat, chosen)
    asked = asked.about(replace(asked.chat, preferences=chosen))
    await asked.toast(words.saved(asked.texts))
    p = _panel(asked)
    if _wants_zone(field, chosen):
        await asked.show(*asked_for(p, "z"))
    elif QUESTIONS[field].stays:
        await asked.show(*asked_for(p, field))
    else:
        await asked.show(*page(p, asked.deps.now()))


def _wants_zone(field: str, chosen: Preferences) -> bool:
    """Hours mean nothing until we know whose: they are asked for right after a digest or quiet hours are chosen."""
    by_hours = (field == "m" and chosen.mode is Mode.DIGEST) or (
        field == "q" and chosen.quiet_from is not None
    )
    return by_hours and chosen.zone == UNKNOWN_ZONE


async def press_write_city(asked: Asked) -> None:
    """Ask for a city that has no button. The answer is known by the question it replies to, so nothing is kept."""
    if asked.is_about_another:
        await too_old(asked)
        return
    await asked.toast()
    await asked.say(words.ask_zone(asked.texts), ForceReply(selective=True))


async def write_city(asked: Asked) -> None:
    """A reply to the question for a city."""
    await set_zone(asked, asked.text)


async def set_zone(asked: Asked, typed: str) -> None:
    """Keep the zone of a city that was written, or say that we do not know it."""
    zone = understand_zone(typed)
    if zone is None:
        t = asked.texts
        again = join("\n\n", (words.zone_not_understood(t, typed), words.ask_zone(t)))
        await asked.say(again, ForceReply(selective=True))
        return
    chosen = replace(asked.chat.preferences, zone=zone)
    await follow.choose(asked.deps, asked.chat, chosen)
    button = press(labels.settings(asked.texts), OPEN)
    await asked.say(words.zone_set(asked.texts, zone, asked.deps.now()), rows((button,)))


async def press_pause(asked: Asked) -> None:
    """Pause briefs, from /settings or a list."""
    await follow.pause(asked.deps, asked.chat)
    await _show_as_it_is(asked)


async def press_resume(asked: Asked) -> None:
    """Send briefs again."""
    await follow.resume(asked.deps, asked.chat)
    await _show_as_it_is(asked)


async def _show_as_it_is(asked: Asked) -> None:
    chat = await account.find_chat(asked.deps, asked.chat.id)
    asked = asked.about(chat or asked.chat)
    await asked.toast(words.saved(asked.texts))
    await asked.show(*page(_panel(asked), asked.deps.now()))


async def press_done(asked: Asked) -> None:
    """Leave the message as it is, without its buttons."""
    await asked.toast()
    await asked.show_keyboard(None)


class _AsksForCity(MessageFilter):
    """Replies to our question for a city, in whichever language it was asked."""

    def filter(self, message: Message) -> bool:
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or not replied.from_user.is_bot:
            return False
        return any(question in (replied.text or "") for question in _city_questions())


@cache
def _city_questions() -> tuple[str, ...]:
    return tuple(parse(words.ask_zone(texts_for(language))).plain for language in LANGUAGES)


def handlers(deps: Deps) -> list[Handler]:
    """Only who decides for the chat may open and change its settings."""
    presses = (
        (OPEN, press_open),
        (SET, press_set),
        (PAUSE, press_pause),
        (RESUME, press_resume),
        (DONE, press_done),
    )
    return [
        on_command(deps, "settings", for_administrators(send)),
        on_message(deps, filters.TEXT & ~filters.COMMAND & _AsksForCity(), for_administrators(write_city)),
        on_press(deps, WRITE_CITY, for_administrators(press_write_city), repeatable=False),
        *(on_press(deps, name, for_administrators(act)) for name, act in presses),
    ]
