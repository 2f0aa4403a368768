"""A story as an editor sees it, and what he may put right in it: split, merge, retag.

The buttons carry the story's revision: those below a story that has changed since act upon nothing.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, Message

from bot.chat.asking import Asked
from bot.chat.keyboards import paired, press, rows
from bot.chat.newsroom.access import editor_of
from bot.chat.newsroom.composing import close_question
from bot.chat.newsroom.looking import STORY
from bot.chat.newsroom.why import tags_of
from bot.domain.article import ArticleId, StoryId
from bot.domain.brief import CountryCode, TopicId
from bot.domain.delivery import DeliveryState
from bot.domain.interest import Interest
from bot.domain.story import BriefedArticle, Story
from bot.services import questions, read, repair, similar
from bot.services.questions import Asks, Question
from bot.telegram.rendering import headline, source_name
from bot.texts.messages import buttons as labels
from bot.texts.messages import latest as latest_words
from bot.texts.messages import repairs as words
from bot.texts.understand import understand

SPLIT, SPLIT_SURELY, MERGE, MERGE_CHOSEN, MERGE_SURELY, RETAG = "nvs", "nvd", "nvm", "nvc", "nvk", "nvt"

_IN_PLACE = "b"
"""Says of a button that its message becomes the story; without it, as below a reader's list, a new one does."""

_MOST_ARTICLES = 30
"""Of a story, that get a button; nobody taps through more."""


def repair_button(asked: Asked, story: Story) -> InlineKeyboardButton:
    """Below a story that an editor reads."""
    return press(labels.repair(asked.texts), STORY, story.id)


async def story(asked: Asked) -> None:
    """/story number, or the address of an article of it."""
    if not asked.words:
        await asked.say(words.ask_story(asked.texts))
        return
    found = await similar.find_meant(asked.deps, asked.words)
    if not found:
        await asked.say(words.no_story(asked.texts))
    elif len(found) == 1:
        await _say(asked, found[0])
    else:
        choices = [(press(_title(one, asked), STORY, one.id),) for one in found]
        await asked.say(words.ask_story(asked.texts), rows(*choices))


async def press_story(asked: Asked) -> None:
    """Open a story in a message of its own, or go back to it."""
    await close_question(asked)
    found = await _pressed(asked)
    if found is not None:
        await _say(asked, found)


async def ask_split(asked: Asked) -> None:
    """A button for each article; those that were tapped are ticked. The ticks stand in the buttons' data."""
    found = await _pressed(asked, revision_at=1)
    if found is None:
        return
    mask = asked.pressed.number(2) or 0
    ticks = [
        press(_tick(one, mask >> place & 1), SPLIT, found.id, found.revision, mask ^ (1 << place))
        for place, one in enumerate(found.articles[:_MOST_ARTICLES])
    ]
    count = mask.bit_count()
    surely = (
        [press(labels.confirm_split(asked.texts, count), SPLIT_SURELY, found.id, found.revision, mask)]
        if 0 < count < len(found.articles)
        else []
    )
    await asked.show(
        words.ask_split(asked.texts),
        rows(
            *((one,) for one in ticks), surely, [press(labels.back(asked.texts), STORY, found.id, _IN_PLACE)]
        ),
    )


async def split(asked: Asked) -> None:
    """Take the ticked articles out."""
    found = await _pressed(asked, revision_at=1)
    if found is None:
        return
    mask = asked.pressed.number(2) or 0
    apart = [one.id for place, one in enumerate(found.articles) if mask >> place & 1]
    new = await repair.split(asked.deps, editor_of(asked), found.id, [ArticleId(one) for one in apart])
    if new is None:
        await asked.toast(words.changed_meanwhile(asked.texts), alert=True)
        return
    opened = [press(labels.open_story(asked.texts), STORY, new, _IN_PLACE)]
    await asked.show(words.split(asked.texts, str(new)), rows(opened))


async def ask_merge(asked: Asked) -> None:
    """Ask which other story tells the same, with those that are most like it."""
    found = await _pressed(asked)
    if found is None:
        return
    offered = await similar.list_similar(asked.deps, found)
    await _offer(asked, found.id, offered)
    await questions.ask(asked.deps, asked.place, editor_of(asked), Question(Asks.OTHER_STORY, found.id))


async def take_other_story(asked: Asked, message: Message, id_: StoryId) -> None:
    """Another story was named: by its number, the address of an article, or words."""
    offered = [one for one in await similar.find_meant(asked.deps, message.text or "") if one.id != id_]
    if not offered:
        await asked.say(words.no_story(asked.texts))
    await _offer(asked, id_, offered)


async def choose_other(asked: Asked) -> None:
    """Ask whether these two are meant."""
    found = await _pressed(asked)
    other = await read.get_story(asked.deps, StoryId(asked.pressed.number(1) or 0))
    if found is None:
        return
    if other is None:
        await asked.toast(latest_words.gone(asked.texts))
        return
    surely = press(labels.confirm_merge(asked.texts), MERGE_SURELY, found.id, other.id)
    await asked.show(
        words.confirm_merge(asked.texts, _title(found, asked), _title(other, asked)),
        rows([surely, press(labels.back(asked.texts), STORY, found.id, _IN_PLACE)]),
    )


