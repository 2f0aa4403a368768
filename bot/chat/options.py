"""What can be chosen under /settings: each question with its options, drawn from what is chosen now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.keyboards import paired, press, rows
from bot.domain.chat import Chat, ChatId, ChatState, Length, Mode, Preferences
from bot.domain.hours import next_digest_at
from bot.texts import Texts
from bot.texts.languages import LANGUAGES
from bot.texts.markup import Html, join
from bot.texts.messages import buttons as labels
from bot.texts.messages import settings as words
from bot.texts.zones import OFFERED, understand_zone

OPEN, SET, WRITE_CITY = "g", "v", "gz"
PAUSE, RESUME, DONE = "ps", "rs", "d"

_HOURS = (6, 7, 8, 9, 10, 12, 14, 16, 18, 19, 20, 21, 22, 23)
_QUIET = ((22, 7), (22, 8), (23, 7), (23, 8), (0, 7), (0, 8), (21, 7), (20, 8))
_CAPS = (3, 5, 10, 20, 50)
_NO = "0"

UNKNOWN_ZONE = "UTC"
"""What everybody has who was never asked."""


@dataclass(frozen=True, slots=True)
class Panel:
    """For whom the options are drawn: his language, the chat's choices, and the chat if it is not his own."""

    t: Texts
    chat: Chat
    about: ChatId | None = None

    @property
    def chosen(self) -> Preferences:
        return self.chat.preferences

    def press(self, label: str, name: str, *args: str | int) -> InlineKeyboardButton:
        return press(label, name, *args, about=self.about)

    def option(self, field: str, value: str, label: str, *, on: bool) -> InlineKeyboardButton:
        """A value to choose; the one that is chosen is ticked."""
        return self.press(f"✓ {label}" if on else label, SET, field, value)


