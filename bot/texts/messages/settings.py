"""/settings: what is set, and the question for each option."""

from collections.abc import Sequence
from datetime import datetime, time

from babel import Locale

from bot.domain.chat import ChatState, Length, Mode, Preferences
from bot.texts.markup import Html, bold, escape, join
from bot.texts.messages.reader import quoted
from bot.texts.texts import Texts

_LANGUAGE_NAMES = {"az": "Azərbaycanca", "en": "English", "ru": "Русский", "tr": "Türkçe"}


def language_name(language: str) -> str:
    """A language's name in itself, as it stands on the button that chooses it."""
    return _LANGUAGE_NAMES.get(language) or str(Locale(language).display_name).capitalize()


def mode_name(t: Texts, mode: Mode) -> str:
    names = {
        Mode.INSTANT: t.plain("As it happens"),
        Mode.DIGEST: t.plain("As a digest"),
        Mode.BREAKING: t.plain("Breaking news only"),
    }
    return names[mode]


def length_name(t: Texts, length: Length) -> str:
    names = {
        Length.SHORT: t.plain("Short: one sentence"),
        Length.NORMAL: t.plain("Normal: two or three sentences"),
        Length.LONG: t.plain("Long: everything unfolded"),
    }
    return names[length]


def hours_shown(hours: Sequence[int]) -> str:
    return ", ".join(f"{hour:02}:00" for hour in sorted(hours))


def quiet_shown(t: Texts, start: time | None, end: time | None) -> str:
    if start is None or end is None or start == end:
        return t.plain("none")
    return f"{start:%H:%M}–{end:%H:%M}"


def page(t: Texts, preferences: Preferences, *, state: ChatState = ChatState.ACTIVE) -> Html:
    """/settings: everything that is set; the buttons below change it."""
    p = preferences
    lines = [
        _line(t.plain("When"), mode_name(t, p.mode)),
        _line(t.plain("Digest at"), hours_shown(p.digest_hours) or t.plain("none")),
        _line(t.plain("Quiet hours"), quiet_shown(t, p.quiet_from, p.quiet_until)),
        _line(t.plain("Breaking news in quiet hours"), yes_or_no(t, on=p.breaking_in_quiet)),
        _line(t.plain("At most a day"), t.number(p.daily_cap) if p.daily_cap else t.plain("no limit")),
        _line(t.plain("Sound"), yes_or_no(t, on=not p.silent)),
        _line(t.plain("Length"), length_name(t, p.length)),
        _line(t.plain("Time zone"), t.zone_name(p.zone)),
        _line(t.plain("Language"), language_name(p.language)),
    ]
    parts = [bold(t.plain("Settings")), join("\n", lines)]
    if state is ChatState.PAUSED:
        parts.append(t.gettext("Briefs are paused. /start brings them back."))
    return join("\n\n", parts)


def _line(name: str, value: str) -> Html:
    return Html(f"{escape(name)}: <b>{escape(value)}</b>")


def yes_or_no(t: Texts, *, on: bool) -> str:
    return t.plain("yes") if on else t.plain("no")


def ask_mode(t: Texts) -> Html:
    return t.gettext(
        "How often should briefs come? A digest gathers them into one message at the hours you choose."
    )


def ask_digest_hours(t: Texts) -> Html:
    return t.gettext("At which hours should the digest come? Tap as many as you like.")


def ask_quiet(t: Texts) -> Html:
    return t.gettext(
        "When should I keep quiet? What comes in the meantime waits for the end of the quiet hours."
    )


def ask_breaking_in_quiet(t: Texts) -> Html:
    return t.gettext("May breaking news from the editors come in quiet hours?")


def ask_cap(t: Texts) -> Html:
    return t.gettext("How many briefs a day at most? What is beyond goes to the digest.")


def ask_length(t: Texts) -> Html:
    return t.gettext("How long should a brief be? The rest is always one tap away.")


def ask_sound(t: Texts) -> Html:
    return t.gettext("Should briefs come with a sound?")


def ask_language(t: Texts) -> Html:
    return t.gettext("Which language should I speak? Briefs stay in the language of their article.")


def ask_zone(t: Texts) -> Html:
    return t.gettext(
        "Where are you? Choose a city, or write one. I need it only for the digest and the quiet hours."
    )


def zone_not_understood(t: Texts, typed: str) -> Html:
    return t.gettext(
        "I do not know the time zone of “{typed}”. Try the nearest big city, such as <i>Baku</i>.",
        typed=quoted(typed),
    )


def zone_set(t: Texts, zone: str, now: datetime) -> Html:
    return t.gettext(
        "Time zone: <b>{zone}</b>. It is {time} there now.", zone=t.zone_name(zone), time=t.clock(now, zone)
    )


def next_digest(t: Texts, at: datetime, zone: str) -> Html:
    return t.gettext("The next digest comes on {time}.", time=t.moment(at, zone))


def saved(t: Texts) -> str:
    """A toast."""
    return t.plain("Saved")
