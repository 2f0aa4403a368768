"""The buttons of a broadcast. Their names begin with n; the first argument is its number."""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.chat.buttons import what
from bot.chat.keyboards import Row, paired, press, rows
from bot.domain.broadcast import Broadcast, BroadcastState, may_correct
from bot.domain.delivery import BroadcastId
from bot.domain.interest import EVERYTHING, Key, read_key
from bot.texts import Texts
from bot.texts.messages import buttons as labels

SEND, AUDIENCE, ADDRESS, TEST = "ns", "na", "nk", "nt"
REWRITE, LATER, CANCEL, PREVIEW = "nw", "nl", "nx", "nb"
PAUSE, RESUME, STOP = "np", "nr", "no"
RESEND, REPORT = "nu", "nq"
CORRECT, CORRECT_SURELY, RECALL, RECALL_SURELY, LEAVE = "nc", "ncy", "nd", "ndy", "ncx"
QUESTION = "nz"
"""Takes back what was asked."""


def preview(t: Texts, broadcast: Broadcast, *, version: int, chats: int) -> InlineKeyboardMarkup | None:
    """Below a preview; without a button to send it where nobody would get it."""
    id_ = broadcast.id
    return rows(
        [press(labels.send(t, chats), SEND, id_, version)] if chats else [],
        [press(labels.audience(t), AUDIENCE, id_), press(labels.rewrite(t), REWRITE, id_)],
        [press(labels.try_on_me(t), TEST, id_)],
        [press(labels.schedule(t), LATER, id_)] if chats else [],
        [press(labels.cancel(t), CANCEL, id_)],
    )


def audiences(
    t: Texts, id_: BroadcastId, offered: Sequence[tuple[Key | None, int]]
) -> InlineKeyboardMarkup | None:
    """The audiences to choose from, each with its size."""
    choices = [
        press(labels.to_everyone(t, count), ADDRESS, id_, EVERYTHING.key)
        if key is None
        else press(labels.to_followers(t, read_key(key), count), ADDRESS, id_, what(read_key(key)))
        for key, count in offered
    ]
    return rows(*paired(choices), [press(labels.back(t), PREVIEW, id_)])


def back(t: Texts, id_: BroadcastId) -> InlineKeyboardMarkup | None:
    """Back to the preview."""
    return rows([press(labels.back(t), PREVIEW, id_)])


def no_question(t: Texts) -> InlineKeyboardMarkup | None:
    """Below a question that is not to be answered, after all."""
    return rows([press(labels.cancel(t), QUESTION)])


def scheduled(t: Texts, id_: BroadcastId, *, version: int, chats: int) -> InlineKeyboardMarkup | None:
    """Below a broadcast that waits for its hour."""
    return rows(
        [press(labels.send(t, chats), SEND, id_, version)] if chats else [],
        [press(labels.cancel(t), CANCEL, id_)],
    )


def running(t: Texts, broadcast: Broadcast, *, unknown: int = 0) -> InlineKeyboardMarkup | None:
    """Below the message that shows how a broadcast goes on, and below its final report."""
    if broadcast.state is BroadcastState.RUNNING:
        steps = [press(labels.pause(t), PAUSE, broadcast.id), press(labels.stop(t), STOP, broadcast.id)]
    elif broadcast.state is BroadcastState.PAUSED:
        steps = [press(labels.resume(t), RESUME, broadcast.id), press(labels.stop(t), STOP, broadcast.id)]
    else:
        steps = []
    again = broadcast.state is BroadcastState.FINISHED and broadcast.recalled_at is None and unknown
    return rows(
        steps,
        [press(labels.resend_unknown(t, unknown), RESEND, broadcast.id)] if again else [],
        _amendments(t, broadcast),
        [] if steps else [press(labels.report(t), REPORT, broadcast.id)],
    )


def amended(t: Texts, broadcast: Broadcast) -> InlineKeyboardMarkup | None:
    """Below the report on a correction or a recall."""
    return rows(_amendments(t, broadcast), [press(labels.report(t), REPORT, broadcast.id)])


def confirm_correction(t: Texts, broadcast: Broadcast, copies: int) -> InlineKeyboardMarkup | None:
    """Below the preview of a correction."""
    surely = press(labels.confirm_correction(t, copies), CORRECT_SURELY, broadcast.id, broadcast.revision)
    return rows(
        [surely],
        [press(labels.rewrite(t), CORRECT, broadcast.id), press(labels.cancel(t), LEAVE, broadcast.id)],
    )


def confirm_recall(t: Texts, broadcast: Broadcast, copies: int) -> InlineKeyboardMarkup | None:
    """Below the question whether to recall."""
    return rows(
        [press(labels.confirm_recall(t, copies), RECALL_SURELY, broadcast.id)],
        [press(labels.cancel(t), LEAVE, broadcast.id)],
    )


def _amendments(t: Texts, broadcast: Broadcast) -> Row:
    if broadcast.recalled_at is not None or not may_correct(broadcast.state):
        return []
    return [press(labels.correct(t), CORRECT, broadcast.id), press(labels.recall(t), RECALL, broadcast.id)]
