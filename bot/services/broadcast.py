"""What editors send to many: draft, preview, send, pause, stop, correct, recall. Everything they do is written down."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.broadcast import Broadcast, BroadcastState, Change, Content, Watch, Watched, may_correct
from bot.domain.chat import Place, UserId
from bot.domain.delivery import Action, BroadcastId, Lane
from bot.domain.interest import Key
from bot.domain.pace import HEADROOM
from bot.services.bell import Work
from bot.services.deps import Deps
from storage import audit, broadcasts, deliveries, fan_outs


@dataclass(frozen=True, slots=True)
class Shown:
    """The editor's message that is to show how something goes on."""

    place: Place
    message_id: int
    planned: int = 0
    """How many copies he was told of."""


async def draft(deps: Deps, author: UserId, content: Content) -> Broadcast:
    """Keep what an editor wrote; nothing is sent."""
    async with deps.database.write() as session:
        made = await broadcasts.add_draft(session, author, content, now=deps.now())
        await _note(deps, session, author, "draft", made.id)
    return made


async def rewrite(deps: Deps, editor: UserId, id_: BroadcastId, content: Content) -> Broadcast | None:
    """Replace what a draft says; None when it is no draft any more."""
    async with deps.database.write() as session:
        if not await broadcasts.rewrite(session, id_, content):
            return None
        await _note(deps, session, editor, "rewrite", id_)
        return await broadcasts.find_broadcast(session, id_)


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


async def version(deps: Deps, id_: BroadcastId) -> int:
    """How often a draft was changed: a button below an older preview is not to send what nobody saw."""
    return broadcasts.version_of(await recollect(deps, id_))


def time_for(deps: Deps, messages: int) -> timedelta:
    """How long so many messages take."""
    return timedelta(seconds=messages / (deps.settings.messages_per_second * HEADROOM))


async def send(
    deps: Deps, editor: UserId, id_: BroadcastId, *, shown: Shown | None = None, seen: int | None = None
) -> Broadcast | None:
    """Begin to send a draft or a scheduled broadcast.

    None when it was begun before, or was changed since the version `seen` that the editor has before him.
    """
    now = deps.now()
    async with deps.database.write() as session:
        if await broadcasts.hold(session, id_) is None:
            return None
        if seen is not None and seen != broadcasts.version_of(await broadcasts.get_draft(session, id_)):
            return None
        running = await broadcasts.change_state(session, id_, Change.SEND, now=now)
        if running is None:
            return None
        await fan_outs.add_fan_out(session, broadcast=id_, lane=Lane.BREAKING, now=now)
        await _watch(session, id_, Watched.SENDING, shown)
        await _note(deps, session, editor, "send", id_, audience=running.audience)
    await _ring(deps, Work.FAN_OUTS)
    return running


async def schedule(
    deps: Deps, editor: UserId, id_: BroadcastId, at: datetime, *, shown: Shown | None = None
) -> Broadcast | None:
    """Let a draft go out at a moment; None when it is no draft any more."""
    async with deps.database.write() as session:
        if await broadcasts.change_state(session, id_, Change.SCHEDULE, now=deps.now()) is None:
            return None
        await broadcasts.set_schedule(session, id_, at)
        await _watch(session, id_, Watched.SENDING, shown)
        await _note(deps, session, editor, "schedule", id_, at=at.isoformat())
        scheduled = await broadcasts.find_broadcast(session, id_)
    await _ring(deps)
    return scheduled


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
    await _ring(deps, Work.OUTBOX)
    return changed


async def correct(
    deps: Deps,
    editor: UserId,
    id_: BroadcastId,
    html: str,
    *,
    shown: Shown | None = None,
    seen: int | None = None,
) -> Broadcast | None:
    """Edit every copy that was sent and tell its readers; copies still owed go out corrected.

    None when that is not possible, or it was corrected since the revision `seen` that the editor has before him.
    """
    now = deps.now()
    async with deps.database.write() as session:
        broadcast = await broadcasts.hold(session, id_)
        if broadcast is None or not may_correct(broadcast.state) or broadcast.recalled_at is not None:
            return None
        if seen is not None and seen != broadcast.revision:
            return None
        revision = await broadcasts.set_content(session, id_, replace(broadcast.content, html=html), now=now)
        for action in (Action.EDIT, Action.NOTICE):
            await fan_outs.add_fan_out(
                session, broadcast=id_, action=action, lane=Lane.BREAKING, revision=revision, now=now
            )
        await _watch(session, id_, Watched.CORRECTION, shown, revision=revision)
        await _note(deps, session, editor, "correct", id_, revision=revision)
        corrected = await broadcasts.find_broadcast(session, id_)
    await _ring(deps, Work.FAN_OUTS)
    return corrected