def page(p: Panel, now: datetime) -> tuple[Html, InlineKeyboardMarkup | None]:
    """Everything that is set, and a button for each."""
    text = words.page(p.t, p.chosen, state=p.chat.state)
    if p.chosen.mode is Mode.DIGEST:
        coming = next_digest_at(p.chosen, now)
        text = join("\n\n", (text, words.next_digest(p.t, coming, p.chosen.zone)))
    paused = p.chat.state is ChatState.PAUSED
    buttons = [p.press(question.label(p.t), OPEN, field) for field, question in QUESTIONS.items()]
    pausing = (
        p.press(labels.resume_briefs(p.t), RESUME) if paused else p.press(labels.pause_briefs(p.t), PAUSE)
    )
    return text, rows(*paired(buttons), (pausing,), (p.press(labels.done(p.t), DONE),))


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to choose: the label of its button, what is asked, the options, and what becomes of a choice.

    `choose` gives None for a value that no button of ours has. After a choice the page of all settings returns,
    unless `stays`.
    """

    label: Callable[[Texts], str]
    ask: Callable[[Texts], Html]
    options: Callable[[Panel], Iterable[InlineKeyboardButton]]
    choose: Callable[[Preferences, str], Preferences | None]
    stays: bool = False


def _modes(p: Panel) -> Iterable[InlineKeyboardButton]:
    return (p.option("m", mode, words.mode_name(p.t, mode), on=p.chosen.mode is mode) for mode in Mode)


def _choose_mode(p: Preferences, value: str) -> Preferences | None:
    return replace(p, mode=Mode(value)) if value in set(Mode) else None


def _digest_hours(p: Panel) -> Iterable[InlineKeyboardButton]:
    chosen = p.chosen.digest_hours
    for hour in _HOURS:
        yield p.option("h", f"{hour}{'-' if hour in chosen else '+'}", f"{hour:02}:00", on=hour in chosen)


def _choose_digest_hour(p: Preferences, value: str) -> Preferences | None:
    """Add an hour (`8+`) or take it away (`8-`); the last one stays."""
    hour, wanted = value[:-1], value[-1:] == "+"
    if not hour.isdecimal() or int(hour) not in _HOURS:
        return None
    hours = {*p.digest_hours, int(hour)} if wanted else {*p.digest_hours} - {int(hour)}
    return replace(p, digest_hours=tuple(sorted(hours))) if hours else p


def _quiet(p: Panel) -> Iterable[InlineKeyboardButton]:
    yield p.option("q", _NO, labels.no_quiet_hours(p.t), on=p.chosen.quiet_from is None)
    for start, end in _QUIET:
        shown = words.quiet_shown(p.t, time(start), time(end))
        is_chosen = (p.chosen.quiet_from, p.chosen.quiet_until) == (time(start), time(end))
        yield p.option("q", f"{start}-{end}", shown, on=is_chosen)


def _choose_quiet(p: Preferences, value: str) -> Preferences | None:
    if value == _NO:
        return replace(p, quiet_from=None, quiet_until=None)
    start, _, end = value.partition("-")
    if not (start.isdecimal() and end.isdecimal() and (int(start), int(end)) in _QUIET):
        return None
    return replace(p, quiet_from=time(int(start)), quiet_until=time(int(end)))


def _yes_or_no(
    field: str, is_on: Callable[[Preferences], bool]
) -> Callable[[Panel], Iterable[InlineKeyboardButton]]:
    def options(p: Panel) -> Iterable[InlineKeyboardButton]:
        yield p.option(field, "1", labels.yes(p.t), on=is_on(p.chosen))
        yield p.option(field, _NO, labels.no(p.t), on=not is_on(p.chosen))

    return options


def _caps(p: Panel) -> Iterable[InlineKeyboardButton]:
    yield p.option("n", _NO, labels.no_limit(p.t), on=not p.chosen.daily_cap)
    for cap in _CAPS:
        yield p.option("n", str(cap), str(cap), on=p.chosen.daily_cap == cap)


def _choose_cap(p: Preferences, value: str) -> Preferences | None:
    known = value == _NO or (value.isdecimal() and int(value) in _CAPS)
    return replace(p, daily_cap=int(value)) if known else None


def _lengths(p: Panel) -> Iterable[InlineKeyboardButton]:
    return (p.option("l", one, words.length_name(p.t, one), on=p.chosen.length is one) for one in Length)


def _choose_length(p: Preferences, value: str) -> Preferences | None:
    return replace(p, length=Length(value)) if value in set(Length) else None


def _zones(p: Panel) -> Iterable[InlineKeyboardButton]:
    mine = () if p.chosen.zone in {*OFFERED, UNKNOWN_ZONE} else (p.chosen.zone,)
    for zone in (*mine, *OFFERED):
        yield p.option("z", zone, p.t.zone_name(zone), on=p.chosen.zone == zone)
    if p.about is None:
        yield p.press(labels.other_city(p.t), WRITE_CITY)


def _choose_zone(p: Preferences, value: str) -> Preferences | None:
    return replace(p, zone=value) if understand_zone(value) == value else None


def _languages(p: Panel) -> Iterable[InlineKeyboardButton]:
    for language in LANGUAGES:
        yield p.option("k", language, words.language_name(language), on=p.chosen.language == language)


def _choose_language(p: Preferences, value: str) -> Preferences | None:
    return replace(p, language=value) if value in LANGUAGES else None


QUESTIONS: Mapping[str, Question] = {
    "m": Question(labels.mode, words.ask_mode, _modes, _choose_mode),
    "h": Question(
        labels.digest_hours, words.ask_digest_hours, _digest_hours, _choose_digest_hour, stays=True
    ),
    "q": Question(labels.quiet_hours, words.ask_quiet, _quiet, _choose_quiet),
    "b": Question(
        labels.breaking_in_quiet,
        words.ask_breaking_in_quiet,
        _yes_or_no("b", lambda p: p.breaking_in_quiet),
        lambda p, value: replace(p, breaking_in_quiet=value != _NO),
    ),
    "n": Question(labels.daily_cap, words.ask_cap, _caps, _choose_cap),
    "s": Question(
        labels.sound,
        words.ask_sound,
        _yes_or_no("s", lambda p: not p.silent),
        lambda p, value: replace(p, silent=value == _NO),
    ),
    "l": Question(labels.length, words.ask_length, _lengths, _choose_length),
    "z": Question(labels.zone, words.ask_zone, _zones, _choose_zone),
    "k": Question(labels.language, words.ask_language, _languages, _choose_language),
}
"""By the letter that stands for each on buttons, in the order in which they are shown."""


def asked_for(p: Panel, field: str) -> tuple[Html, InlineKeyboardMarkup | None]:
    question = QUESTIONS[field]
    return question.ask(p.t), rows(*paired(question.options(p)), (p.press(labels.back(p.t), OPEN),))


def mode_keyboard(p: Panel) -> InlineKeyboardMarkup | None:
    """When briefs should come, as the first question of all; the other settings are one tap away."""
    return rows(*paired(_modes(p)), (p.press(labels.settings(p.t), OPEN),))
