"""/privacy and /forget: what is stored, shown to whom it is about, and erased when he says so."""

from telegram import InlineKeyboardMarkup

from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, for_administrators, on_command, on_press
from bot.chat.keyboards import paired, press, rows
from bot.domain.hours import local
from bot.services import account, follow
from bot.services.deps import Deps
from bot.texts import Texts
from bot.texts.markup import Html
from bot.texts.messages import buttons as labels
from bot.texts.messages import reader as words
from bot.texts.messages.settings import language_name

POLICY, DATA, ASK, ERASE, KEEP = "pv", "pd", "fa", "fy", "fk"


def policy(t: Texts) -> tuple[Html, InlineKeyboardMarkup | None]:
    """What is stored, in general."""
    shown = (press(labels.show_data(t), DATA), press(labels.delete_data(t), ASK))
    return words.privacy(t), rows(*paired(shown))


def question(t: Texts) -> tuple[Html, InlineKeyboardMarkup | None]:
    """Asked once more."""
    return words.forget_ask(t), rows((press(labels.erase(t), ERASE),), (press(labels.keep(t), KEEP),))


async def privacy(asked: Asked) -> None:
    """/privacy."""
    await asked.say(*policy(asked.texts))


async def press_policy(asked: Asked) -> None:
    await asked.show(*policy(asked.texts))


async def press_data(asked: Asked) -> None:
    """What is stored about this chat."""
    t, chosen = asked.texts, asked.chat.preferences
    stored = await account.get_account(asked.deps, asked.chat)
    text = words.my_data(
        t,
        joined_on=local(chosen.zone, asked.chat.joined_at).date(),
        language=language_name(chosen.language),
        following=stored.following,
        muted=stored.muted,
        deliveries=stored.deliveries,
        zone=chosen.zone,
    )
    ways = (press(labels.delete_data(t), ASK), press(labels.back(t), POLICY))
    await asked.show(text, rows(*paired(ways)))


async def forget(asked: Asked) -> None:
    """/forget: asks first."""
    await asked.say(*question(asked.texts))


async def press_ask(asked: Asked) -> None:
    await asked.show(*question(asked.texts))


async def press_erase(asked: Asked) -> None:
    """Erase everything, and say that it is done."""
    await follow.forget(asked.deps, asked.place.telegram_id)
    await asked.toast()
    await asked.show(words.forgotten(asked.texts))


async def press_keep(asked: Asked) -> None:
    await asked.show(words.forget_cancelled(asked.texts))


def handlers(deps: Deps) -> list[Handler]:
    """The policy is for everybody; what a group has stored is for its administrators to erase."""
    presses = ((DATA, press_data), (ASK, press_ask), (ERASE, press_erase), (KEEP, press_keep))
    return [
        on_command(deps, "privacy", privacy),
        on_command(deps, "forget", for_administrators(forget)),
        on_press(deps, POLICY, press_policy),
        *(on_press(deps, name, for_administrators(act)) for name, act in presses),
    ]
