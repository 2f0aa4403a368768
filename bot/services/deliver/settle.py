"""What became of calls, written down: the outcome of each is decided here once, and nowhere else."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import ChatId
from bot.domain.delivery import (
    Action,
    ChatGone,
    ChatMoved,
    Delivery,
    DeliveryId,
    DeliveryState,
    Lane,
    OurFault,
    Outcome,
    RetryAt,
    Sent,
    next_attempt_at,
)
from bot.domain.hours import local_day
from bot.domain.pace import limit_of
from bot.services.deliver.call import Call
from storage import changes, chats, deliveries
from storage.deliveries import Result

_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Settled:
    """A call and what became of it, at a moment."""

    call: Call
    outcome: Outcome
    at: datetime


async def settle(session: AsyncSession, worker: str, settled: Sequence[Settled]) -> None:
    """Mark the deliveries of these calls, and the chats that are gone, have moved or asked us to wait."""
    results = [result for one in settled for result in results_of(one)]
    await deliveries.mark_results(session, worker, results)
    await _count_briefs(session, settled)
    await _catch_up(session, settled)
    for one in settled:
        await _settle_chat(session, one)


def results_of(settled: Settled) -> list[Result]:
    """The new state of each delivery of a call."""
    several = len(settled.call.deliveries) > 1 and settled.call.deliveries[0].action is Action.SEND
    bundle = settled.call.deliveries[0].id if several else None
    return [_result(delivery, settled, bundle) for delivery in settled.call.deliveries]


def _result(delivery: Delivery, settled: Settled, bundle: DeliveryId | None) -> Result:
    outcome, at = settled.outcome, settled.at
    base = Result(
        id=delivery.id,
        state=DeliveryState.SENT,
        attempts=delivery.attempts,
        due_at=delivery.due_at,
        sent_at=None,
    )
    match outcome:
        case Sent(message_id=message_id):
            return replace(base, message_id=message_id, bundle_id=bundle, sent_at=at)
        case RetryAt(wait=wait, reason=reason, flood=flood):
            attempts = delivery.attempts if flood else delivery.attempts + 1
            due_at = next_attempt_at(attempts, at, wait)
            state = DeliveryState.FAILED if due_at is None else DeliveryState.PENDING
            return replace(base, state=state, attempts=attempts, due_at=due_at or at, error=_short(reason))
        case ChatMoved():
            return replace(base, state=DeliveryState.PENDING, due_at=at)
        case OurFault(reason=reason) if bundle is not None:  # one of several is at fault: each is sent apart
            attempts = delivery.attempts + 1
            due_at = next_attempt_at(attempts, at)
            state = DeliveryState.FAILED if due_at is None else DeliveryState.PENDING
            return replace(base, state=state, attempts=attempts, due_at=due_at or at, error=_short(reason))
        case ChatGone(reason=reason) | OurFault(reason=reason):
            return replace(base, state=DeliveryState.FAILED, error=_short(reason))
        case _:
            return replace(base, state=DeliveryState.UNKNOWN, error=_short(outcome.reason))


async def _settle_chat(session: AsyncSession, settled: Settled) -> None:
    chat, outcome = settled.call.chat, settled.outcome
    match outcome:
        case RetryAt(wait=wait, flood=True):
            until = settled.at + wait
            await chats.occupy(session, {chat.place.telegram_id: until + limit_of(chat.kind).tolerance})
            await deliveries.park(session, chat.place.telegram_id, until=until)
        case ChatMoved(telegram_id=moved):
            await chats.move(session, chat.place.telegram_id, moved)
        case ChatGone(reason=reason, thread_only=True):
            await chats.lose_thread(session, chat.id)
            await deliveries.drop_thread(session, chat.id, reason=_short(reason))
        case ChatGone(reason=reason):
            await chats.lose(session, chat.place.telegram_id)
            await deliveries.drop_chat(session, chat.place.telegram_id, reason=_short(reason))
        case _:
            pass


async def _catch_up(session: AsyncSession, settled: Sequence[Settled]) -> None:
    """Owe a change to copies that were in flight while an editor corrected or recalled what they say."""
    sent = [
        (delivery, revision, one.outcome.message_id, one.at)
        for one in settled
        if isinstance(one.outcome, Sent) and one.outcome.message_id is not None
        for delivery, revision in zip(one.call.deliveries, one.call.revisions, strict=True)
        if delivery.action is Action.SEND
    ]
    newest = await changes.newest_revisions(session, [delivery for delivery, *_ in sent])
    for delivery, revision, message_id, at in sent:
        change = newest.get(delivery.id)
        if change is not None and change.revision > revision:
            await changes.add_change(session, delivery, change, message_id=message_id, now=at)


async def _count_briefs(session: AsyncSession, settled: Sequence[Settled]) -> None:
    sent: Counter[ChatId] = Counter()
    days = {}
    for one in settled:
        chat = one.call.chat
        if isinstance(one.outcome, Sent):
            briefs = sum(delivery.lane is Lane.BRIEF for delivery in one.call.deliveries)
            if briefs and chat.preferences.daily_cap:
                sent[chat.id] += briefs
                days[chat.id] = local_day(chat.preferences.zone, one.at)
    if sent:
        await chats.count_sent(session, sent, days)


def _short(reason: str) -> str:
    return reason[:_LONGEST_REASON]
