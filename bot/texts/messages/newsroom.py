"""What editors see of a broadcast, and what readers see of its correction and recall."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.broadcast import BroadcastState
from bot.domain.interest import EVERYTHING, Interest
from bot.texts.markup import Html, join, quote
from bot.texts.texts import Texts

_BAR = 12
"""Cells of the progress bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of a broadcast's copies so far: every copy is in one of these, or still waiting."""

    total: int
    delivered: int = 0
    blocked: int = 0
    failed: int = 0
    unknown: int = 0
    retrying: int = 0
    """Waiting too, but tried at least once."""

    @property
    def done(self) -> int:
        return self.delivered + self.blocked + self.failed + self.unknown


def audience_name(t: Texts, audience: Interest | None) -> str:
    """Who a broadcast goes to: everyone, or the followers of something."""
    if audience is None or audience == EVERYTHING:
        return t.plain("everyone")
    return t.plain("followers of {what}", what=t.interest_label(audience))


def ask_message(t: Texts) -> Html:
    """/broadcast without text."""
    return t.gettext(
        "Send me the message as readers should see it: text, or a photo with a caption. "
        "Or reply to a message with /broadcast. You see a preview before anything goes out."
    )


def ask_audience(t: Texts) -> Html:
    return t.gettext("Who should get it? Choose below, or write a topic or a country.")


def preview(
    t: Texts,
    number: str,
    *,
    audience: Interest | None,
    count: int,
    eta: timedelta,
    per_second: float,
    quiet: int = 0,
) -> Html:
    """Below the exact copy of what readers get. `quiet` counts the chats in their quiet hours, which get it too."""
    lines = [
        t.gettext(
            "<b>Preview of broadcast {number}</b>: readers get the message above, exactly so.", number=number
        ),
        t.gettext("Audience: <b>{who}</b>", who=audience_name(t, audience)),
        t.ngettext(
            "One chat, about {eta}, at {rate} a second.",
            "{n} chats, about {eta}, at {rate} a second.",
            count,
            eta=t.span(eta),
            rate=t.number(per_second),
        ),
    ]
    if quiet:
        lines.append(
            t.ngettext("One of them has quiet hours now.", "{n} of them have quiet hours now.", quiet)
        )
    return join("\n", lines)


def nobody(t: Texts, audience: Interest | None) -> Html:
    """The audience is empty: there is no Send button."""
    return t.gettext("Nobody would get this: the audience ({who}) is empty.", who=audience_name(t, audience))


def too_long(t: Texts, length: int, limit: int) -> Html:
    return t.gettext(
        "This message has {length} characters; Telegram allows {limit}. Please shorten it and send it again.",
        length=length,
        limit=limit,
    )


def empty_message(t: Texts) -> Html:
    return t.gettext("This message is empty. Send text, or a photo with a caption.")


def unsupported_message(t: Texts) -> Html:
    return t.gettext("I can broadcast text, or one photo with a caption. Send one of these.")


def only_words(t: Texts) -> Html:
    """A picture was sent as a correction."""
    return t.gettext("A correction changes the words only. Send me the corrected text.")


def tried(t: Texts) -> str:
    """A toast after "Only to me, as a test"."""
    return t.plain("Only you get this copy.")


def not_asked(t: Texts) -> Html:
    """In place of a question that the editor took back."""
    return t.gettext("All right. Nothing was done.")


def left_as_it_is(t: Texts, number: str) -> Html:
    """In place of the question whether to correct or recall it."""
    return t.gettext("Broadcast {number} stays as it is.", number=number)


def ask_time(t: Texts) -> Html:
    return t.gettext("When should it go out? Write a time, such as <i>18:30</i>.")


def scheduled(t: Texts, number: str, at: datetime, zone: str) -> Html:
    return t.gettext("Broadcast {number} goes out on {time}.", number=number, time=t.moment(at, zone))


def cancelled(t: Texts, number: str) -> Html:
    """Nothing was sent."""
    return t.gettext("Broadcast {number} is cancelled. Nothing was sent.", number=number)


def progress(
    t: Texts,
    number: str,
    tally: Tally,
    *,
    state: BroadcastState = BroadcastState.RUNNING,
    left: timedelta | None = None,
) -> Html:
    """The one message that is edited while a broadcast goes out, is paused, is stopped or has ended."""
    heading = {
        BroadcastState.PAUSED: t.gettext("<b>Broadcast {number} is paused</b>", number=number),
        BroadcastState.FINISHED: t.gettext("<b>Broadcast {number} is finished</b>", number=number),
        BroadcastState.CANCELLED: t.gettext("<b>Broadcast {number} was stopped</b>", number=number),
    }.get(state, t.gettext("<b>Broadcast {number} is going out</b>", number=number))
    lines = [heading, _bar(t, tally), outcome(t, tally)]
    if state is BroadcastState.RUNNING and left is not None:
        lines.append(t.gettext("About {time} left.", time=t.span(left)))
    return join("\n", lines)


def finished(t: Texts, number: str, tally: Tally, *, took: timedelta, stopped: bool = False) -> Html:
    """The final report."""
    state = BroadcastState.CANCELLED if stopped else BroadcastState.FINISHED
    lines = [progress(t, number, tally, state=state), t.gettext("It took {time}.", time=t.span(took))]
    if tally.unknown:
        lines.append(unknown_note(t, tally.unknown))
    return join("\n", lines)


def _bar(t: Texts, tally: Tally) -> Html:
    share = tally.done / tally.total if tally.total else 1.0
    filled = int(share * _BAR)
    bar = "▓" * filled + "░" * (_BAR - filled)
    return t.gettext("{bar} {done} of {total}", bar=bar, done=tally.done, total=tally.total)


