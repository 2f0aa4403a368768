"""Following: the pickers, what was followed, what was meant, mutes, and why a brief came."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.brief import CountryCode, TopicId
from bot.domain.interest import EVERYTHING, Interest
from bot.texts.markup import Html, bold, escape, join
from bot.texts.messages.reader import quoted
from bot.texts.texts import Texts, interest_sign

SHOWN = 40
"""Subscriptions that are listed by name; the rest are counted."""


def _shown(t: Texts, interest: Interest) -> Html:
    """What is followed, in bold, with its sign behind it: <b>Georgia</b> 🇬🇪."""
    return join(" ", (bold(t.interest_name(interest)), interest_sign(interest)))


def pick(t: Texts) -> Html:
    """/subscribe without words."""
    return t.gettext(
        "What would you like to follow? Choose topics or countries, or just write it: "
        '<i>Georgia</i>, <i>football</i>, <i>energy in Georgia</i>, <i>"baku port"</i>, <i>everything</i>.'
    )


def pick_topic(t: Texts, within: TopicId | None = None) -> Html:
    """The list of topics, or of those below one."""
    if within:
        return t.gettext("<b>{topic}</b>: all of it, or something finer?", topic=t.topic_name(within))
    return t.gettext("Choose a topic. Then you can follow all of it, or something finer.")


def pick_country(t: Texts) -> Html:
    return t.gettext("Choose a country, or write the first letters of its name.")


def pick_topic_in_country(t: Texts, country: CountryCode) -> Html:
    """The list of topics, for one country."""
    return t.gettext("{country}: which topics?", country=_shown(t, Interest(country=country)))


def found_for(t: Texts, typed: str) -> Html:
    """What a reader's letters could be the beginning of."""
    return t.gettext("Found for “{typed}”:", typed=quoted(typed))


def followed(t: Texts, interest: Interest, *, per_day: float | None = None) -> Html:
    """Confirms a subscription; `per_day` is how many briefs the last days would have brought."""
    parts = [t.gettext("Following {what}.", what=_shown(t, interest)), volume(t, per_day)]
    if interest.keyword:
        parts.append(t.gettext("You get every story whose article contains these words."))
    return join(" ", parts)


def followed_as_read(t: Texts, typed: str, interest: Interest, *, per_day: float | None = None) -> Html:
    """Confirms a subscription to something that was misspelled."""
    read_as = t.gettext("I read “{typed}” as {what}.", typed=quoted(typed), what=_shown(t, interest))
    return join(" ", (read_as, followed(t, interest, per_day=per_day)))


def volume(t: Texts, per_day: float | None) -> Html:
    """How much to expect; empty when nobody knows."""
    if per_day is None:
        return Html()
    if per_day < 1:
        return t.gettext("That is less than one brief a day.")
    return t.ngettext("That is about one brief a day.", "That is about {n} briefs a day.", round(per_day))


def offered(t: Texts, interest: Interest, *, per_day: float | None = None) -> Html:
    """A reader wrote the name of something: what it is, and how much of it there would be."""
    return join("\n", (_shown(t, interest), volume(t, per_day)))


def already_followed(t: Texts, interest: Interest) -> Html:
    return t.gettext("You already follow {what}.", what=_shown(t, interest))


def covered(t: Texts, interest: Interest, by: Interest) -> Html:
    """What was asked for is part of something that is followed."""
    return t.gettext(
        "{what} is part of {whole}, which you follow already.", what=_shown(t, interest), whole=_shown(t, by)
    )


def unfollowed(t: Texts, interest: Interest) -> Html:
    return t.gettext("No longer following {what}.", what=_shown(t, interest))


def unfollowed_all(t: Texts, count: int) -> Html:
    return t.ngettext(
        "No longer following anything: one subscription removed.",
        "No longer following anything: {n} subscriptions removed.",
        count,
    )


def not_followed(t: Texts, interest: Interest) -> Html:
    return t.gettext("You do not follow {what}.", what=_shown(t, interest))


def pick_unfollow(t: Texts) -> Html:
    """/unsubscribe without words."""
    return t.gettext("What should go? A tap removes it.")


def did_you_mean(t: Texts, typed: str, suggestions: Sequence[Interest]) -> Html:
    """The words could mean several things, or are misspelled; the suggestions stand on buttons."""
    if len(suggestions) == 1:
        return t.gettext("Did you mean {what}?", what=_shown(t, suggestions[0]))
    return t.gettext("“{typed}”: did you mean one of these?", typed=quoted(typed))


def not_understood(t: Texts, typed: str) -> Html:
    """No topic and no country; a button offers the words as a keyword."""
    return t.gettext(
        "I know no topic or country called “{typed}”. Follow it as a keyword, or choose from the lists.",
        typed=quoted(typed),
    )


def keyword_too_short(t: Texts) -> Html:
    return t.gettext("This keyword is too short. Use at least two letters.")


def too_many(t: Texts, most: int) -> Html:
    return t.ngettext(
        "One subscription is the most a chat can have. Remove it first: /unsubscribe.",
        "{n} subscriptions are the most a chat can have. Remove one first: /unsubscribe.",
        most,
    )


def subscriptions(
    t: Texts, following: Sequence[Interest], muted: Sequence[Interest] = (), *, paused: bool = False
) -> Html:
    """/subscriptions: what this chat follows and what it does not want."""
    if not following and not muted:
        return nothing_followed(t)
    parts = [paused_note(t)] if paused else []
    if following:
        parts.append(_listed(t, t.gettext("<b>You follow</b>"), following))
    if muted:
        parts.append(_listed(t, t.gettext("<b>You muted</b>"), muted))
    return join("\n\n", parts)


def paused_note(t: Texts) -> Html:
    return t.gettext("Briefs are paused. /start brings them back.")


def nothing_followed(t: Texts) -> Html:
    return t.gettext("You follow nothing yet. /subscribe helps you choose; /latest shows what there is.")


def _listed(t: Texts, heading: Html, interests: Sequence[Interest]) -> Html:
    lines = [Html(f"• {escape(t.interest_label(one))}") for one in interests[:SHOWN]]
    if rest := len(interests) - SHOWN:
        more = t.ngettext("… and one more", "… and {n} more", rest) if rest > 0 else Html()
        lines.append(more)
    return join("\n", (heading, *lines))


def muted(t: Texts, interest: Interest, *, until: datetime | None = None, zone: str = "UTC") -> Html:
    if until is None:
        return t.gettext(
            "Muted: {what}. Nothing of it comes until you take this back.", what=_shown(t, interest)
        )
    return t.gettext("Muted until {time}: {what}.", time=t.moment(until, zone), what=_shown(t, interest))


def why(t: Texts, matched: Interest | None) -> str:
    """Why a brief came, in a line: what was followed, or None for an editor's broadcast."""
    if matched is None:
        return t.plain("The editors sent this to everyone.")
    if matched == EVERYTHING:
        return t.plain("You follow everything.")
    if matched.story is not None:
        return t.plain("You follow this story.")
    return t.plain("You follow: {what}", what=t.interest_name(matched))


def followed_toast(t: Texts, interest: Interest) -> str:
    return t.plain("Following: {what}", what=t.interest_name(interest))


def unfollowed_toast(t: Texts, interest: Interest) -> str:
    return t.plain("No longer following: {what}", what=t.interest_name(interest))


def muted_toast(t: Texts, interest: Interest) -> str:
    return t.plain("Muted: {what}", what=t.interest_name(interest))


def unmuted_toast(t: Texts, interest: Interest) -> str:
    return t.plain("No longer muted: {what}", what=t.interest_name(interest))
