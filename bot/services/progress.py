"""How far broadcasts, corrections and recalls have come; what ends them."""

from dataclasses import dataclass

from bot.domain.broadcast import Broadcast, BroadcastState, Change, Copies, Watch, Watched
from bot.domain.delivery import Action, BroadcastId
from bot.services import broadcast
from bot.services.deps import Deps
from storage import broadcasts, copies, fan_outs

_NONE = Copies()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far something has come. `copies` are those sent or changed, in a recall those deleted.

    `edited` are the copies that a recall changes instead; `filling` is True while more may still be owed.
    """

    broadcast: Broadcast
    copies: Copies
    edited: Copies = _NONE
    filling: bool = False

    @property
    def is_over(self) -> bool:
        return not self.filling and self.copies.waiting == 0 and self.edited.waiting == 0


async def find_progress(deps: Deps, id_: BroadcastId, what: Watched, revision: int = 0) -> Progress | None:
    """How far the sending of a broadcast, its correction or its recall has come."""
    async with deps.database.read() as session:
        found = await broadcasts.find_broadcast(session, id_)
        if found is None:
            return None
        # Asked before the counting: what is owed in between is then counted, and never taken for the end.
        filling = await fan_outs.count_unfinished(session, broadcast=id_) > 0
        if what is Watched.SENDING:
            counted, edited = await copies.count_copies(session, id_, Action.SEND), _NONE
        else:
            action = Action.EDIT if what is Watched.CORRECTION else Action.DELETE
            counted = await copies.count_copies(session, id_, action, revision=revision)
            edited = (
                await copies.count_copies(session, id_, Action.EDIT, revision=revision)
                if what is Watched.RECALL
                else _NONE
            )
    return Progress(broadcast=found, copies=counted, edited=edited, filling=filling)


async def bring_on(deps: Deps, so_far: Progress, what: Watched, revision: int = 0) -> Progress:
    """Take the step that is due, if one is; how far it has come then.

    A broadcast whose every copy has found its end is finished; copies that came back unsent after an editor stopped it
    are dropped; what could not be deleted in a recall is edited.
    """
    id_ = so_far.broadcast.id
    if what is Watched.SENDING and so_far.broadcast.state is BroadcastState.CANCELLED:
        if not so_far.copies.waiting:
            return so_far
        async with deps.database.write() as session:
            await copies.drop_stopped(session, id_)
    elif what is Watched.SENDING and so_far.broadcast.state is BroadcastState.RUNNING and so_far.is_over:
        async with deps.database.write() as session:
            await broadcasts.change_state(session, id_, Change.FINISH, now=deps.now())
    elif what is Watched.RECALL and so_far.copies.failed:
        async with deps.database.write() as session:
            turned = await copies.edit_undeletable(session, id_, revision=revision, now=deps.now())
        if not turned:
            return so_far
    else:
        return so_far
    return await find_progress(deps, id_, what, revision) or so_far


async def start_scheduled(deps: Deps) -> None:
    """Send the broadcasts whose hour has come."""
    async with deps.database.read() as session:
        due = await broadcasts.list_scheduled(session, now=deps.now())
        found = [await broadcasts.find_broadcast(session, id_) for id_ in due]
    for one in found:
        if one is not None:
            await broadcast.send(deps, one.author, one.id)


async def list_watches(deps: Deps) -> list[Watch]:
    """The editors' messages that show what goes on."""
    async with deps.database.read() as session:
        return await broadcasts.list_watches(session)


async def end_watch(deps: Deps, watch: Watch) -> None:
    """What a message showed is over."""
    async with deps.database.write() as session:
        await broadcasts.end_watch(session, watch)


async def move_watch(deps: Deps, watch: Watch) -> None:
    """Another message shows it now."""
    async with deps.database.write() as session:
        await broadcasts.add_watch(session, watch)


async def finish_unwatched(deps: Deps) -> None:
    """Finish running broadcasts that no message shows, once every copy has found its end."""
    async with deps.database.read() as session:
        running = {one.id for one in await broadcasts.list_running(session)}
        watches = await broadcasts.list_watches(session)
        watched = {one.broadcast for one in watches if one.what is Watched.SENDING}
    for id_ in sorted(running - watched):
        so_far = await find_progress(deps, id_, Watched.SENDING)
        if so_far is not None:
            await bring_on(deps, so_far, Watched.SENDING)


async def count_reachable(deps: Deps, id_: BroadcastId) -> tuple[int, int]:
    """How many delivered copies Telegram still deletes, and how many are too old for that."""
    async with deps.database.read() as session:
        return await copies.count_reachable(session, id_, now=deps.now())


async def list_outcomes(deps: Deps, id_: BroadcastId) -> list[tuple[str, int, str, str, int]]:
    """For a report: action, revision, outcome and reason, and to how many chats that happened."""
    async with deps.database.read() as session:
        return await copies.list_outcomes(session, id_)
