"""Who gets a broadcast, and when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from telegram import Message

from bot.chat.asking import Asked
from bot.chat.buttons import read_what
from bot.chat.newsroom import controls
from bot.chat.newsroom.access import editor_of
from bot.chat.newsroom.composing import (
    close_question,
    pressed_draft,
    pressed_id,
    retire_controls,
    show_controls,
    tell_too_late,
)
from bot.domain.broadcast import BroadcastState
from bot.domain.delivery import BroadcastId
from bot.domain.interest import EVERYTHING, Interest, Key, read_key
from bot.services import audience, broadcast, questions
from bot.services.broadcast import Shown
from bot.services.questions import Asks, Question
from bot.texts.hours import read_time
from bot.texts.messages import newsroom as words
from bot.texts.understand import understand


async def choose_audience(asked: Asked) -> None:
    """Ask who is to get it, with the audiences that most belong to."""
    found = await pressed_draft(asked)
    if found is None:
        return
    offered = await audience.list_audiences(asked.deps)
    await asked.show(words.ask_audience(asked.texts), controls.audiences(asked.texts, found.id, offered))
    await questions.ask(asked.deps, asked.place, editor_of(asked), Question(Asks.AUDIENCE, found.id))


async def address(asked: Asked) -> None:
    """An audience was chosen by its button."""
    id_ = pressed_id(asked)
    chosen = read_what(asked.pressed.arg(1))
    if chosen is None:  # a keyword too long for a button: it is looked up among those that were offered
        keys = [key for key, _ in await audience.list_audiences(asked.deps) if key is not None]
        chosen = read_what(asked.pressed.arg(1), [read_key(key) for key in keys])
    if chosen is not None:
        await _address(asked, id_, chosen)


async def take_audience(asked: Asked, message: Message, id_: BroadcastId) -> None:
    """An audience was typed."""
    understood = understand(message.text or "")
    if understood.interest is not None:
        await _address(asked, id_, understood.interest)
        return
    choices = (*understood.suggestions, *((understood.keyword,) if understood.keyword else ()))
    counted = [(one.key, (await audience.count_audience(asked.deps, one.key)).chats) for one in choices[:6]]
    await asked.say(words.ask_audience(asked.texts), controls.audiences(asked.texts, id_, counted))


async def _address(asked: Asked, id_: BroadcastId, chosen: Interest) -> None:
    key: Key | None = None if chosen == EVERYTHING else chosen.key
    await close_question(asked)
    addressed = await broadcast.address(asked.deps, editor_of(asked), id_, key)
    if addressed is None:
        await tell_too_late(asked)
        return
    await show_controls(asked, addressed)


async def back_to_preview(asked: Asked) -> None:
    """The preview's own buttons again."""
    await close_question(asked)
    if (found := await pressed_draft(asked)) is not None:
        await show_controls(asked, found)


async def choose_time(asked: Asked) -> None:
    """Ask when it is to go out."""
    if (found := await pressed_draft(asked)) is None:
        return
    await asked.show(words.ask_time(asked.texts), controls.back(asked.texts, found.id))
    await questions.ask(asked.deps, asked.place, editor_of(asked), Question(Asks.TIME, found.id))


async def take_time(asked: Asked, message: Message, id_: BroadcastId) -> None:
    """A time was written: the broadcast goes out when the clock shows it next."""
    zone = asked.chat.preferences.zone
    at = next_time(message.text or "", asked.deps.now(), zone)
    if at is None:
        await asked.say(words.ask_time(asked.texts), controls.back(asked.texts, id_))
        return
    await close_question(asked)
    found = await broadcast.find(asked.deps, id_)
    if found is None or found.state is not BroadcastState.DRAFT:
        await tell_too_late(asked)
        return
    whom = await audience.count_audience(asked.deps, found.audience)
    version = await broadcast.version(asked.deps, id_)
    said = await asked.say(
        words.scheduled(asked.texts, str(id_), at, zone),
        controls.scheduled(asked.texts, id_, version=version, chats=whom.chats),
    )
    shown = Shown(asked.place, said.message_id, whom.chats)
    await broadcast.schedule(asked.deps, editor_of(asked), id_, at, shown=shown)
    await retire_controls(asked, id_)


def next_time(typed: str, now: datetime, zone: str) -> datetime | None:
    """The next moment at which the clock of a zone shows the time that was typed; None for words that hold none."""
    at = read_time(typed)
    if at is None:
        return None
    here = now.astimezone(ZoneInfo(zone))
    today = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return (today if today > here else today + timedelta(days=1)).astimezone(now.tzinfo)
