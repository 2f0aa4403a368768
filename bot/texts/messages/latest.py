"""/latest and /search: headings of the pages, and what is said when a page is empty."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.interest import EVERYTHING, Interest
from bot.texts.markup import Html, bold, join
from bot.texts.messages.reader import quoted
from bot.texts.texts import Texts


def heading(t: Texts, interest: Interest = EVERYTHING, *, page: int = 1, pages: int = 1) -> Html:
    """Above a page of the latest stories."""
    if interest == EVERYTHING:
        title = bold(t.plain("Latest"))
    else:
        title = bold(t.plain("Latest: {what}", what=t.interest_label(interest)))
    return _with_page(t, title, page, pages)


def mine_heading(t: Texts, *, page: int = 1, pages: int = 1) -> Html:
    """Above a page of the latest stories among those that this chat follows."""
    return _with_page(t, bold(t.plain("Latest of what you follow")), page, pages)


def nothing_of_mine(t: Texts) -> Html:
    """Nothing of what this chat follows was told in the last two weeks."""
    return t.gettext("There was nothing of what you follow in the last two weeks.")


def _with_page(t: Texts, title: Html, page: int, pages: int) -> Html:
    return join(
        " · ", (title, t.gettext("page {page} of {pages}", page=page, pages=pages) if pages > 1 else "")
    )


def empty(
    t: Texts,
    interest: Interest = EVERYTHING,
    *,
    last: tuple[datetime, str] | None = None,
    now: datetime | None = None,
) -> Html:
    """Nothing to show; `last` is when the last such story was and its headline."""
    if interest == EVERYTHING:
        nothing = t.gettext("No stories yet. The first ones come as soon as the feeds bring them.")
    else:
        nothing = t.gettext("Nothing about {what} at the moment.", what=bold(t.interest_name(interest)))
    if last is None or now is None:
        return nothing
    told_at, headline = last
    was = t.gettext(
        "The last story was {ago}: {headline}", ago=t.ago(now - told_at), headline=quoted(headline)
    )
    return join(" ", (nothing, was))


def try_instead(t: Texts, others: Sequence[Interest]) -> Html:
    """Below an empty page: what lies near it and has stories."""
    names = t.listed([t.interest_name(other) for other in others])
    return t.gettext("There is news about: {what}.", what=names) if others else Html()


def ask_search(t: Texts) -> Html:
    """/search without words."""
    return t.gettext("What are you looking for? Write it after the command: <i>/search baku port</i>.")


def found(t: Texts, words: str, count: int, *, page: int = 1, pages: int = 1) -> Html:
    """Above a page of what the archive holds."""
    title = t.ngettext("One story for “{words}”", "{n} stories for “{words}”", count, words=quoted(words))
    return _with_page(t, bold(title), page, pages)


def found_nothing(t: Texts, words: str, *, kept_for: timedelta | None = None) -> Html:
    nothing = t.gettext("Nothing in the archive for “{words}”.", words=quoted(words))
    if kept_for is None:
        return nothing
    return join(" ", (nothing, t.ngettext("It goes back one day.", "It goes back {n} days.", kept_for.days)))


def gone(t: Texts) -> str:
    """A toast: the story of this button is no longer kept."""
    return t.plain("This story is no longer in the archive.")


def no_more(t: Texts) -> str:
    """A toast: there is no further page."""
    return t.plain("That was the last page.")