async def recall(
    deps: Deps, editor: UserId, id_: BroadcastId, *, reason: str, shown: Shown | None = None
) -> Broadcast | None:
    """Delete every copy that Telegram still deletes, edit the others, owe no more; None when that was done before.

    Its readers are told only if there is a reason to tell: a message that is gone needs no other in its place.
    """
    now = deps.now()
    async with deps.database.write() as session:
        broadcast = await broadcasts.hold(session, id_)
        if broadcast is None or not may_correct(broadcast.state):
            return None
        revision = await broadcasts.set_recalled(session, id_, reason=reason, now=now)
        if revision is None:
            return None
        if broadcast.state in {BroadcastState.RUNNING, BroadcastState.PAUSED}:
            await broadcasts.change_state(session, id_, Change.STOP, now=now)
        await fan_outs.stop_fan_outs(session, broadcast=id_, now=now)
        await deliveries.drop_subject(session, broadcast=id_, reason="an editor recalled it")
        for action in (Action.DELETE, Action.NOTICE) if reason else (Action.DELETE,):
            await fan_outs.add_fan_out(
                session, broadcast=id_, action=action, lane=Lane.BREAKING, revision=revision, now=now
            )
        await _watch(session, id_, Watched.RECALL, shown, revision=revision)
        await _note(deps, session, editor, "recall", id_, reason=reason)
        recalled = await broadcasts.find_broadcast(session, id_)
    await _ring(deps, Work.FAN_OUTS)
    return recalled


async def resend_unknown(deps: Deps, editor: UserId, id_: BroadcastId, *, shown: Shown | None = None) -> int:
    """Owe copies again of which it is not known whether they arrived; how many there were.

    None of a broadcast that was stopped or recalled: there nobody is to get another copy.
    """
    async with deps.database.write() as session:
        broadcast = await broadcasts.hold(session, id_)
        if broadcast is None or broadcast.recalled_at or broadcast.state is BroadcastState.CANCELLED:
            return 0
        number = await deliveries.owe_again(session, broadcast=id_, now=deps.now())
        if number:
            await _watch(session, id_, Watched.SENDING, shown)
            await _note(deps, session, editor, "resend", id_, copies=number)
    if number:
        await _ring(deps, Work.OUTBOX)
    return number


async def note(deps: Deps, editor: UserId, id_: BroadcastId, action: str) -> None:
    """Write down what an editor did to a broadcast that changed nothing of it: a test, a report."""
    async with deps.database.write() as session:
        await _note(deps, session, editor, action, id_)


async def remember(deps: Deps, id_: BroadcastId, **facts: Any) -> None:
    """Keep what a conversation about a broadcast needs to go on after a restart."""
    async with deps.database.write() as session:
        await broadcasts.set_draft(session, id_, facts)


async def recollect(deps: Deps, id_: BroadcastId) -> dict[str, Any]:
    """What `remember` kept."""
    async with deps.database.read() as session:
        return await broadcasts.get_draft(session, id_)


async def _watch(
    session: AsyncSession, id_: BroadcastId, what: Watched, shown: Shown | None, *, revision: int = 0
) -> None:
    if shown is None:
        return
    watch = Watch(
        broadcast=id_,
        what=what,
        revision=revision,
        planned=shown.planned,
        telegram_id=shown.place.telegram_id,
        message_id=shown.message_id,
    )
    await broadcasts.add_watch(session, watch)


async def _ring(deps: Deps, *works: Work) -> None:
    for work in (*works, Work.BROADCASTS):
        await deps.bell.ring(work)


async def _note(
    deps: Deps, session: AsyncSession, editor: UserId, action: str, id_: BroadcastId, **details: Any
) -> None:
    await audit.add_audit(
        session, editor, f"broadcast {action}", subject=f"broadcast {id_}", details=details, now=deps.now()
    )
