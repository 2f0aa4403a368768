"""What editors send to many: draft, preview, send, pause, stop, correct, recall. Everything they do is written down."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcast import Broadcast, BroadcastState, Change, Content, may_correct
from bot.domain.chat import ChatState, UserId
from bot.domain.delivery import Action, BroadcastId, DeliveryState, Lane
from bot.domain.interest import Key, audience_keys
from bot.domain.pace import HEADROOM
from bot.services.bell import Work
from bot.services.deps import Deps
from storage import audit, broadcasts, chats, deliveries, fan_outs, subscriptions


@dataclass(frozen=True, slots=True)
class Audience:
    """How many chats a broadcast would go to, and how long that would take."""

    chats: int
    takes: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a broadcast, or a change to it, has come. `filling` is True while more copies may still be owed."""

    broadcast: Broadcast
    waiting: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    filling: bool = False

    @property
    def total(self) -> int:
        return self.waiting + self.sent + self.failed + self.unknown

    @property
    def is_over(self) -> bool:
        return not self.filling and self.waiting == 0


async def draft(deps: Deps, author: UserId, content: Content) -> Broadcast:
    """Keep what an editor wrote; nothing is sent."""
    async with deps.database.write() as session:
        made = await broadcasts.add_draft(session, author, content, now=deps.now())
        await _note(deps, session, author, "draft", made.id)
    return made


async def address(deps: Deps, editor: UserId, id_: BroadcastId, audience: Key | None) -> Broadcast | None:
    """Address a draft to those who follow a key, or to everybody; None when it is no draft any more."""
    async with deps.database.write() as session:
        if not await broadcasts.set_audience(session, id_, audience):
            return None
        await _note(deps, session, editor, "address", id_, audience=audience)
        return await broadcasts.find_broadcast(session, id_)


async def find(deps: Deps, id_: BroadcastId) -> Broadcast | None:
    """The broadcast with this number."""
    async with deps.database.read() as session:
        return await broadcasts.find_broadcast(session, id_)


async def count_audience(deps: Deps, audience: Key | None) -> Audience:
    """To how many chats a broadcast would go now, and how long that takes at the rate we may send at."""
    async with deps.database.read() as session:
        number = (
            (await chats.count_chats(session)).get(ChatState.ACTIVE, 0)
            if audience is None
            else await subscriptions.count_followers(session, audience_keys(audience))
        )
    return Audience(number, time_for(deps, number))


def time_for(deps: Deps, messages: int) -> timedelta:
    """How long so many messages take."""
    return timedelta(seconds=messages / (deps.settings.messages_per_second * HEADROOM))


async def send(deps: Deps, editor: UserId, id_: BroadcastId) -> Broadcast | None:
    """Begin to send a draft; None when it was begun before."""
    now = deps.now()
    async with deps.database.write() as session:
        running = await broadcasts.change_state(session, id_, Change.SEND, now=now)
        if running is None:
            return None
        await fan_outs.add_fan_out(session, broadcast=id_, lane=Lane.BREAKING, now=now)
        await _note(deps, session, editor, "send", id_)
    await deps.bell.ring(Work.FAN_OUTS)
    return running


async def change(deps: Deps, editor: UserId, id_: BroadcastId, step: Change) -> Broadcast | None:
    """Pause, resume or stop; None when that has no meaning in its present state."""
    async with deps.database.write() as session:
        changed = await broadcasts.change_state(session, id_, step, now=deps.now())
        if changed is None:
            return None
        if step is Change.STOP:
            await fan_outs.stop_fan_outs(session, broadcast=id_, now=deps.now())
            await deliveries.drop_subject(session, broadcast=id_, reason="an editor stopped it")
        await _note(deps, session, editor, step, id_)
    await deps.bell.ring(Work.OUTBOX)
    return changed


async def correct(deps: Deps, editor: UserId, id_: BroadcastId, html: str) -> Broadcast | None:
    """Edit every copy that was sent and tell its readers; copies still owed go out corrected. None: not possible."""
    now = deps.now()
    async with deps.database.write() as session:
        broadcast = await broadcasts.find_broadcast(session, id_)
        if broadcast is None or not may_correct(broadcast.state) or broadcast.recalled_at is not None:
            return None
        revision = await broadcasts.set_content(session, id_, replace(broadcast.content, html=html), now=now)
        for action in (Action.EDIT, Action.NOTICE):
            await fan_outs.add_fan_out(
                session, broadcast=id_, action=action, lane=Lane.BREAKING, revision=revision, now=now
            )
        await _note(deps, session, editor, "correct", id_, revision=revision)
        corrected = await broadcasts.find_broadcast(session, id_)
    await deps.bell.ring(Work.FAN_OUTS)
    return corrected


