"""What an editor's message says of a broadcast, of its correction, of its recall: while it goes on, and at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from telegram import InlineKeyboardMarkup

from bot.chat.newsroom import controls
from bot.domain.broadcast import BroadcastState, Copies, Watch, Watched
from bot.domain.chat import Chat
from bot.services.progress import Progress
from bot.texts import Texts, texts_for
from bot.texts.languages import DEFAULT
from bot.texts.markup import Html
from bot.texts.messages import newsroom as words
from bot.texts.messages.newsroom import Tally

Takes = Callable[[int], timedelta]
"""How long so many messages take."""

_LONG = timedelta(minutes=1)
_ENDED = frozenset({BroadcastState.FINISHED, BroadcastState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Report:
    """A message and its buttons. `is_final`: nothing more will happen that it should show.

    `ping` is what an editor is told when something ends that took long enough to look away.
    """

    html: Html
    keyboard: InlineKeyboardMarkup | None
    is_final: bool
    ping: Html | None = None


def report_on(chat: Chat | None, watch: Watch, so_far: Progress, *, takes: Takes) -> Report:
    """What the message says now, in the language of its chat."""
    t = texts_for(chat.preferences.language if chat else DEFAULT)
    match watch.what:
        case Watched.SENDING:
            return _on_sending(t, watch, so_far, takes)
        case Watched.CORRECTION:
            return _on_correction(t, watch, so_far)
        case _:
            return _on_recall(t, watch, so_far)


def _on_sending(t: Texts, watch: Watch, so_far: Progress, takes: Takes) -> Report:
    cast, copies = so_far.broadcast, so_far.copies
    is_final = so_far.is_over and cast.state in _ENDED
    tally = _tally(
        copies,
        planned=watch.planned if so_far.filling else 0,
        with_dropped=cast.state is BroadcastState.CANCELLED,
    )
    keyboard = controls.running(t, cast, unknown=copies.unknown)
    if is_final and cast.started_at and cast.finished_at:
        took = cast.finished_at - cast.started_at
        stopped = cast.state is BroadcastState.CANCELLED
        html = words.finished(t, str(cast.id), tally, took=took, stopped=stopped)
        ping = words.progress(t, str(cast.id), tally, state=cast.state) if took >= _LONG else None
        return Report(html, keyboard, is_final, ping)
    left = takes(tally.total - tally.done)
    html = words.progress(t, str(cast.id), tally, state=cast.state, left=left)
    return Report(html, keyboard, is_final)


def _on_correction(t: Texts, watch: Watch, so_far: Progress) -> Report:
    planned = watch.planned if so_far.filling else 0
    number, tally = str(so_far.broadcast.id), _tally(so_far.copies, planned=planned)
    if so_far.is_over:
        tally = _tally(so_far.copies, with_dropped=True)
        return Report(words.corrected(t, number, tally), controls.amended(t, so_far.broadcast), is_final=True)
    return Report(words.correcting(t, number, tally), None, is_final=False)


def _on_recall(t: Texts, watch: Watch, so_far: Progress) -> Report:
    number, deleted, edited = str(so_far.broadcast.id), so_far.copies, so_far.edited
    if so_far.is_over:
        left = sum(copies.ended - copies.delivered + copies.dropped for copies in (deleted, edited))
        html = words.recalled(t, number, deleted=deleted.delivered, changed=edited.delivered, left=left)
        return Report(html, controls.amended(t, so_far.broadcast), is_final=True)
    owed = sum(one.ended + one.waiting for one in (deleted, edited))
    both = Tally(
        total=max(owed, watch.planned if so_far.filling else 0),
        delivered=deleted.ended + edited.ended,
    )
    return Report(words.recalling(t, number, both), None, is_final=False)


def _tally(copies: Copies, *, planned: int = 0, with_dropped: bool = False) -> Tally:
    owed = copies.ended + copies.waiting + (copies.dropped if with_dropped else 0)
    return Tally(
        total=max(owed, planned),
        delivered=copies.delivered,
        blocked=copies.blocked,
        failed=copies.failed,
        unknown=copies.unknown,
        retrying=copies.retrying,
    )
