"""Telegram's limits of pace, held over any sliding window.

Counted are messages: every send, copy and forward, one for each message of it. Edits, deletions, answers to buttons and
questions to the server are not counted. Telegram itself tolerates short bursts; this server does not, so a bot that is
never refused here keeps the limits in any second, not only on average.
"""

from collections import deque
from dataclasses import dataclass, field
from math import ceil

_MINUTE = 60.0
_SAME = 1e-6  # seconds; two sends exactly a window apart may differ by this much in floating point


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages in all, in one private chat (one in so many seconds), and in one group or channel.

    A paid message (`allow_paid_broadcast`) is measured against `paid_per_second` in place of `per_second`; the limits
    of its chat hold for it as well.
    """

    enforced: bool = True
    per_second: int = 30
    paid_per_second: int = 1000
    private_seconds: float = 1.0
    group_per_minute: int = 20


@dataclass(slots=True)
class Pace:
    """What was sent lately. `now` is any clock that only goes forward, in seconds."""

    limits: Limits
    worst_second: int = 0
    _all: deque[float] = field(default_factory=deque)
    _private: dict[int, float] = field(default_factory=dict)
    _private_order: deque[tuple[float, int]] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def retry_after(self, chat_id: int, now: float, *, messages: int = 1, paid: bool = False) -> int:
        """Take the messages and return 0; or take nothing and return the seconds to wait, as whole ones."""
        self._forget(now)
        if self.limits.enforced and (wait := self._wait(chat_id, now, messages, paid=paid)) > _SAME:
            return max(1, ceil(wait - _SAME))
        self._all.extend([now] * messages)
        self.worst_second = max(self.worst_second, len(self._all))
        if self.limits.enforced:
            self._note_chat(chat_id, now, messages)
        return 0

    def _forget(self, now: float) -> None:
        sent = self._all
        while sent and sent[0] <= now - 1 + _SAME:
            sent.popleft()
        order = self._private_order
        while order and order[0][0] <= now - self.limits.private_seconds + _SAME:
            at, chat_id = order.popleft()
            if self._private.get(chat_id) == at:
                del self._private[chat_id]

    def _wait(self, chat_id: int, now: float, messages: int, *, paid: bool) -> float:
        most = self.limits.paid_per_second if paid else self.limits.per_second
        wait = _room_in(self._all, most, messages, now, 1.0)
        if chat_id < 0:
            group = self._groups.get(chat_id, deque())
            return max(wait, _room_in(group, self.limits.group_per_minute, messages, now, _MINUTE))
        if chat_id in self._private:
            wait = max(wait, self._private[chat_id] + self.limits.private_seconds - now)
        return wait

    def _note_chat(self, chat_id: int, now: float, messages: int) -> None:
        if chat_id >= 0:
            self._private[chat_id] = now
            self._private_order.append((now, chat_id))
            return
        group = self._groups.setdefault(chat_id, deque())
        group.extend([now] * messages)
        while group[0] <= now - _MINUTE + _SAME:
            group.popleft()


def _room_in(sent: deque[float], most: int, messages: int, now: float, window: float) -> float:
    """Seconds until so many messages more are not too many in the window that ends then."""
    too_many = len(sent) + min(messages, most) - most
    return sent[too_many - 1] + window - now if too_many > 0 else 0.0
