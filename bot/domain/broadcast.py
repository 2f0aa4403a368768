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
    scheduled_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    corrected_at: datetime | None = None
    recalled_at: datetime | None = None
    recall_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What became of a broadcast's copies, or of a change to them: each is counted once.

    `retrying` are those of the waiting that were tried before. `blocked` and `failed` did not arrive, the former
    because the chat is closed to us; `dropped` are no longer owed, as those are that an editor stopped.
    """

    waiting: int = 0
    retrying: int = 0
    delivered: int = 0
    blocked: int = 0
    failed: int = 0
    unknown: int = 0
    dropped: int = 0

    @property
    def ended(self) -> int:
        """Those that have found their end, the dropped ones left out."""
        return self.delivered + self.blocked + self.failed + self.unknown


class Watched(StrEnum):
    """What an editor's message follows while it goes on."""

    SENDING = "sending"
    CORRECTION = "correction"
    RECALL = "recall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """An editor's message that shows how far a broadcast, or a change to it, has come.

    `revision` names the change; `planned` is how many copies are to be expected while they are still being owed.
    """

    broadcast: BroadcastId
    what: Watched
    revision: int = 0
    planned: int = 0
    telegram_id: int
    message_id: int
