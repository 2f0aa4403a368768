"""What a chat in hand gets now, what later, and what no longer: a pure decision."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, auto

from bot.domain.article import StoryId
from bot.domain.chat import Chat, ChatState, Mode
from bot.domain.delivery import Action, Delivery, DeliveryId, Lane
from bot.domain.hours import next_digest_at, quiet_ends_at
from bot.domain.pace import limit_of
from storage.claims import DueChat

_STALE = timedelta(hours=24)
"""A brief that was created longer ago than this is no news, whatever held it up."""

_AT_ONCE = timedelta(seconds=2)
"""A chat whose limit is over so soon is kept in hand; one that must wait longer is given back."""


@dataclass(frozen=True, slots=True)
class Postponement:
    """Deliveries that wait until a moment, and in which lane."""

    ids: tuple[DeliveryId, ...]
    due_at: datetime
    lane: Lane | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`messages` are groups of deliveries that belong into one message each, in the order of sending."""

    messages: tuple[tuple[Delivery, ...], ...] = ()
    postponed: tuple[Postponement, ...] = ()
    dropped: tuple[DeliveryId, ...] = ()
    reason: str = ""


class _Fate(IntEnum):
    ALONE = auto()
    GATHERED = auto()
    APART = auto()
    CHANGE = auto()
    TO_DIGEST = auto()
    AFTER_QUIET = auto()
    DROPPED = auto()


def plan(due: DueChat, *, now: datetime, brief_max_age: timedelta, apart: Collection[StoryId] = ()) -> Plan:
    """What to do with all that is due for a chat.

    Breaking news goes first, each alone; all stories that are due are gathered; changes come last, but for those that
    a notice tells of. Quiet hours hold back what would ring; what is too old to be news, or beyond the reader's daily
    number, goes to his next digest. Stories in `apart` each have a message of their own.
    """
    if due.chat.state is ChatState.GONE:
        return Plan(dropped=_ids(due.deliveries), reason="the chat is gone")
    ready_at = limit_of(due.chat.kind).ready_at(due.tat)
    if ready_at > now + _AT_ONCE:
        return Plan(postponed=(Postponement(_ids(due.deliveries), ready_at),))
    quiet_until = quiet_ends_at(due.chat.preferences, now)
    fates: dict[_Fate, list[Delivery]] = {fate: [] for fate in _Fate}
    room = _room_today(due)
    for delivery in due.deliveries:
        fate = _fate(delivery, due.chat, quiet=quiet_until is not None, now=now, brief_max_age=brief_max_age)
        if fate is _Fate.GATHERED and delivery.lane is Lane.BRIEF and _briefs(fates) >= room:
            fate = _Fate.TO_DIGEST
        if fate is _Fate.GATHERED and delivery.story_id in apart:
            fate = _Fate.APART
        fates[fate].append(delivery)
    told_of = {one.broadcast_id for one in fates[_Fate.ALONE] if one.action is Action.NOTICE}
    changes = fates[_Fate.CHANGE]
    return Plan(
        messages=(
            *_by_message(one for one in changes if one.broadcast_id in told_of),
            *((one,) for one in fates[_Fate.ALONE]),
            *([tuple(fates[_Fate.GATHERED])] if fates[_Fate.GATHERED] else []),
            *((one,) for one in fates[_Fate.APART]),
            *_by_message(one for one in changes if one.broadcast_id not in told_of),
        ),
        postponed=tuple(_postponed(fates, due.chat, quiet_until or now, now)),
        dropped=_ids(fates[_Fate.DROPPED]),
        reason="the reader no longer wants it",
    )


def _postponed(
    fates: Mapping[_Fate, Sequence[Delivery]], chat: Chat, quiet_until: datetime, now: datetime
) -> Iterable[Postponement]:
    if late := fates[_Fate.TO_DIGEST]:
        yield Postponement(_ids(late), next_digest_at(chat.preferences, now), Lane.DIGEST)
    if late := fates[_Fate.AFTER_QUIET]:
        yield Postponement(_ids(late), quiet_until)


def _fate(delivery: Delivery, chat: Chat, *, quiet: bool, now: datetime, brief_max_age: timedelta) -> _Fate:
    if delivery.action in {Action.EDIT, Action.DELETE}:
        return _Fate.CHANGE  # silent, and owed even to a reader who has paused
    if chat.state is ChatState.PAUSED:
        return _Fate.DROPPED
    if delivery.lane is Lane.BREAKING:
        rings = delivery.action is Action.SEND and not chat.preferences.breaking_in_quiet
        return _Fate.AFTER_QUIET if quiet and rings else _Fate.ALONE
    if chat.preferences.mode is Mode.BREAKING:
        return _Fate.DROPPED
    if delivery.lane is Lane.BRIEF and (
        chat.preferences.mode is Mode.DIGEST
        or now - delivery.due_at > brief_max_age
        or now - delivery.created_at > _STALE
    ):
        return _Fate.TO_DIGEST
    return _Fate.AFTER_QUIET if quiet else _Fate.GATHERED


def _room_today(due: DueChat) -> int:
    """How many more briefs the reader wants today as they happen."""
    cap = due.chat.preferences.daily_cap
    return max(0, cap - due.sent_today) if cap else len(due.deliveries)


def _briefs(fates: Mapping[_Fate, Sequence[Delivery]]) -> int:
    """How many briefs the reader gets at once by what was decided so far."""
    now_told = (*fates[_Fate.GATHERED], *fates[_Fate.APART])
    return sum(one.lane is Lane.BRIEF for one in now_told)


def _by_message(changes: Iterable[Delivery]) -> Iterable[tuple[Delivery, ...]]:
    """Changes to the same message are one call: several stories may stand in it."""
    grouped: dict[tuple[Action, int | None], list[Delivery]] = {}
    for one in changes:
        grouped.setdefault((one.action, one.message_id), []).append(one)
    return (tuple(group) for group in grouped.values())


def _ids(deliveries: Iterable[Delivery]) -> tuple[DeliveryId, ...]:
    return tuple(one.id for one in deliveries)