async def recall(deps: Deps, editor: UserId, id_: BroadcastId, *, reason: str) -> Broadcast | None:
    """Delete every copy that Telegram still deletes, edit the others, owe no more; None when that was done before."""
    now = deps.now()
    async with deps.database.write() as session:
        broadcast = await broadcasts.find_broadcast(session, id_)
        if broadcast is None or not may_correct(broadcast.state):
            return None
        revision = await broadcasts.set_recalled(session, id_, reason=reason, now=now)
        if revision is None:
            return None
        if broadcast.state in {BroadcastState.RUNNING, BroadcastState.PAUSED}:
            await broadcasts.change_state(session, id_, Change.STOP, now=now)
        await fan_outs.stop_fan_outs(session, broadcast=id_, now=now)
        await deliveries.drop_subject(session, broadcast=id_, reason="an editor recalled it")
        await fan_outs.add_fan_out(
            session, broadcast=id_, action=Action.DELETE, lane=Lane.BREAKING, revision=revision, now=now
        )
        await _note(deps, session, editor, "recall", id_, reason=reason)
        recalled = await broadcasts.find_broadcast(session, id_)
    await deps.bell.ring(Work.FAN_OUTS)
    return recalled


async def resend_unknown(deps: Deps, editor: UserId, id_: BroadcastId) -> int:
    """Owe copies again of which it is not known whether they arrived; how many there were."""
    async with deps.database.write() as session:
        number = await deliveries.owe_again(session, broadcast=id_, now=deps.now())
        await _note(deps, session, editor, "resend", id_, copies=number)
    await deps.bell.ring(Work.OUTBOX)
    return number


async def progress(deps: Deps, id_: BroadcastId, *, action: Action | None = None) -> Progress | None:
    """How far a broadcast has come or, given an action, its latest correction or recall."""
    async with deps.database.read() as session:
        broadcast = await broadcasts.find_broadcast(session, id_)
        if broadcast is None:
            return None
        counts = (
            await deliveries.count_by_state(session, broadcast=id_)
            if action is None
            else await deliveries.count_by_state(
                session, broadcast=id_, action=action, revision=broadcast.revision
            )
        )
        filling = await fan_outs.count_unfinished(session, broadcast=id_) > 0
    return Progress(
        broadcast=broadcast,
        waiting=counts.get(DeliveryState.PENDING, 0) + counts.get(DeliveryState.SENDING, 0),
        sent=counts.get(DeliveryState.SENT, 0),
        failed=counts.get(DeliveryState.FAILED, 0) + counts.get(DeliveryState.DROPPED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
        filling=filling,
    )


async def finish_if_over(deps: Deps, id_: BroadcastId) -> bool:
    """Note that every copy has found its end; True once, when it has."""
    so_far = await progress(deps, id_)
    if so_far is None or not so_far.is_over:
        return False
    async with deps.database.write() as session:
        return await broadcasts.change_state(session, id_, Change.FINISH, now=deps.now()) is not None


async def list_running(deps: Deps) -> list[Broadcast]:
    """Those that are being sent."""
    async with deps.database.read() as session:
        return await broadcasts.list_running(session)


async def remember(deps: Deps, id_: BroadcastId, **facts: Any) -> None:
    """Keep what a conversation about a broadcast needs to go on after a restart."""
    async with deps.database.write() as session:
        await broadcasts.set_draft(session, id_, facts)


async def recollect(deps: Deps, id_: BroadcastId) -> dict[str, Any]:
    """What `remember` kept."""
    async with deps.database.read() as session:
        return await broadcasts.get_draft(session, id_)


async def _note(
    deps: Deps, session: AsyncSession, editor: UserId, action: str, id_: BroadcastId, **details: Any
) -> None:
    await audit.add_audit(
        session, editor, f"broadcast {action}", subject=f"broadcast {id_}", details=details, now=deps.now()
    )
