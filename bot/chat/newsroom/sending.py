"""The presses that send, pause, resume and stop a broadcast, resend what is unknown, and report."""

import csv
import io

from bot.chat.asking import Asked
from bot.chat.newsroom.access import editor_of
from bot.chat.newsroom.composing import close_question, pressed_id, tell_too_late
from bot.domain.broadcast import Change
from bot.services import audience, broadcast, progress
from bot.services.broadcast import Shown
from bot.texts.messages import newsroom as words


async def send(asked: Asked) -> None:
    """Send what was previewed: a button below an older preview does not. The message becomes the progress."""
    id_ = pressed_id(asked)
    found = await broadcast.find(asked.deps, id_)
    if found is None:
        await tell_too_late(asked)
        return
    whom = await audience.count_audience(asked.deps, found.audience)
    sent = await broadcast.send(
        asked.deps,
        editor_of(asked),
        id_,
        shown=shown_here(asked, whom.chats),
        seen=asked.pressed.number(1),
    )
    if sent is None:
        await tell_too_late(asked)
        return
    await close_question(asked)


async def pause(asked: Asked) -> None:
    """Send no further copies until it is resumed."""
    await _change(asked, Change.PAUSE)


async def resume(asked: Asked) -> None:
    """Go on where it stopped."""
    await _change(asked, Change.RESUME)


async def stop(asked: Asked) -> None:
    """Send no further copies, for good."""
    await _change(asked, Change.STOP)


async def _change(asked: Asked, step: Change) -> None:
    if await broadcast.change(asked.deps, editor_of(asked), pressed_id(asked), step) is None:
        await tell_too_late(asked)


async def resend(asked: Asked) -> None:
    """Send again what may not have arrived."""
    shown = shown_here(asked, 0)
    count = await broadcast.resend_unknown(asked.deps, editor_of(asked), pressed_id(asked), shown=shown)
    if not count:
        await tell_too_late(asked)
        return
    await asked.toast(words.resent(asked.texts, count))


async def report(asked: Asked) -> None:
    """What became of every copy and of every change, as a table: how many of each, and nobody's name."""
    id_ = pressed_id(asked)
    outcomes = await progress.list_outcomes(asked.deps, id_)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("action", "revision", "outcome", "reason", "chats"))
    writer.writerows((*facts[:3], plain_cell(facts[3]), facts[4]) for facts in outcomes)
    await asked.bot.send_document(
        asked.place.telegram_id,
        table.getvalue().encode("utf-8-sig"),
        filename=f"broadcast-{id_}.csv",
        message_thread_id=asked.place.thread_id or None,
    )
    await broadcast.note(asked.deps, editor_of(asked), id_, "report")


def plain_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def shown_here(asked: Asked, planned: int) -> Shown | None:
    """The message whose button was pressed, to show what goes on from now on."""
    return Shown(asked.place, asked.message.message_id, planned) if asked.message else None
