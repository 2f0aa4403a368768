"""One story: as a message that was asked for, and what can be done with one that was pushed."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, on_press, too_old
from bot.chat.keyboards import MORE, paired, press, pushed, read_link, rows, share_link
from bot.chat.newsroom.access import is_editor
from bot.chat.newsroom.repairing import repair_button
from bot.chat.toggles import DAY, follow_toggle, mute_toggle
from bot.domain.article import StoryId
from bot.domain.delivery import Delivery
from bot.domain.interest import EVERYTHING, Interest, read_key
from bot.domain.story import Story
from bot.domain.topics import TOPICS
from bot.services import account, read
from bot.services.account import Standing
from bot.services.deps import Deps
from bot.telegram.rendering import Rendered, headline, render_brief
from bot.texts.messages import buttons as labels
from bot.texts.messages import follow as words
from bot.texts.messages import latest as latest_words

LESS, WHY, TOLD = "ml", "wy", "h"

_HEADLINES = 30
"""Stories of a gathered message that get a button; nobody taps through more."""

Shown = tuple[Rendered, InlineKeyboardMarkup | None]


async def page(
    asked: Asked, story: Story, *, back: InlineKeyboardButton | None = None, also: Interest = EVERYTHING
) -> Shown:
    """A story that was asked for. `also` is what brought the reader here, to be followed first of all."""
    t, chosen = asked.texts, asked.chat.preferences
    standing = await account.get_standing(asked.deps, asked.chat)
    this = Interest(story=story.id)
    about = dict.fromkeys((*((also,) if also != EVERYTHING else ()), *tags_of(story)))
    keyboard = rows(
        (*read_link(t, story, chosen), share_link(t, story, chosen, asked.bot.username)),
        *paired(follow_toggle(t, one, standing) for one in list(about)[:2]),
        *paired([follow_toggle(t, this, standing), mute_toggle(t, this, standing)]),
        (repair_button(asked, story),) if asked.is_private and is_editor(asked) else (),
        (back,) if back else (),
    )
    return render_brief(story, chosen), keyboard


def tags_of(story: Story) -> list[Interest]:
    """What a story is about, as a reader would follow it: its first country and its first topic."""
    countries = [Interest(country=tag.code) for tag in story.countries[:1]]
    above = {topic.parent for tag in story.topics if (topic := TOPICS.get(tag.id))}
    topics = [Interest(topic=tag.id) for tag in story.topics if tag.id in TOPICS and tag.id not in above]
    return [*countries, *topics[:1]]


async def press_more(asked: Asked) -> None:
    """Open what can be done with a brief that was pushed; in a group or channel, which many read, in the bot."""
    id_ = StoryId(asked.pressed.number(0) or 0)
    if not asked.is_private:
        await asked.open_bot(f"s-{id_}")
        return
    told = await account.list_told(asked.deps, asked.chat, id_)
    if len(told) > 1:
        await asked.show_keyboard(await _headlines(asked, id_, told))
        return
    story = await read.get_story(asked.deps, id_)
    if story is None:
        await asked.toast(latest_words.gone(asked.texts))
        return
    standing = await account.get_standing(asked.deps, asked.chat)
    await asked.toast()
    await asked.show_keyboard(_menu(asked, story, told[0].matched if told else "", standing))


def _menu(asked: Asked, story: Story, matched: str, standing: Standing) -> InlineKeyboardMarkup | None:
    t, chosen = asked.texts, asked.chat.preferences
    this = Interest(story=story.id)
    subject = _to_mute(story, matched)
    asked_why = [press(labels.why_this(t), WHY, story.id)] if matched else []
    return rows(
        read_link(t, story, chosen),
        (follow_toggle(t, this, standing),),
        (mute_toggle(t, this, standing),),
        (mute_toggle(t, subject, standing, hours=DAY),) if subject else (),
        *paired([*asked_why, share_link(t, story, chosen, asked.bot.username)]),
        (press(labels.back(t), LESS, story.id),),
    )


def _to_mute(story: Story, matched: str) -> Interest | None:
    """What called for the brief; where that is everything, or the story itself, what the story is about."""
    interest = read_key(matched) if matched else EVERYTHING
    if interest == EVERYTHING or interest.story is not None:
        return next(iter(tags_of(story)), None)
    return interest


async def _headlines(asked: Asked, first: StoryId, told: list[Delivery]) -> InlineKeyboardMarkup | None:
    """A button for each story of a gathered message."""
    t, language = asked.texts, asked.chat.preferences.language
    found = [await read.get_story(asked.deps, one.story_id) for one in told[:_HEADLINES] if one.story_id]
    lines = [
        (press(headline(story.told_in(language).stored.article).plain, TOLD, story.id),)
        for story in found
        if story is not None
    ]
    return rows(*lines, (press(labels.back(t), LESS, first),))


async def press_less(asked: Asked) -> None:
    """Back to the few buttons that a pushed brief comes with."""
    id_ = StoryId(asked.pressed.number(0) or 0)
    told = await account.list_told(asked.deps, asked.chat, id_)
    ids = [one.story_id for one in told if one.story_id] or [id_]
    found = [story for one in ids[:2] if (story := await read.get_story(asked.deps, one)) is not None]
    await asked.toast()
    if found:
        await asked.show_keyboard(pushed(asked.texts, found, asked.chat.preferences))


async def press_told(asked: Asked) -> None:
    """A story of a gathered message, in a message of its own."""
    story = await read.get_story(asked.deps, StoryId(asked.pressed.number(0) or 0))
    if story is None:
        await asked.toast(latest_words.gone(asked.texts))
        return
    await asked.toast()
    await asked.say(*await page(asked, story), reply=True)


async def press_why(asked: Asked) -> None:
    """Say which subscription called for a brief."""
    id_ = StoryId(asked.pressed.number(0) or 0)
    matched = next(
        (one.matched for one in await account.list_told(asked.deps, asked.chat, id_) if one.story_id == id_),
        "",
    )
    if not matched:
        await too_old(asked)
        return
    await asked.toast(words.why(asked.texts, read_key(matched)), alert=True)


def handlers(deps: Deps) -> list[Handler]:
    return [
        on_press(deps, MORE, press_more),
        on_press(deps, LESS, press_less),
        on_press(deps, WHY, press_why),
        on_press(deps, TOLD, press_told, repeatable=False),
    ]
