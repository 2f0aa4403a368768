"""Buttons that are on or off: what is followed is ticked, and another tap takes it back; so with what is muted.

The data says which state is wanted, not "the other one", so that a press that comes twice does no harm. After a press
every such button of the message is drawn anew from the database, whatever else the message is.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import buttons
from bot.chat.asking import Asked
from bot.chat.keyboards import press
from bot.domain.chat import ChatId
from bot.domain.interest import Interest
from bot.services.account import Standing
from bot.texts import Texts
from bot.texts.messages import buttons as labels
from bot.texts.understand import keyword

FOLLOW, UNFOLLOW, MUTE, UNMUTE = "f", "u", "q", "y"

DAY = 24
"""Hours of a mute that ends by itself."""


class Style(StrEnum):
    """How a button to follow something is labelled while it is off, and while it is on."""

    VERB = "v"
    """`Follow Georgia`, `✓ Georgia`."""
    NAME = "l"
    """`Georgia`, `✓ Georgia`: in a list of what there is."""
    TOPIC = "t"
    """`Energy` for energy in Georgia, in a list of what there is in Georgia."""
    ALL = "a"
    """`All of Energy`, `✓ Energy`: above what is finer."""
    REMOVE = "r"
    """`✕ Georgia` while it is on: in a list of what can go."""


def follow_toggle(
    t: Texts,
    interest: Interest,
    standing: Standing,
    style: Style = Style.VERB,
    *,
    about: ChatId | None = None,
) -> InlineKeyboardButton:
    """The button that follows something, or no longer does."""
    followed = standing.follows(interest)
    name = UNFOLLOW if followed else FOLLOW
    label = _when_followed(t, interest, style) if followed else _when_not(t, interest, style)
    return press(label, name, buttons.what(interest), style, about=about)


def mute_toggle(
    t: Texts, interest: Interest, standing: Standing, *, hours: int | None = None, about: ChatId | None = None
) -> InlineKeyboardButton:
    """The button that mutes something, for some hours or for good, or no longer does."""
    if standing.mutes(interest):
        label, name = labels.unmute(t, interest), UNMUTE
    else:
        label, name = _to_mute(t, interest, hours), MUTE
    return press(label, name, buttons.what(interest), *(() if hours is None else (hours,)), about=about)


def redrawn(
    t: Texts, markup: InlineKeyboardMarkup, standing: Standing, known: Iterable[Interest]
) -> InlineKeyboardMarkup:
    """A keyboard with its toggles as things stand now, the other buttons as they are."""
    known = tuple(known)
    rows = [[_redrawn(t, button, standing, known) for button in row] for row in markup.inline_keyboard]
    return InlineKeyboardMarkup(rows)


def meant(asked: Asked, standing: Standing, argument: str) -> Interest | None:
    """The interest that a button names, with a keyword as its reader spelled it."""
    known = known_to(asked, standing)
    found = buttons.read_what(argument, known)
    return next((one for one in known if found is not None and one.key == found.key), found)


def known_to(asked: Asked, standing: Standing) -> tuple[Interest, ...]:
    """What a button with the hash of a keyword could mean: what is followed or muted, and what the reader wrote."""
    replied = asked.message.reply_to_message if asked.message else None
    line = without_command(replied.text or "") if replied else ""
    written = (keyword(line), keyword(line.rstrip("0123456789")))
    return (*standing.following, *standing.muted, *(one for one in written if one))


def without_command(text: str) -> str:
    """A message without the command that it begins with, and without quotation marks around the rest."""
    rest = "".join(text.split(maxsplit=1)[1:]) if text.startswith("/") else text
    return rest.strip().strip("\"“”„«»'‘’")


def _when_followed(t: Texts, interest: Interest, style: Style) -> str:
    if style is Style.REMOVE:
        return labels.unfollow(t, interest)
    return labels.following(t, _shown(interest, style))


def _when_not(t: Texts, interest: Interest, style: Style) -> str:
    if style in {Style.NAME, Style.TOPIC}:
        return t.interest_label(_shown(interest, style))
    if style is Style.ALL:
        return labels.all_of(t, interest)
    if interest.story is not None:
        return labels.follow_story(t)
    return labels.follow_keyword(t, interest.keyword) if interest.keyword else labels.follow(t, interest)


def _shown(interest: Interest, style: Style) -> Interest:
    return replace(interest, country=None) if style is Style.TOPIC and interest.topic else interest


def _to_mute(t: Texts, interest: Interest, hours: int | None) -> str:
    if interest.story is not None:
        return labels.mute_story(t)
    return labels.mute(t, interest) if hours is None else labels.mute_day(t, interest)


def _redrawn(
    t: Texts, button: InlineKeyboardButton, standing: Standing, known: tuple[Interest, ...]
) -> InlineKeyboardButton:
    data = button.callback_data
    pressed = buttons.read(data) if isinstance(data, str) else None
    interest = buttons.read_what(pressed.arg(0), known) if pressed else None
    if pressed is None or interest is None:
        return button
    interest = next((one for one in known if one.key == interest.key), interest)
    if pressed.name in {FOLLOW, UNFOLLOW}:
        return follow_toggle(t, interest, standing, _style(pressed.arg(1)), about=pressed.about)
    if pressed.name in {MUTE, UNMUTE}:
        return mute_toggle(t, interest, standing, hours=pressed.number(1), about=pressed.about)
    return button


def _style(written: str) -> Style:
    return Style(written) if written in set(Style) else Style.VERB
