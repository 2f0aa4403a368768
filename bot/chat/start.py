"""/start, /help, /stop: hello, again hello, and not now."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import buttons, stories
from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, for_administrators, on_command
from bot.chat.following import LATEST_BELOW, MY_SUBSCRIPTIONS
from bot.chat.keyboards import link, paired, press, rows
from bot.chat.latest import SHOW_ONE
from bot.chat.links import read_link
from bot.chat.members import CHOOSE_CHANNEL
from bot.chat.options import OPEN, RESUME
from bot.chat.pickers import Picker, choices, picker, root
from bot.chat.subscriptions import overview
from bot.chat.toggles import Style
from bot.domain.article import StoryId
from bot.domain.chat import ChatState
from bot.domain.interest import EVERYTHING, Interest
from bot.services import follow, read
from bot.services.deps import Deps
from bot.texts.messages import buttons as labels
from bot.texts.messages import follow as follow_words
from bot.texts.messages import reader as words


async def start(asked: Asked) -> None:
    """/start, with what a link named."""
    named = read_link(asked.words)
    if not asked.is_private:
        await _start_in_group(asked, named.interest)
        return
    was_paused = asked.chat.state is ChatState.PAUSED
    if was_paused:
        await follow.resume(asked.deps, asked.chat)
    if named.story is not None and await _showed(asked, named.story) and not asked.is_new:
        return
    if asked.is_new:
        await _welcome(asked, named.interest)
    elif named.interest is not None:
        await _offer(asked, named.interest)
    else:
        await _welcome_back(asked, was_paused=was_paused)


async def _showed(asked: Asked, id_: StoryId) -> bool:
    story = await read.get_story(asked.deps, id_)
    if story is not None:
        await asked.say(*await stories.page(asked, story))
    return story is not None


async def _welcome(asked: Asked, interest: Interest | None) -> None:
    """The first thing of all that a reader hears."""
    p, name = await picker(asked), asked.user.first_name if asked.user else ""
    if interest is None:
        await asked.say(words.welcome(p.t, name), rows(*choices(p), _show_one(p, EVERYTHING)))
    else:
        first = (p.toggle(interest, Style.VERB),)
        keyboard = rows(first, _show_one(p, interest), choices(p)[0])
        await asked.say(words.welcome_to(p.t, interest, name), keyboard)


def _show_one(p: Picker, interest: Interest) -> tuple[InlineKeyboardButton, ...]:
    return (press(labels.show_one(p.t), SHOW_ONE, buttons.what(interest)),)


async def _offer(asked: Asked, interest: Interest) -> None:
    """A link that names something, followed by somebody whom we know."""
    p = await picker(asked)
    per_day = await follow.expected_per_day(asked.deps, interest)
    keyboard = rows((p.toggle(interest, Style.VERB),), _show_one(p, interest))
    await asked.say(follow_words.offered(p.t, interest, per_day=per_day), keyboard)


async def _welcome_back(asked: Asked, *, was_paused: bool) -> None:
    p = await picker(asked)
    following = len(p.standing.following)
    text = words.resumed(p.t) if was_paused else words.welcome_back(p.t, following=following)
    await asked.say(text, menu(p) if following else rows(*choices(p), _show_one(p, EVERYTHING)))


def menu(p: Picker) -> InlineKeyboardMarkup | None:
    """Where a reader can go from here."""
    return rows(
        *paired(
            [
                press(labels.latest(p.t), LATEST_BELOW, buttons.what(EVERYTHING)),
                press(labels.my_subscriptions(p.t), MY_SUBSCRIPTIONS, 0),
            ]
        ),
        *choices(p)[:1],
        (press(labels.settings(p.t), OPEN), press(labels.choose_channel(p.t), CHOOSE_CHANNEL)),
    )


async def _start_in_group(asked: Asked, interest: Interest | None) -> None:
    """By a link that put us into a group: what it names is offered, else what there is to choose."""
    p = await picker(asked)
    if interest is not None:
        await _offer(asked, interest)
    elif p.standing.following:
        await asked.say(*overview(p, 0, paused=asked.chat.state is ChatState.PAUSED))
    else:
        await asked.say(*root(p))


async def help_(asked: Asked) -> None:
    """/help."""
    editor = asked.is_private and asked.user is not None and asked.user.id in asked.deps.settings.admins
    text = words.help_page(asked.texts, editor=editor)
    if asked.is_private:
        await asked.say(text, menu(await picker(asked)))
    else:
        opens = link(labels.open_bot(asked.texts), f"https://t.me/{asked.bot.username}?start=group")
        await asked.say(text, rows((opens,)))


async def stop(asked: Asked) -> None:
    """/stop: no briefs until they are wanted again."""
    await follow.pause(asked.deps, asked.chat)
    await asked.say(words.paused(asked.texts), rows((press(labels.resume_briefs(asked.texts), RESUME),)))


def handlers(deps: Deps) -> list[Handler]:
    return [
        on_command(deps, "start", start),
        on_command(deps, "help", help_),
        on_command(deps, "stop", for_administrators(stop)),
    ]