def outcome(t: Texts, tally: Tally) -> Html:
    """What became of the copies, in one line; zeros are left out, but for the delivered."""
    counts = (
        t.gettext("delivered {n}", n=tally.delivered),
        t.gettext("blocked {n}", n=tally.blocked) if tally.blocked else "",
        t.gettext("failed {n}", n=tally.failed) if tally.failed else "",
        t.gettext("unknown {n}", n=tally.unknown) if tally.unknown else "",
        t.gettext("retrying {n}", n=tally.retrying) if tally.retrying else "",
    )
    return join(" · ", counts)


def unknown_note(t: Texts, count: int) -> Html:
    """Why some copies are neither delivered nor failed."""
    return t.ngettext(
        "Telegram did not answer for one copy: it may have arrived. I do not send it again unless you say so.",
        "Telegram did not answer for {n} copies: they may have arrived. I do not send them again unless you say so.",
        count,
    )


def resent(t: Texts, count: int) -> str:
    return t.nplain("Sending one copy again.", "Sending {n} copies again.", count)


def ask_correction(t: Texts, copies: int) -> Html:
    return t.ngettext(
        "Send me the corrected message. It replaces the one delivered copy, with a note below it.",
        "Send me the corrected message. It replaces {n} delivered copies, with a note below each.",
        copies,
    )


def confirm_correction(t: Texts, number: str, copies: int) -> Html:
    """Below the preview of the corrected message."""
    return t.ngettext(
        "This is what the one copy of broadcast {number} becomes. Correct it?",
        "This is what {n} copies of broadcast {number} become. Correct them?",
        copies,
        number=number,
    )


def correcting(t: Texts, number: str, tally: Tally) -> Html:
    """Progress of a correction."""
    heading = t.gettext("<b>Broadcast {number} is being corrected</b>", number=number)
    return join("\n", (heading, _bar(t, tally)))


def corrected(t: Texts, number: str, tally: Tally) -> Html:
    """The report on a correction."""
    lines = [
        t.ngettext(
            "<b>Broadcast {number} is corrected</b>: one copy changed.",
            "<b>Broadcast {number} is corrected</b>: {n} copies changed.",
            tally.delivered,
            number=number,
        )
    ]
    if rest := tally.total - tally.delivered:
        lines.append(t.ngettext("One could not be changed.", "{n} could not be changed.", rest))
    return join("\n", lines)


def ask_recall(t: Texts, number: str, *, deletable: int, too_old: int) -> Html:
    """Asked before a recall; the reason is shown to the readers."""
    lines = [
        t.ngettext(
            "Recall broadcast {number}? One copy will be deleted.",
            "Recall broadcast {number}? {n} copies will be deleted.",
            deletable,
            number=number,
        )
    ]
    if too_old:
        lines.append(
            t.ngettext(
                "One is older than 48 hours, which Telegram does not delete: it becomes a note of withdrawal.",
                "{n} are older than 48 hours, which Telegram does not delete: they become a note of withdrawal.",
                too_old,
            )
        )
    lines.append(t.gettext("Write the reason, which readers will see, or recall it without one."))
    return join("\n", lines)


def confirm_recall(t: Texts, number: str, copies: int, notice: Html) -> Html:
    """Asked once there is a reason; `notice` is what readers will be told."""
    question = t.ngettext(
        "Recall the one copy of broadcast {number}? Its reader will be told:",
        "Recall {n} copies of broadcast {number}? Their readers will be told:",
        copies,
        number=number,
    )
    return join("\n", (question, quote(notice)))


def recalling(t: Texts, number: str, tally: Tally) -> Html:
    """Progress of a recall."""
    heading = t.gettext("<b>Broadcast {number} is being recalled</b>", number=number)
    return join("\n", (heading, _bar(t, tally)))


def recalled(t: Texts, number: str, *, deleted: int, changed: int = 0, left: int = 0) -> Html:
    """The report on a recall: what was deleted, what was changed instead, what is still there."""
    lines = [
        t.ngettext(
            "<b>Broadcast {number} is recalled</b>: one copy deleted.",
            "<b>Broadcast {number} is recalled</b>: {n} copies deleted.",
            deleted,
            number=number,
        )
    ]
    if changed:
        lines.append(
            t.ngettext(
                "One, too old to delete, now says that it was withdrawn.",
                "{n}, too old to delete, now say that they were withdrawn.",
                changed,
            )
        )
    if left:
        lines.append(
            t.ngettext(
                "One could be neither deleted nor changed: it is still there.",
                "{n} could be neither deleted nor changed: they are still there.",
                left,
            )
        )
    return join("\n", lines)


def not_now(t: Texts) -> str:
    """A toast: the button no longer fits what the broadcast does, as after a second press."""
    return t.plain("That is already done.")


def correction_mark(t: Texts, at: datetime, zone: str) -> str:
    """For readers: the last line of a corrected message."""
    return t.plain("✏️ Corrected on {time}", time=t.moment(at, zone))


def correction_notice(t: Texts, words: str = "") -> Html:
    """For readers: the note below a corrected message, which they would else not notice."""
    if words:
        return t.gettext("✏️ We have corrected this message: {words}", words=words)
    return t.gettext("✏️ We have corrected this message.")


def recall_notice(t: Texts, at: datetime, zone: str, reason: str = "") -> Html:
    """For readers: what stands in place of a recalled message."""
    withdrawn = t.gettext("We have withdrawn the message that we sent on {time}.", time=t.moment(at, zone))
    return join(" ", (withdrawn, t.gettext("Reason: {reason}", reason=reason) if reason else ""))
