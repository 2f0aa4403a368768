"""/latest and /search: one message with numbered stories, paged in place; a number turns it into a story and back."""

from dataclasses import replace
from datetime import datetime, timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import stories
from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, on_command, on_press, too_old
from bot.chat.following import LATEST_BELOW
from bot.chat.keyboards import paired, press, rows
from bot.chat.near import with_news
from bot.chat.places import FOUND, FROM_LIST, LAST_PAGE, MINE, MOST, PAGE, SHOWN, Place, place_of
from bot.chat.toggles import follow_toggle, meant
from bot.domain.article import StoryId
from bot.domain.interest import EVERYTHING
from bot.services import account, read
from bot.services.account import Standing
from bot.services.deps import Deps
from bot.services.read import Page
from bot.telegram.gathering import Due, render_together
from bot.telegram.rendering import Rendered, headline
from bot.texts import Texts
from bot.texts.markup import Html, join
from bot.texts.messages import buttons as labels
from bot.texts.messages import follow as follow_words
from bot.texts.messages import latest as words
from bot.texts.understand import Understood, keyword, read_latest

SHOW_ONE = "e"

_MOST_COUNTED = 100
_STALE = timedelta(days=3)
"""What is older is not the latest any more: the reader is told so, and shown what lies near."""


# /latest


async def latest(asked: Asked) -> None:
    """/latest [what | mine] [n]."""
    request = read_latest(asked.words)
    is_number = asked.words.isdecimal()
    size = min(max((int(asked.words) if is_number else request.count) or SHOWN, 1), MOST)
    if request.mine:
        await _show(asked, Place(EVERYTHING, size, mine=True))
    elif request.what is None or is_number:
        await _show(asked, Place(EVERYTHING, size))
    elif request.what.interest is not None:
        await _show(asked, Place(request.what.interest, size))
    else:
        await _unsure(asked, request.what, size)


async def _unsure(asked: Asked, understood: Understood, size: int) -> None:
    """Not the name of anything we know: perhaps words that the archive holds, else one of several things."""
    t, by_words = asked.texts, understood.keyword
    if understood.suggestions:
        offered = [_list_button(t.interest_label(one), Place(one, size)) for one in understood.suggestions]
        await asked.say(
            follow_words.did_you_mean(t, asked.words, understood.suggestions),
            rows(*paired(offered)),
            reply=True,
        )
    elif by_words is not None:
        await _show(asked, Place(by_words, size))
    else:
        await asked.say(words.ask_search(t))


async def search(asked: Asked) -> None:
    """/search words."""
    wanted = keyword(asked.words)
    if wanted is None:
        await asked.say(words.ask_search(asked.texts))
    else:
        await _show(asked, Place(wanted, searched=True))


async def press_page(asked: Asked) -> None:
    """Turn to a page, or return to it from a story."""
    place = await place_of(asked, 0)
    await (_show(asked, place) if place else too_old(asked))


async def press_below(asked: Asked) -> None:
    """The latest of something, in a message of its own."""
    place = await place_of(asked, 0)
    if place is None:
        await too_old(asked)
        return
    await asked.toast()
    await _show(asked, place)


# one page


async def _show(asked: Asked, place: Place) -> None:
    """Show a page: in the message that was pressed, or in a new one that replies to the words."""
    found = await _read(asked, place)
    if not found.stories and place.page:
        await asked.toast(words.no_more(asked.texts))
        return
    if not found.stories or (place.page == 0 and _is_stale(asked, place, found)):
        await _show_empty(asked, place, found)
        return
    anchored = place if place.anchor else replace(place, anchor=found.stories[0].id + 1)
    standing = await account.get_standing(asked.deps, asked.chat)
    rendered = render_together(
        [Due(story) for story in found.stories],
        asked.chat.preferences,
        heading=await _heading(asked, place),
    )
    await _send(asked, rendered, _keyboard(asked, anchored, found, standing))


async def _send(asked: Asked, html: Html | Rendered, keyboard: InlineKeyboardMarkup | None) -> None:
    if asked.query is not None and asked.pressed.name != LATEST_BELOW:
        await asked.show(html, keyboard)
    else:
        await asked.say(html, keyboard, reply=asked.query is None)


async def _read(asked: Asked, place: Place) -> Page:
    before = StoryId(place.anchor) if place.anchor and not place.interest.keyword else None
    skip = min(place.page, LAST_PAGE) * place.size
    if place.mine:
        return await read.latest_of_chat(asked.deps, asked.chat, before=before, skip=skip, limit=place.size)
    return await read.latest(asked.deps, place.interest, before=before, skip=skip, limit=place.size)


async def _heading(asked: Asked, place: Place) -> Html:
    t = asked.texts
    if place.mine:
        return words.mine_heading(t)
    if not place.searched:
        return words.heading(t, place.interest)
    count = await read.count_found(asked.deps, place.interest.keyword, at_most=_MOST_COUNTED)
    return words.found(t, place.interest.keyword, count)


