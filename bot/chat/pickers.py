"""The lists to choose from: topics as a tree, countries page by page; a tap follows, another takes it back."""

from dataclasses import dataclass
from functools import cache

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, for_administrators, on_press
from bot.chat.keyboards import paired, press, rows
from bot.chat.options import OPEN, Panel, mode_keyboard
from bot.chat.toggles import Style, follow_toggle
from bot.domain.brief import CountryCode, TopicId
from bot.domain.chat import ChatId
from bot.domain.countries import COUNTRIES
from bot.domain.interest import EVERYTHING, Interest
from bot.domain.topics import TOP_LEVELS, TOPICS, Topic, children, topic_id
from bot.services import account
from bot.services.account import Standing
from bot.services.deps import Deps
from bot.texts import Texts, texts_for
from bot.texts.markup import Html, join
from bot.texts.messages import buttons as labels
from bot.texts.messages import follow as words
from bot.texts.messages import reader
from bot.texts.messages import settings as settings_words

ROOT, TOPICS_PAGE, COUNTRIES_PAGE, WITHIN, CHOSEN = "r", "t", "c", "w", "k"

_PAGE = 16
"""Countries that stand on a page, in rows of two."""

_FIRST = "AZ GE AM TR RU IR KZ UZ KG TJ TM UA IL IQ SY US GB DE FR CN SA AE IN PK AF"
"""The countries that this newsroom writes about most stand first; the others follow by their names."""

Shown = tuple[Html, InlineKeyboardMarkup | None]


@dataclass(frozen=True, slots=True)
class Picker:
    """For whom the lists are drawn: his language, what is ticked, and the chat that it is about if not his own."""

    t: Texts
    standing: Standing
    about: ChatId | None = None

    def press(self, label: str, name: str, *args: str | int) -> InlineKeyboardButton:
        return press(label, name, *args, about=self.about)

    def toggle(self, interest: Interest, style: Style = Style.NAME) -> InlineKeyboardButton:
        return follow_toggle(self.t, interest, self.standing, style, about=self.about)


async def picker(asked: Asked) -> Picker:
    """The lists for who asks, about the chat that he asks about."""
    standing = await account.get_standing(asked.deps, asked.chat)
    return Picker(asked.texts, standing, asked.chat.id if asked.is_about_another else None)


def choices(p: Picker) -> list[list[InlineKeyboardButton]]:
    """The rows that lead into the lists."""
    return [
        [p.press(labels.topics(p.t), TOPICS_PAGE), p.press(labels.countries(p.t), COUNTRIES_PAGE, 0)],
        [p.toggle(EVERYTHING)],
    ]


def root(p: Picker, text: Html | None = None) -> Shown:
    """Where choosing begins."""
    settings = [p.press(labels.settings(p.t), OPEN)] if p.about is not None else []
    return text or words.pick(p.t), rows(*choices(p), settings, _done(p))


def topics(p: Picker, within: TopicId | None = None, country: CountryCode | None = None) -> Shown:
    """The topics below one, or the uppermost; of one country if it is named."""
    below = children(within) if within else TOP_LEVELS
    whole = (
        () if within is None else (p.toggle(Interest(topic=within, country=country), _style_of_all(country)),)
    )
    grid = paired(_topic(p, topic, country) for topic in below)
    of_country = words.pick_topic_in_country(p.t, country) if country and within is None else None
    return of_country or words.pick_topic(p.t, within), rows(
        whole, *grid, (_back(p, within, country), *_done(p))
    )


def countries(p: Picker, page: int) -> Shown:
    """A page of the countries."""
    codes = _in_order(p.t.language)
    last = (len(codes) - 1) // _PAGE
    page = min(max(page, 0), last)
    grid = paired(p.toggle(Interest(country=code)) for code in codes[page * _PAGE : (page + 1) * _PAGE])
    turns = (
        *((p.press(labels.previous(p.t), COUNTRIES_PAGE, page - 1),) if page > 0 else ()),
        *((p.press(labels.following_page(p.t), COUNTRIES_PAGE, page + 1),) if page < last else ()),
    )
    return words.pick_country(p.t), rows(*grid, turns, (p.press(labels.back(p.t), ROOT), *_done(p)))


def _done(p: Picker) -> tuple[InlineKeyboardButton, ...]:
    return (p.press(labels.done(p.t), CHOSEN),)


def _topic(p: Picker, topic: Topic, country: CountryCode | None) -> InlineKeyboardButton:
    """A topic that has finer ones opens them; another is followed at once."""
    interest = Interest(topic=topic.id, country=country)
    if not children(topic.id):
        return p.toggle(interest, Style.TOPIC if country else Style.NAME)
    label = p.t.interest_label(Interest(topic=topic.id))
    mark = "✓ " if p.standing.follows(interest) else ""
    return p.press(f"{mark}{label} ›", *_opening(topic.id, country))


def _opening(within: TopicId | None, country: CountryCode | None) -> tuple[str, ...]:
    number = within.removeprefix("medtop:") if within else ""
    return (WITHIN, country, number) if country else (TOPICS_PAGE, number)


def _style_of_all(country: CountryCode | None) -> Style:
    return Style.TOPIC if country else Style.ALL


def _back(p: Picker, within: TopicId | None, country: CountryCode | None) -> InlineKeyboardButton:
    if within is None:
        return p.press(labels.back(p.t), ROOT)
    known = TOPICS.get(within)
    return p.press(labels.back(p.t), *_opening(known.parent if known else None, country))


@cache
def _in_order(language: str) -> tuple[CountryCode, ...]:
    first = [CountryCode(code) for code in _FIRST.split()]
    t = texts_for(language)
    others = sorted(set(COUNTRIES) - set(first), key=lambda code: t.country_name(code).casefold())
    return (*first, *others)


async def show_root(asked: Asked) -> None:
    """Back to where choosing begins."""
    text = reader.joined_channel(asked.texts, asked.chat.title) if asked.is_about_another else None
    await asked.show(*root(await picker(asked), text))


async def show_chosen(asked: Asked) -> None:
    """All is ticked: what is followed now, and when briefs should come."""
    p = await picker(asked)
    t, following = p.t, p.standing.following
    if following:
        panel = Panel(t, asked.chat, p.about)
        text = join("\n\n", (words.subscriptions(t, following), settings_words.ask_mode(t)))
        await asked.show(text, mode_keyboard(panel))
    else:
        await asked.show(words.nothing_followed(t), rows(*choices(p)))


async def show_topics(asked: Asked) -> None:
    """Open the topics, or those below one."""
    await asked.show(*topics(await picker(asked), _topic_of(asked.pressed.arg(0))))


async def show_within(asked: Asked) -> None:
    """Open the topics of one country, or those below one of them."""
    country = asked.pressed.arg(0)
    known = CountryCode(country) if country in COUNTRIES else None
    await asked.show(*topics(await picker(asked), _topic_of(asked.pressed.arg(1)), known))


async def show_countries(asked: Asked) -> None:
    """Open a page of the countries."""
    await asked.show(*countries(await picker(asked), asked.pressed.number(0) or 0))


def _topic_of(number: str) -> TopicId | None:
    """The topic of a number on a button, if we have it."""
    return topic_id(number) if topic_id(number) in TOPICS else None


def handlers(deps: Deps) -> list[Handler]:
    """In a group, only those who may follow for it turn its pages."""
    return [
        on_press(deps, name, for_administrators(act))
        for name, act in (
            (ROOT, show_root),
            (CHOSEN, show_chosen),
            (TOPICS_PAGE, show_topics),
            (WITHIN, show_within),
            (COUNTRIES_PAGE, show_countries),
        )
    ]
