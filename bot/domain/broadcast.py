"""A broadcast: one editor's message to many chats, and the states it may pass through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.chat import UserId
from bot.domain.delivery import BroadcastId
from bot.domain.interest import Key


class BroadcastState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Change(StrEnum):
    """What an editor asks of a broadcast."""

    SCHEDULE = "schedule"
    SEND = "send"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    FINISH = "finish"


_STEPS = {
    (BroadcastState.DRAFT, Change.SCHEDULE): BroadcastState.SCHEDULED,
    (BroadcastState.DRAFT, Change.SEND): BroadcastState.RUNNING,
    (BroadcastState.DRAFT, Change.STOP): BroadcastState.CANCELLED,
    (BroadcastState.SCHEDULED, Change.SEND): BroadcastState.RUNNING,
    (BroadcastState.SCHEDULED, Change.STOP): BroadcastState.CANCELLED,
    (BroadcastState.RUNNING, Change.PAUSE): BroadcastState.PAUSED,
    (BroadcastState.RUNNING, Change.STOP): BroadcastState.CANCELLED,
    (BroadcastState.RUNNING, Change.FINISH): BroadcastState.FINISHED,
    (BroadcastState.PAUSED, Change.RESUME): BroadcastState.RUNNING,
    (BroadcastState.PAUSED, Change.STOP): BroadcastState.CANCELLED,
}


def next_state(state: BroadcastState, change: Change) -> BroadcastState | None:
    """The state that a change leads to; None where it means nothing, as a second press of a button does."""
    return _STEPS.get((state, change))


def may_correct(state: BroadcastState) -> bool:
    """Whether copies may exist that a correction or a recall could reach."""
    return state in {
        BroadcastState.RUNNING,
        BroadcastState.PAUSED,
        BroadcastState.FINISHED,
        BroadcastState.CANCELLED,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What readers get: HTML in Telegram's subset; with a photo (a Telegram file id) it is the caption."""

    html: str
    photo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """`audience` is the key its readers must follow, None for all of them.

    `revision` counts the corrections; `recalled_at` is set once an editor has taken it back.
    """

    id: BroadcastId
    author: UserId
    state: BroadcastState
    content: Content
    audience: Key | None
    revision: int = 0
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    corrected_at: datetime | None = None
    recalled_at: datetime | None = None
    recall_reason: str = ""
