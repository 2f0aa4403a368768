"""The editors' side of the chat: broadcasts, figures, feeds, repairs.

`handlers` are for commands and presses; `answers` look before all others whether a message answers what an editor was
asked; `watch` keeps the messages up to date in which editors see a broadcast go out.
"""

import asyncio
from collections.abc import Sequence

from telegram.ext import filters

from bot.chat.dispatch import Handler, on_command, on_message, on_press
from bot.chat.newsroom import addressing, amending, composing, controls, looking, repairing, sending
from bot.chat.newsroom.access import for_editors
from bot.chat.newsroom.answers import on_answer
from bot.chat.newsroom.watching import watch_broadcasts
from bot.services.deps import Deps

_BELOW_A_PHOTO = filters.PHOTO & filters.CaptionRegex(r"^/broadcast(?:@\w+)?(?:\s|$)")

_COMMANDS = {
    "broadcast": composing.begin,
    "stats": looking.stats,
    "feeds": looking.feeds,
    "why": looking.why,
    "story": repairing.story,
}
_PRESSES = {
    controls.REWRITE: composing.rewrite,
    controls.CORRECT: amending.ask_correction,
    controls.RECALL: amending.ask_recall,
    looking.STORY: repairing.press_story,
    controls.SEND: sending.send,
    controls.AUDIENCE: addressing.choose_audience,
    controls.ADDRESS: addressing.address,
    controls.LATER: addressing.choose_time,
    controls.CANCEL: composing.cancel,
    controls.PREVIEW: addressing.back_to_preview,
    controls.QUESTION: composing.drop_question,
    controls.PAUSE: sending.pause,
    controls.RESUME: sending.resume,
    controls.STOP: sending.stop,
    controls.RESEND: sending.resend,
    controls.CORRECT_SURELY: amending.correct,
    controls.RECALL_SURELY: amending.recall,
    controls.LEAVE: amending.leave,
    looking.FEEDS: looking.feeds,
    repairing.SPLIT: repairing.ask_split,
    repairing.SPLIT_SURELY: repairing.split,
    repairing.MERGE: repairing.ask_merge,
    repairing.MERGE_CHOSEN: repairing.choose_other,
    repairing.MERGE_SURELY: repairing.merge,
    repairing.RETAG: repairing.ask_tags,
}
_ONCE = {
    controls.TEST: composing.test,
    controls.REPORT: sending.report,
}
"""Presses whose messages would be one too many. Questions may be asked twice: an editor who has taken one back may want
it again at once, with the same button."""


def handlers(deps: Deps) -> Sequence[Handler]:
    """The handlers of editors' commands and buttons."""
    return (
        *(on_command(deps, name, for_editors(act)) for name, act in _COMMANDS.items()),
        on_message(deps, _BELOW_A_PHOTO, for_editors(composing.begin)),
        *(on_press(deps, name, for_editors(act)) for name, act in _PRESSES.items()),
        *(on_press(deps, name, for_editors(act), repeatable=False) for name, act in _ONCE.items()),
    )


def answers(deps: Deps) -> Sequence[Handler]:
    """To be asked before all others: they end an update only if it answers a question."""
    return (on_answer(deps),)


async def watch(deps: Deps, stopping: asyncio.Event) -> None:
    """Keep editors' messages about running broadcasts up to date until told to stop."""
    await watch_broadcasts(deps, stopping)
