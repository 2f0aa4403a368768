"""The buttons below messages, as the library takes them: `rows` of `press` and `link` buttons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import buttons
from bot.domain.chat import ChatId, Preferences
from bot.domain.story import Story
from bot.telegram.html import is_web_address
from bot.telegram.rendering import headline, source_name
from bot.texts import Texts, texts_for
from bot.texts.messages import buttons as labels

_HALF = 20
"""Characters of a label that fit half a phone's width."""

_LONGEST_LABEL = 60
MOST_BUTTONS = 100

Row = Sequence[InlineKeyboardButton]


def press(label: str, name: str, *args: str | int, about: ChatId | None = None) -> InlineKeyboardButton:
    """A button that sends its data back to us: see `bot.chat.buttons`."""
    return InlineKeyboardButton(short(label), callback_data=buttons.data(name, *args, about=about))


def link(label: str, url: str) -> InlineKeyboardButton:
    """A button that opens an address."""
    return InlineKeyboardButton(short(label), url=url)


def rows(*given: Row) -> InlineKeyboardMarkup | None:
    """A keyboard of the rows that are not empty; None without any."""
    kept = [list(row) for row in given if row]
    return InlineKeyboardMarkup(kept) if kept else None


def paired(made: Iterable[InlineKeyboardButton]) -> list[Row]:
    """Buttons in rows of two where both labels are short enough for that, else one in a row."""
    laid: list[list[InlineKeyboardButton]] = []
    for button in made:
        before = laid[-1] if laid else []
        if len(before) == 1 and max(len(before[0].text), len(button.text)) <= _HALF:
            before.append(button)
        else:
            laid.append([button])
    return [tuple(row) for row in laid]


def short(label: str) -> str:
    """A label that no headline makes too long."""
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def read_link(t: Texts, story: Story, preferences: Preferences) -> Row:
    """The link to the article; none where there is no address to open."""
    article = story.told_in(preferences.language).stored.article
    return (
        (link(labels.read_at(t, source_name(article)), article.url),) if is_web_address(article.url) else ()
    )


def brief_keyboard(stories: Sequence[Story], preferences: Preferences) -> Mapping[str, Any] | None:
    """The buttons below a message that tells these stories: the article, and what else can be done."""
    if not stories:
        return None
    markup = pushed(texts_for(preferences.language), stories, preferences)
    return markup.to_dict() if markup else None


def pushed(t: Texts, stories: Sequence[Story], preferences: Preferences) -> InlineKeyboardMarkup | None:
    """The same, as the library takes it."""
    more = press(labels.more(t), MORE, stories[0].id)
    reading = read_link(t, stories[0], preferences) if len(stories) == 1 else ()
    return rows((*reading, more))


def share_link(t: Texts, story: Story, preferences: Preferences, bot_name: str) -> InlineKeyboardButton:
    """Opens Telegram's list of chats, to send a link to this story there."""
    shared = f"https://t.me/{bot_name}?start=s-{story.id}"
    title = headline(story.told_in(preferences.language).stored.article).plain
    return link(labels.share(t), f"https://t.me/share/url?url={quote(shared, safe='')}&text={quote(title)}")


MORE = "m"
"""The button that opens what can be done with a story."""
