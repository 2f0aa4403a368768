"""What editors see of a story when they put it right: one that is two, two that are one, tags that are wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.interest import Interest
from bot.texts.markup import Html, bold, escape, join
from bot.texts.messages.reader import quoted
from bot.texts.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An article of a story: its outlet, its headline, how long ago it came."""

    source: str
    headline: str
    ago: timedelta


def ask_story(t: Texts) -> Html:
    """/story without a number."""
    return t.gettext(
        "Which story? Write its number or the address of one of its articles after the command: "
        "<i>/story 17</i>. Below a story in /latest there is a button for it, too."
    )


def no_story(t: Texts) -> Html:
    return t.gettext("There is no such story.")


def story(
    t: Texts, number: str, lines: Sequence[Line], tags: Sequence[Interest], *, sent: int, waiting: int
) -> Html:
    """A story as an editor sees it: every article that tells it, what it is about, and who was told."""
    numbered = [_line(t, place, one) for place, one in enumerate(lines, start=1)]
    facts = (
        t.gettext("about: {tags}", tags=t.listed([t.interest_name(one) for one in tags]) if tags else "–"),
        t.gettext("sent {sent} · waiting {waiting}", sent=sent, waiting=waiting),
    )
    heading = bold(t.plain("Story {number}", number=number))
    return join("\n\n", (heading, join("\n", numbered), join("\n", facts)))


def _line(t: Texts, place: int, line: Line) -> Html:
    words = (f"{place}.", quoted(line.headline), "–", line.source or "…", "·", t.ago(line.ago))
    return escape(" ".join(words))


def ask_split(t: Texts) -> Html:
    """Above a button for each article."""
    return t.gettext(
        "Tap the articles that tell something else. They become a story of their own: readers who follow what it is "
        "about and were not told get it, and the messages that were sent are changed silently."
    )


def split(t: Texts, number: str) -> Html:
    return t.gettext("The articles are story {number} now.", number=number)


def ask_merge(t: Texts) -> Html:
    """Above a button for each story that is like it."""
    return t.gettext(
        "Which story tells the same? Choose one below, or write its number, the address of one of its articles, or "
        "words of its headline."
    )


def confirm_merge(t: Texts, one: str, other: str) -> Html:
    return t.gettext(
        "Make one story of “{one}” and “{other}”? Nobody is told again, and the messages that were sent are changed "
        "silently.",
        one=quoted(one),
        other=quoted(other),
    )


def merged(t: Texts, number: str) -> Html:
    return t.gettext("They are one story now, number {number}.", number=number)


def ask_tags(t: Texts, tags: Sequence[Interest]) -> Html:
    """The answer replaces all of its tags."""
    now = t.listed([t.interest_name(one) for one in tags]) if tags else "–"
    return t.gettext(
        "What is it about? Now: {tags}. Write all its countries and topics, with commas: "
        "<i>Georgia, Italy, energy</i>.",
        tags=now,
    )


def not_tags(t: Texts, words: Sequence[str]) -> Html:
    """Some of what was written is no country or topic."""
    return t.gettext("I do not know: {words}.", words=t.listed([quoted(one) for one in words]))


def retagged(t: Texts) -> Html:
    return t.gettext("The story is about this now. Later articles will not change it.")


def changed_meanwhile(t: Texts) -> str:
    """A toast: the buttons show a story that is no more as it was."""
    return t.plain("The story has changed in the meantime. Please look again.")
