"""/subscribe, /unsubscribe, /subscriptions: what a chat follows, by words or from lists."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import buttons
from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, for_administrators, on_command, on_press, too_old
from bot.chat.following import LATEST_BELOW, MY_SUBSCRIPTIONS, follow_and_tell
from bot.chat.keyboards import paired, rows
from bot.chat.options import OPEN
from bot.chat.pickers import ROOT, WITHIN, Picker, choices, picker, root
from bot.chat.toggles import DAY, Style, follow_toggle, meant, mute_toggle
from bot.domain.chat import ChatState
from bot.domain.interest import EVERYTHING, Interest
from bot.services import account, follow
from bot.services.account import Standing
from bot.services.deps import Deps
from bot.texts.markup import Html, join
from bot.texts.messages import buttons as labels
from bot.texts.messages import follow as words
from bot.texts.understand import Understood, understand

REMOVE_LIST, ONE = "x", "i"

_PAGE = 16


async def subscribe(asked: Asked) -> None:
    """/subscribe [what]: follow a topic, a country, both at once, a keyword, everything."""
    if not asked.words:
        await asked.say(*root(await picker(asked)))
        return
    understood = understand(asked.words)
    if understood.interest is None:
        await offer(asked, understood)
    else:
        typed = asked.words if understood.corrected else ""
        await follow_and_tell(asked, understood.interest, read_from=typed)


async def offer(asked: Asked, understood: Understood) -> None:
    """Words that could mean several things, or nothing that we know: something to tap for each."""
    t, p = asked.texts, await picker(asked)
    by_words = [p.toggle(understood.keyword, Style.VERB)] if understood.keyword else []
    if understood.suggestions:
        offered = [p.toggle(one, Style.VERB) for one in understood.suggestions]
        text = words.did_you_mean(t, asked.words, understood.suggestions)
        await asked.say(text, rows(*paired(offered), by_words), reply=True)
    elif by_words:
        await asked.say(words.not_understood(t, asked.words), rows(by_words, *choices(p)[:1]), reply=True)
    else:
        await asked.say(words.keyword_too_short(t), rows(*choices(p)))


async def unsubscribe(asked: Asked) -> None:
    """/unsubscribe [what]: no longer follow something."""
    standing = await account.get_standing(asked.deps, asked.chat)
    if not asked.words or not standing.following:
        await asked.say(*remove_list(await picker(asked), 0))
        return
    interest = _which(understand(asked.words), standing)
    if interest == EVERYTHING and not standing.follows(EVERYTHING):
        count = await follow.unfollow_all(asked.deps, asked.chat)
        await asked.say(words.unfollowed_all(asked.texts, count))
    elif interest is None:
        text, keyboard = remove_list(await picker(asked), 0)
        await asked.say(join("\n\n", (words.not_understood(asked.texts, asked.words), text)), keyboard)
    elif not standing.follows(interest):
        text, keyboard = remove_list(await picker(asked), 0)
        await asked.say(join("\n\n", (words.not_followed(asked.texts, interest), text)), keyboard)
    else:
        await follow.unfollow(asked.deps, asked.chat, interest)
        standing = await account.get_standing(asked.deps, asked.chat)
        again = rows((follow_toggle(asked.texts, interest, standing),))
        await asked.say(words.unfollowed(asked.texts, interest), again, reply=True)


def _which(understood: Understood, standing: Standing) -> Interest | None:
    """What is meant of what is followed: a keyword as it was typed before any other reading."""
    readings = (understood.keyword, understood.interest, *understood.suggestions)
    followed = [one for one in readings if one is not None and standing.follows(one)]
    return followed[0] if followed else understood.interest


def remove_list(p: Picker, page: int) -> tuple[Html, InlineKeyboardMarkup | None]:
    """What is followed, each to be removed by a tap."""
    following = p.standing.following
    if not following:
        return words.nothing_followed(p.t), rows(*choices(p))
    shown, turns = _paged(p, REMOVE_LIST, page)
    removable = (p.toggle(one, Style.REMOVE) for one in shown)
    return words.pick_unfollow(p.t), rows(*paired(removable), turns)


def overview(p: Picker, page: int, *, paused: bool) -> tuple[Html, InlineKeyboardMarkup | None]:
    """What is followed and what is muted; a tap on one shows what can be done with it."""
    t, standing = p.t, p.standing
    text = words.subscriptions(t, standing.following, standing.muted, paused=paused)
    if not standing.following and not standing.muted:
        return text, rows(*choices(p))
    shown, turns = _paged(p, MY_SUBSCRIPTIONS, page)
    each = (p.press(t.interest_label(one), ONE, buttons.what(one)) for one in shown)
    unmute = (mute_toggle(t, one, standing, about=p.about) for one in standing.muted[:_PAGE])
    more = (p.press(labels.follow_more(t), ROOT), p.press(labels.settings(t), OPEN))
    return text, rows(*paired(each), turns, *paired(unmute), more)


def _paged(p: Picker, name: str, page: int) -> tuple[Sequence[Interest], list[InlineKeyboardButton]]:
    """A page of what is followed, and the buttons that turn it."""
    following = p.standing.following
    last = max(len(following) - 1, 0) // _PAGE
    page = min(page, last)
    turns = [
        *([p.press(labels.previous(p.t), name, page - 1)] if page else []),
        *([p.press(labels.following_page(p.t), name, page + 1)] if page < last else []),
    ]
    return following[page * _PAGE : (page + 1) * _PAGE], turns


async def subscriptions(asked: Asked) -> None:
    """/subscriptions."""
    paused = asked.chat.state is ChatState.PAUSED
    await asked.say(*overview(await picker(asked), 0, paused=paused))


async def press_overview(asked: Asked) -> None:
    """Show what is followed, or another page of it."""
    paused = asked.chat.state is ChatState.PAUSED
    await asked.show(*overview(await picker(asked), asked.pressed.number(0) or 0, paused=paused))


async def press_remove_list(asked: Asked) -> None:
    """Turn a page of what can be removed."""
    await asked.show(*remove_list(await picker(asked), asked.pressed.number(0) or 0))


async def press_one(asked: Asked) -> None:
    """What can be done with one thing that is followed."""
    p = await picker(asked)
    interest = meant(asked, p.standing, asked.pressed.arg(0))
    if interest is None:
        await too_old(asked)
        return
    per_day = await follow.expected_per_day(asked.deps, interest)
    await asked.show(words.offered(asked.texts, interest, per_day=per_day), _one(p, interest))


def _one(p: Picker, interest: Interest) -> InlineKeyboardMarkup | None:
    t = p.t
    finer = (
        [p.press(labels.only_topics(t), WITHIN, interest.country)]
        if interest.country and not interest.topic
        else []
    )
    readable = interest.story is None and p.about is None
    latest = [p.press(labels.latest(t), LATEST_BELOW, buttons.what(interest))] if readable else []
    return rows(
        (p.toggle(interest, Style.REMOVE),),
        (mute_toggle(t, interest, p.standing, hours=DAY, about=p.about),),
        *paired([*latest, *finer]),
        (p.press(labels.back(t), MY_SUBSCRIPTIONS, 0),),
    )


def handlers(deps: Deps) -> list[Handler]:
    """Everybody may see what a group follows; only its administrators change it."""
    return [
        on_command(deps, ["subscribe", "follow"], for_administrators(subscribe)),
        on_command(deps, ["unsubscribe", "unfollow"], for_administrators(unsubscribe)),
        on_command(deps, ["subscriptions", "mine"], subscriptions),
        on_press(deps, MY_SUBSCRIPTIONS, press_overview),
        on_press(deps, REMOVE_LIST, for_administrators(press_remove_list)),
        on_press(deps, ONE, for_administrators(press_one)),
    ]
