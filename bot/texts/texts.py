"""Everything that can be said in one language: messages, names, numbers, times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from babel.lists import format_list
from babel.numbers import format_decimal

from bot.domain.brief import CountryCode, TopicId
from bot.domain.countries import flag
from bot.domain.interest import Interest
from bot.domain.topics import TOPICS
from bot.texts import times
from bot.texts.catalogue import translations
from bot.texts.countries import country_names
from bot.texts.languages import LANGUAGES, interface_language
from bot.texts.markup import Html, escape
from bot.texts.places import in_country

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language.

    `gettext` and `ngettext` give HTML: the message may hold tags, and each fact is escaped as it is put
    in, unless it is `Html`. `plain` and `nplain` give text for what takes no HTML: buttons, toasts,
    descriptions, and words that are put into a tree. In all of them a whole number is written with the
    language's own separators; an id is to be passed as text.
    """

    language: str

    def gettext(self, message: str, **facts: object) -> Html:
        return Html(self._fill(self._look_up(message), facts, html=True))

    def ngettext(self, singular: str, plural: str, n: int, **facts: object) -> Html:
        return Html(self._fill(self._choose(singular, plural, n), {"n": n, **facts}, html=True))

    def plain(self, message: str, **facts: object) -> str:
        return self._fill(self._look_up(message), facts, html=False)

    def nplain(self, singular: str, plural: str, n: int, **facts: object) -> str:
        return self._fill(self._choose(singular, plural, n), {"n": n, **facts}, html=False)

    def _look_up(self, message: str) -> str:
        return translations(self.language).gettext(message)

    def _choose(self, singular: str, plural: str, n: int) -> str:
        return translations(self.language).ngettext(singular, plural, n)

    def _fill(self, message: str, facts: dict[str, object], *, html: bool) -> str:
        def fact(match: re.Match[str]) -> str:
            value = facts[match[1]]
            if isinstance(value, int):
                value = self.number(value)
            return escape(value) if html else str(value)

        return _PLACEHOLDER.sub(fact, message)

    def number(self, value: float) -> str:
        """A number with the language's separators: `8,412`, `8 412`."""
        return str(format_decimal(value, locale=self.language))

    def listed(self, items: Sequence[str]) -> str:
        """Items as a list in a sentence: `A, B and C`."""
        return str(format_list(items, locale=self.language))

    def country_name(self, code: CountryCode) -> str:
        """The name of a country; of a code that is none, the code."""
        return country_names(self.language).get(code, code)

    def topic_name(self, topic: TopicId) -> str:
        """The name of a topic; of an id that is not in our table, the id."""
        known = TOPICS.get(topic)
        return self._look_up(known.name) if known else topic

    def interest_name(self, interest: Interest) -> str:
        """What is followed, as it is said in a sentence or a list: `Energy in Georgia`, `“baku port”`."""
        if interest.story is not None:
            return self.plain("This story")
        if interest.keyword:
            return self.plain("“{keyword}”", keyword=interest.keyword)
        if interest.topic and interest.country:
            return self._topic_in_country(interest.topic, interest.country)
        if interest.topic:
            return self.topic_name(interest.topic)
        return self.country_name(interest.country) if interest.country else self.plain("Everything")

    def _topic_in_country(self, topic: TopicId, country: CountryCode) -> str:
        name, place = self.topic_name(topic), in_country(country, self.language)
        if self.language in _PLACE_FIRST:
            return f"{_upper_first(place)} {_lower_first(name)}"
        return f"{name} {place}"

    def interest_label(self, interest: Interest) -> str:
        """What is followed, with its sign before it, as it stands on a button: `🇬🇪 Georgia`."""
        sign = interest_sign(interest)
        name = self.interest_name(interest)
        return f"{sign} {name}" if sign else name

    def zone_name(self, zone: str) -> str:
        """A time zone by its city: `Baku` for `Asia/Baku`."""
        return times.zone_name(zone, self.language)

    def moment(self, at: datetime, zone: str = "UTC") -> str:
        return times.moment(at, zone, self.language)

    def clock(self, at: datetime, zone: str = "UTC") -> str:
        return times.clock(at, zone)

    def day(self, of: date) -> str:
        return times.day(of, self.language)

    def ago(self, passed: timedelta) -> str:
        return times.ago(passed, self.language)

    def span(self, length: timedelta) -> str:
        return times.span(length, self.language)


_PLACE_FIRST = frozenset({"az", "tr"})
"""Languages that say "in Georgia energy"."""


def _lower_first(name: str) -> str:
    if name[1:2].isupper() or not name:
        return name  # an abbreviation
    first = {"I": "ı", "İ": "i"}.get(name[0], name[0].lower())
    return first + name[1:]


def _upper_first(name: str) -> str:
    return {"i": "İ"}.get(name[0], name[0].upper()) + name[1:]


def interest_sign(interest: Interest) -> str:
    """The emoji that stands for what is followed: a flag before a topic's sign; empty for a topic without one."""
    if interest.story is not None:
        return "📌"
    if interest.keyword:
        return "🔎"
    if interest.country:
        return flag(interest.country)
    if interest.topic:
        return TOPICS[interest.topic].emoji if interest.topic in TOPICS else ""
    return "🗞"


@cache
def texts_for(language: str) -> Texts:
    """The texts of a language; of one that we do not speak, those of the nearest that we do."""
    return Texts(language if language in LANGUAGES else interface_language(language))
