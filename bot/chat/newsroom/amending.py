"""The presses and answers that correct and recall a broadcast."""

from dataclasses import replace

from telegram import Message

from bot.chat.asking import Asked
from bot.chat.newsroom import controls
from bot.chat.newsroom.access import editor_of
from bot.chat.newsroom.composing import ask, close_question, pressed_id, send_copy, tell_too_late
from bot.chat.newsroom.content import complaint, content_of
from bot.chat.newsroom.sending import shown_here
from bot.domain.broadcast import Broadcast, Content, may_correct
from bot.domain.delivery import BroadcastId
from bot.services import broadcast, progress, questions
from bot.services.questions import Asks, Question
from bot.telegram.html import CAPTION_LIMIT, TEXT_LIMIT
from bot.telegram.marking import with_mark
from bot.texts.markup import clean
from bot.texts.messages import newsroom as words

_CORRECTION, _REASON = "correction", "reason"
_LONGEST_REASON = 500


async def ask_correction(asked: Asked) -> None:
    """Ask for the corrected message."""
    found = await _open(asked, pressed_id(asked))
    if found is None:
        return
    copies = sum(await progress.count_reachable(asked.deps, found.id))
    await ask(asked, words.ask_correction(asked.texts, copies), Question(Asks.CORRECTION, found.id))


async def take_correction(asked: Asked, message: Message, id_: BroadcastId) -> None:
    """Show the corrected message as its readers will see it, and ask whether that is meant."""
    found = await _open(asked, id_)
    if found is None:
        return
    content = content_of(message)
    if (wrong := complaint(asked.texts, content, photo_for=found.content)) or content is None:
        question = Question(Asks.CORRECTION, id_)
        await ask(asked, wrong or words.unsupported_message(asked.texts), question)
        return
    await close_question(asked)
    await broadcast.remember(asked.deps, id_, **{_CORRECTION: content.html})
    await send_copy(asked, _marked(asked, replace(found.content, html=content.html)))
    copies = sum(await progress.count_reachable(asked.deps, id_))
    await asked.say(
        words.confirm_correction(asked.texts, str(id_), copies),
        controls.confirm_correction(asked.texts, found, copies),
    )


async def correct(asked: Asked) -> None:
    """Correct every copy. The message becomes the correction's progress."""
    id_ = pressed_id(asked)
    html = (await broadcast.recollect(asked.deps, id_)).get(_CORRECTION)
    copies = sum(await progress.count_reachable(asked.deps, id_))
    corrected = html and await broadcast.correct(
        asked.deps,
        editor_of(asked),
        id_,
        html,
        shown=shown_here(asked, copies),
        seen=asked.pressed.number(1),
    )
    if not corrected:
        await tell_too_late(asked)


async def ask_recall(asked: Asked) -> None:
    """Ask whether to recall it, and why."""
    found = await _open(asked, pressed_id(asked))
    if found is None:
        return
    await broadcast.remember(asked.deps, found.id, **{_REASON: ""})
    deletable, too_old = await progress.count_reachable(asked.deps, found.id)
    await asked.say(
        words.ask_recall(asked.texts, str(found.id), deletable=deletable, too_old=too_old),
        controls.confirm_recall(asked.texts, found, deletable + too_old),
    )
    await questions.ask(asked.deps, asked.place, editor_of(asked), Question(Asks.REASON, found.id))


async def take_reason(asked: Asked, message: Message, id_: BroadcastId) -> None:
    """Show what readers will be told, and ask whether that is meant."""
    found = await _open(asked, id_)
    if found is None:
        return
    reason = clean(message.text or message.caption or "").strip()[:_LONGEST_REASON]
    await close_question(asked)
    await broadcast.remember(asked.deps, id_, **{_REASON: reason})
    copies = sum(await progress.count_reachable(asked.deps, id_))
    at = found.started_at or found.created_at
    notice = words.recall_notice(asked.texts, at, asked.chat.preferences.zone, reason)
    await asked.say(
        words.confirm_recall(asked.texts, str(id_), copies, notice),
        controls.confirm_recall(asked.texts, found, copies),
    )


async def recall(asked: Asked) -> None:
    """Recall every copy. The message becomes the recall's progress."""
    id_ = pressed_id(asked)
    reason = (await broadcast.recollect(asked.deps, id_)).get(_REASON, "")
    copies = sum(await progress.count_reachable(asked.deps, id_))
    await close_question(asked)
    recalled = await broadcast.recall(
        asked.deps, editor_of(asked), id_, reason=reason, shown=shown_here(asked, copies)
    )
    if recalled is None:
        await tell_too_late(asked)


async def leave(asked: Asked) -> None:
    """Neither correct nor recall it, after all."""
    await close_question(asked)
    await asked.show(words.left_as_it_is(asked.texts, str(pressed_id(asked))))


def _marked(asked: Asked, content: Content) -> Content:
    """As it will stand in the chat, with the mark of a correction."""
    mark = words.correction_mark(asked.texts, asked.deps.now(), asked.chat.preferences.zone)
    limit = CAPTION_LIMIT if content.photo else TEXT_LIMIT
    return replace(content, html=with_mark(content.html, mark, limit=limit))


async def _open(asked: Asked, id_: BroadcastId) -> Broadcast | None:
    """The broadcast, if there may be copies to change; told and None if there are none."""
    found = await broadcast.find(asked.deps, id_)
    if found is None or not may_correct(found.state) or found.recalled_at is not None:
        await tell_too_late(asked)
        return None
    return found
