"""The first and the last things a reader hears: welcome, help, privacy, erasure, and what was not understood."""

from collections.abc import Sequence
from datetime import date

from bot.domain.interest import Interest
from bot.texts.markup import Html, bold, clean_line, join
from bot.texts.texts import Texts

_MAX_QUOTED = 48
"""Characters of a reader's own words that are said back to him."""


def quoted(words: str) -> str:
    """A reader's own words, short enough to be said back to him."""
    line = clean_line(words)
    return line if len(line) <= _MAX_QUOTED else line[: _MAX_QUOTED - 1].rstrip() + "…"


def greeting(t: Texts, name: str = "") -> Html:
    return t.gettext("Hello, {name}!", name=quoted(name)) if quoted(name) else t.gettext("Hello!")


def welcome(t: Texts, name: str = "") -> Html:
    """/start for the first time."""
    return join("\n\n", (Html(f"{greeting(t, name)} {_pitch(t)}"), _what_to_follow(t)))


def welcome_to(t: Texts, interest: Interest, name: str = "") -> Html:
    """/start for the first time, by a link that names what is to be followed."""
    came_for = t.gettext("You came for <b>{what}</b>. Follow it?", what=t.interest_label(interest))
    return join("\n\n", (Html(f"{greeting(t, name)} {_pitch(t)}"), came_for))


def welcome_back(t: Texts, *, following: int, paused: bool = False) -> Html:
    """/start again: a menu, not the pitch."""
    if paused:
        return t.gettext("Welcome back. Your briefs are paused; what you follow is kept.")
    if not following:
        return join("\n\n", (t.gettext("Welcome back. You follow nothing yet."), _what_to_follow(t)))
    return t.ngettext(
        "Welcome back. You follow one thing.", "Welcome back. You follow {n} things.", following
    )


def _pitch(t: Texts) -> Html:
    return t.gettext(
        "I send short news briefs: a few sentences, word for word from the article, always with the source. "
        "One story is one message, however many outlets report it."
    )


def _what_to_follow(t: Texts) -> Html:
    return t.gettext(
        "What would you like to follow? Choose below, or just write it: <i>energy in Georgia</i>."
    )


def help_page(t: Texts, *, editor: bool = False) -> Html:
    """/help, with the editors' commands for an editor."""
    parts = [
        bold(t.plain("What I can do")),
        _command_lines(
            (
                ("/latest", t.gettext("the latest stories, or <i>/latest sport 5</i>")),
                ("/subscribe", t.gettext("follow a topic, a country, or both: <i>energy in Georgia</i>")),
                ("/unsubscribe", t.gettext("stop following something")),
                ("/subscriptions", t.gettext("what you follow and what you muted")),
                ("/search", t.gettext("search the archive: <i>/search baku port</i>")),
                ("/settings", t.gettext("as it happens or as a digest, quiet hours, language, length")),
                ("/privacy", t.gettext("what I store")),
                ("/forget", t.gettext("erase everything about you")),
            )
        ),
        t.gettext(
            'To follow a word, put it in quotes: <i>/subscribe "baku port"</i>. '
            "In a group or a channel I work the same way: add me, and its administrators choose."
        ),
    ]
    if editor:
        parts += [bold(t.plain("For editors")), _editor_lines(t)]
    return join("\n\n", parts)


def _editor_lines(t: Texts) -> Html:
    return _command_lines(
        (
            ("/broadcast", t.gettext("send a message to everyone or to those who follow something")),
            ("/stats", t.gettext("readers, subscriptions, stories, deliveries")),
            ("/feeds", t.gettext("the health of each feed")),
            ("/why", t.gettext("what became of an article: <i>/why https://…</i>")),
        )
    )


def _command_lines(lines: Sequence[tuple[str, Html]]) -> Html:
    return join("\n", (Html(f"{command} – {meaning}") for command, meaning in lines))


def privacy(t: Texts, *, contact: str = "") -> Html:
    """/privacy: what is stored, why, for how long, and how to be rid of it."""
    lines = (
        t.gettext("The number Telegram gives this chat, so that I can write to you."),
        t.gettext("What you follow, what you muted and your settings."),
        t.gettext(
            "Which briefs I sent here, to send none twice and to correct them. Old records are deleted."
        ),
        t.gettext("What you write to me is kept only until I have answered it."),
        t.gettext("No phone number, no contacts, no profile. Nothing is sold or passed on."),
    )
    parts = [
        bold(t.plain("What I store")),
        join("\n", (Html(f"• {line}") for line in lines)),
        t.gettext("/forget erases all of it, at once and for good."),
    ]
    if contact:
        parts.append(t.gettext("Questions: {contact}", contact=contact))
    return join("\n\n", parts)