async def merge(asked: Asked) -> None:
    """Make one story of two."""
    one, other = (StoryId(asked.pressed.number(place) or 0) for place in (0, 1))
    await close_question(asked)
    left = await repair.merge(asked.deps, editor_of(asked), one, other)
    if left is None:
        await asked.toast(words.changed_meanwhile(asked.texts), alert=True)
        return
    opened = [press(labels.open_story(asked.texts), STORY, left, _IN_PLACE)]
    await asked.show(words.merged(asked.texts, str(left)), rows(opened))


async def ask_tags(asked: Asked) -> None:
    """Ask what the story is about."""
    found = await _pressed(asked)
    if found is None:
        return
    await asked.show(
        words.ask_tags(asked.texts, tags_of(found)),
        rows([press(labels.back(asked.texts), STORY, found.id, _IN_PLACE)]),
    )
    await questions.ask(asked.deps, asked.place, editor_of(asked), Question(Asks.TAGS, found.id))


async def take_tags(asked: Asked, message: Message, id_: StoryId) -> None:
    """The tags were written, with commas. Nothing is changed while one of them is not understood."""
    parts = [part.strip() for part in (message.text or "").replace("\n", ",").split(",") if part.strip()]
    meant = [(part, understand(part).interest) for part in parts]
    unknown = [part for part, interest in meant if not _is_tag(interest)]
    if unknown or not parts:
        await asked.say(words.not_tags(asked.texts, unknown or ["…"]))
        return
    await close_question(asked)
    interests = [interest for _, interest in meant if interest is not None]
    countries: list[CountryCode] = [one.country for one in interests if one.country]
    topics: list[TopicId] = [one.topic for one in interests if one.topic]
    if not await repair.retag(
        asked.deps,
        editor_of(asked),
        id_,
        countries=list(dict.fromkeys(countries)),
        topics=list(dict.fromkeys(topics)),
    ):
        await asked.say(words.no_story(asked.texts))
        return
    await asked.say(words.retagged(asked.texts))
    found = await read.get_story(asked.deps, id_)
    if found is not None:
        await _say(asked, found)


async def _say(asked: Asked, found: Story) -> None:
    """The story with every article that tells it."""
    t, now = asked.texts, asked.deps.now()
    told = await similar.count_told(asked.deps, found.id)
    lines = [
        words.Line(
            source=source_name(one.stored.article),
            headline=headline(one.stored.article).plain,
            ago=now - one.stored.first_seen_at,
        )
        for one in found.articles[:_MOST_ARTICLES]
    ]
    html = words.story(
        t,
        str(found.id),
        lines,
        tags_of(found),
        sent=told.get(DeliveryState.SENT, 0),
        waiting=told.get(DeliveryState.PENDING, 0) + told.get(DeliveryState.SENDING, 0),
    )
    steps = [
        *([press(labels.split(t), SPLIT, found.id, found.revision, 0)] if len(found.articles) > 1 else []),
        press(labels.merge(t), MERGE, found.id),
        press(labels.retag(t), RETAG, found.id),
    ]
    if asked.pressed.arg(1) == _IN_PLACE:
        await asked.show(html, rows(*paired(steps)))
    else:
        await asked.say(html, rows(*paired(steps)))


async def _offer(asked: Asked, id_: StoryId, offered: Sequence[Story]) -> None:
    choices = [(press(_title(one, asked), MERGE_CHOSEN, id_, one.id),) for one in offered]
    await asked.show(
        words.ask_merge(asked.texts), rows(*choices, [press(labels.back(asked.texts), STORY, id_, _IN_PLACE)])
    )


async def _pressed(asked: Asked, *, revision_at: int | None = None) -> Story | None:
    """The story of the button; told and None when it is no more, or no longer as the button shows it."""
    found = await read.get_story(asked.deps, StoryId(asked.pressed.number(0) or 0))
    if found is None:
        await asked.toast(latest_words.gone(asked.texts))
        return None
    if revision_at is not None and asked.pressed.number(revision_at) != found.revision:
        await asked.toast(words.changed_meanwhile(asked.texts), alert=True)
        await _say(asked, found)
        return None
    return found


def _is_tag(interest: Interest | None) -> bool:
    return interest is not None and bool(interest.topic or interest.country)


def _tick(one: BriefedArticle, ticks: int) -> str:
    """An article, ticked once or not at all."""
    source = source_name(one.stored.article)
    return f"{'✓ ' * ticks}{source}: {headline(one.stored.article).plain}"


def _title(story: Story, asked: Asked) -> str:
    return headline(story.told_in(asked.chat.preferences.language).stored.article).plain