def _keyboard(asked: Asked, place: Place, found: Page, standing: Standing) -> InlineKeyboardMarkup | None:
    t = asked.texts
    numbers = [
        press(str(number), FROM_LIST, story.id, *place.args, *place.marks)
        for number, story in enumerate(found.stories, start=1)
    ]
    turns = [
        *([_turn(labels.previous(t), place, -1)] if place.page else []),
        *([_turn(labels.following_page(t), place, +1)] if found.older and place.page < LAST_PAGE else []),
    ]
    half = (len(numbers) + 1) // 2 if len(numbers) > SHOWN else len(numbers)
    return rows(numbers[:half], numbers[half:], turns, _beside(t, place, standing))


def _beside(t: Texts, place: Place, standing: Standing) -> list[InlineKeyboardButton]:
    """What a reader of this list may want instead, or from now on."""
    if place.interest != EVERYTHING:
        return [follow_toggle(t, place.interest, standing)]
    if place.mine:
        return [_list_button(labels.latest(t), Place(EVERYTHING, place.size))]
    if not standing.following or standing.follows(EVERYTHING):
        return []
    return [_list_button(labels.latest_of_mine(t), Place(EVERYTHING, place.size, mine=True))]


def _list_button(label: str, place: Place) -> InlineKeyboardButton:
    return press(label, place.name, *place.args)


def _turn(label: str, place: Place, by: int) -> InlineKeyboardButton:
    return _list_button(label, replace(place, page=place.page + by))


# nothing to show


def _is_stale(asked: Asked, place: Place, found: Page) -> bool:
    """Whether what is found is no news any more. All of the latest is shown however old it is."""
    is_asked_now = not place.searched and place.anchor == 0 and place.interest != EVERYTHING
    return is_asked_now and asked.deps.now() - found.stories[0].created_at > _STALE


async def _show_empty(asked: Asked, place: Place, found: Page) -> None:
    """Say when the last such story was, and offer what lies near and has news."""
    t, deps = asked.texts, asked.deps
    if place.searched:
        standing = await account.get_standing(deps, asked.chat)
        tell_me = rows((follow_toggle(t, place.interest, standing),))
        await _send(asked, words.found_nothing(t, place.interest.keyword), tell_me)
        return
    if place.mine:
        await _show_none_of_mine(asked, place)
        return
    if place.interest == EVERYTHING:
        await _send(asked, words.empty(t), None)
        return
    near = await with_news(deps, place.interest, since=deps.now() - _STALE)
    offered = [_list_button(t.interest_label(one), Place(one, place.size)) for one in near]
    last, old = _last_of(asked, place, found)
    text = join(
        "\n\n",
        (words.empty(t, place.interest, last=last, now=deps.now()), words.try_instead(t, near)),
    )
    await _send(asked, text, rows(old, *paired(offered), *await _instead(asked, place)))


async def _show_none_of_mine(asked: Asked, place: Place) -> None:
    t = asked.texts
    standing = await account.get_standing(asked.deps, asked.chat)
    text = words.nothing_of_mine(t) if standing.following else follow_words.nothing_followed(t)
    await _send(asked, text, rows(_beside(t, place, standing)))


def _last_of(
    asked: Asked, place: Place, found: Page
) -> tuple[tuple[datetime, str] | None, list[InlineKeyboardButton]]:
    """When the last story was and its headline, and the button that opens it; nothing where there is none."""
    if not found.stories:
        return None, []
    story = found.stories[0]
    title = headline(story.told_in(asked.chat.preferences.language).stored.article).plain
    old = replace(place, anchor=story.id + 1)
    return (story.created_at, title), [press(title, FROM_LIST, story.id, *old.args)]


async def _instead(asked: Asked, place: Place) -> list[list[InlineKeyboardButton]]:
    """All of the latest, and the means to be told when there is something."""
    standing = await account.get_standing(asked.deps, asked.chat)
    everything = _list_button(labels.latest(asked.texts), Place(EVERYTHING, place.size))
    return [[follow_toggle(asked.texts, place.interest, standing)], [everything]]


# one story of the list


async def press_number(asked: Asked) -> None:
    """Turn the list into one of its stories, with the way back."""
    place, number = await place_of(asked, 1), asked.pressed.number(0)
    story = await read.get_story(asked.deps, StoryId(number)) if number is not None else None
    if story is None or place is None:
        await asked.toast(words.gone(asked.texts))
        return
    back = _list_button(labels.back(asked.texts), place)
    await asked.toast()
    await asked.show(*await stories.page(asked, story, back=back))


async def press_one(asked: Asked) -> None:
    """Show one story first: the newest of what a reader may follow, or of everything."""
    standing = await account.get_standing(asked.deps, asked.chat)
    interest = meant(asked, standing, asked.pressed.arg(0)) or EVERYTHING
    await asked.toast()
    found = await read.latest(asked.deps, interest, limit=1)
    if not found.stories:
        found = await read.latest(asked.deps, None, limit=1)
    if found.stories:
        await asked.say(*await stories.page(asked, found.stories[0], also=interest))
    else:
        await asked.say(words.empty(asked.texts))


def handlers(deps: Deps) -> list[Handler]:
    """Anybody may read."""
    return [
        on_command(deps, "latest", latest),
        on_command(deps, "search", search),
        on_press(deps, PAGE, press_page),
        on_press(deps, FOUND, press_page),
        on_press(deps, MINE, press_page),
        on_press(deps, FROM_LIST, press_number),
        on_press(deps, LATEST_BELOW, press_below, repeatable=False),
        on_press(deps, SHOW_ONE, press_one, repeatable=False),
    ]