def my_data(
    t: Texts, *, joined_on: date, language: str, following: int, muted: int, deliveries: int, zone: str
) -> Html:
    """What is stored about this chat, in figures."""
    lines = (
        t.gettext("Here since: {day} {year}", day=t.day(joined_on), year=str(joined_on.year)),
        t.gettext("Language: {language}", language=language),
        t.gettext("Time zone: {zone}", zone=t.zone_name(zone)),
        t.gettext("Subscriptions: {n}", n=following),
        t.gettext("Muted: {n}", n=muted),
        t.gettext("Records of briefs sent: {n}", n=deliveries),
    )
    return join("\n\n", (bold(t.plain("What I store about this chat")), join("\n", lines)))


def forget_ask(t: Texts) -> Html:
    """/forget: asked once more, because it cannot be undone."""
    return t.gettext(
        "Erase everything I store about this chat: what you follow, your settings, the records of what I sent? "
        "This cannot be undone."
    )


def forgotten(t: Texts) -> Html:
    return t.gettext(
        "Done. Everything about this chat is erased, and no more briefs will come. /start begins again."
    )


def forget_cancelled(t: Texts) -> Html:
    return t.gettext("Nothing was erased.")


def paused(t: Texts) -> Html:
    """/stop, or the button: no briefs until the reader says so."""
    return t.gettext("Paused. No more briefs until you send /start. What you follow is kept.")


def resumed(t: Texts) -> Html:
    return t.gettext("Welcome back. Briefs come again from now on.")


def unknown_text(t: Texts) -> Html:
    """Words that are no topic, no country and no command."""
    return t.gettext(
        "I did not understand that. Write a topic or a country, such as <i>energy in Georgia</i>, "
        "or try /latest or /help."
    )


def unknown_command(t: Texts, command: str) -> Html:
    return t.gettext(
        "I do not know the command {command}. /help lists those I know.", command=quoted(command)
    )


def unsupported(t: Texts) -> Html:
    """A sticker, a voice message, a location."""
    return t.gettext("I can only read text. Write a topic or a country, or try /latest or /help.")


def not_allowed(t: Texts, command: str) -> Html:
    """A reader sent an editors' command."""
    return t.gettext("{command} is only for the editors of this newsroom.", command=quoted(command))


def only_group_admins(t: Texts) -> Html:
    """A member of a group tried to change what it follows."""
    return t.gettext("Only the administrators of this chat can change what it follows.")


def failed(t: Texts) -> Html:
    """Something went wrong that the reader cannot mend."""
    return t.gettext(
        "Something went wrong on our side. Please try again in a minute; the editors have been told."
    )


def old_button(t: Texts) -> str:
    """A toast: the button stands below a message that means nothing any more."""
    return t.plain("This button is too old. Send /latest or /help.")


def joined_group(t: Texts) -> Html:
    """The bot was added to a group."""
    return t.gettext(
        "Hello! I bring news briefs here: a few sentences, word for word from the article, with the source. "
        "An administrator can choose what this group follows: /subscribe. In a forum, each topic has its own choice."
    )


def joined_channel(t: Texts, title: str) -> Html:
    """The bot was made an administrator of a channel; said to the person who did it, in private."""
    return t.gettext(
        "I can now post in <b>{title}</b>. What should this channel follow? Choose here; I post the briefs there.",
        title=quoted(title),
    )


def may_not_post(t: Texts, title: str) -> Html:
    """The bot is in a channel or group without the right to write; said to the person who added it, in private."""
    return t.gettext(
        "I may not post in <b>{title}</b>. Make me an administrator who may post messages, and it works.",
        title=quoted(title),
    )


def add_to_channel(t: Texts) -> Html:
    return t.gettext(
        "Choose a channel with the button below. Telegram will ask you to make me an administrator "
        "who may post, edit and delete messages: edit, so that I can correct; delete, so that I can recall."
    )
