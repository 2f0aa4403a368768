"""What is written without a command: a wish, most likely. In private everything gets an answer."""

from dataclasses import replace

from telegram import Message
from telegram.ext import filters
from telegram.ext.filters import MessageFilter

from bot.chat.asking import Asked
from bot.chat.dispatch import Handler, on_message
from bot.chat.following import beside
from bot.chat.keyboards import paired, press, rows
from bot.chat.options import SET
from bot.chat.pickers import choices, picker
from bot.chat.subscriptions import offer
from bot.domain.interest import Interest
from bot.services import account, follow
from bot.services.deps import Deps
from bot.texts.complete import complete
from bot.texts.messages import buttons as labels
from bot.texts.messages import follow as words
from bot.texts.messages import reader
from bot.texts.understand import Understood, understand
from bot.texts.zones import understand_zone

_TALK = 5
"""As many words that mean nothing to us are no keyword any more."""

_MOST_OFFERED = 8
_MOST_IN_GROUP = 4
"""A longer reply to one of our messages in a group is meant for the people there."""


async def wish(asked: Asked) -> None:
    """The name of something, or the beginning of one, or words to look for."""
    understood = understand(asked.words)
    if understood.interest is not None:
        await _known(asked, understood.interest, understood)
    elif understood.suggestions:
        begun = complete(asked.words, asked.texts.language, most=_MOST_OFFERED)
        offered = tuple(dict.fromkeys((*understood.suggestions, *begun)))[:_MOST_OFFERED]
        await offer(asked, replace(understood, suggestions=offered))
    else:
        await _unknown(asked, understood)


async def _known(asked: Asked, interest: Interest, understood: Understood) -> None:
    """Offer what was named: to be followed, and to be read now."""
    t, standing = asked.texts, await account.get_standing(asked.deps, asked.chat)
    if understood.corrected:
        text = words.did_you_mean(t, asked.words, (interest,))
        if standing.follows(interest):
            text = type(text)(f"{text} {words.already_followed(t, interest)}")
    elif standing.follows(interest):
        text = words.already_followed(t, interest)
    else:
        per_day = await follow.expected_per_day(asked.deps, interest)
        text = words.offered(t, interest, per_day=per_day)
    await asked.say(text, beside(t, interest, standing), reply=True)


async def _unknown(asked: Asked, understood: Understood) -> None:
    t = asked.texts
    beginnings = complete(asked.words, t.language)
    if beginnings:
        p = await picker(asked)
        found = paired(p.toggle(one) for one in beginnings)
        await asked.say(words.found_for(t, asked.words), rows(*found), reply=True)
    elif (zone := understand_zone(asked.words)) is not None:
        p = await picker(asked)
        here = press(labels.time_zone_is(t, zone), SET, "z", zone)
        text = words.not_understood(t, asked.words)
        by_words = [p.toggle(understood.keyword)] if understood.keyword else []
        await asked.say(text, rows((here,), by_words, *choices(p)[:1]), reply=True)
    elif understood.keyword is not None and len(asked.words.split()) < _TALK:
        await offer(asked, understood)
    else:
        await asked.say(reader.unknown_text(t), rows(*choices(await picker(asked))))


async def in_group(asked: Asked) -> None:
    """A reply to us in a group: answered if it names something, else it is talk among people."""
    if len(asked.words.split()) > _MOST_IN_GROUP:
        return
    understood = understand(asked.words)
    if understood.interest is not None and not understood.corrected:
        await _known(asked, understood.interest, understood)


async def unknown_command(asked: Asked) -> None:
    """A command that is none of ours."""
    await asked.say(reader.unknown_command(asked.texts, asked.command))


async def unsupported(asked: Asked) -> None:
    """A sticker, a voice message, a location: said, so that nobody waits for an answer."""
    await asked.say(reader.unsupported(asked.texts), rows(*choices(await picker(asked))))


class _RepliesToBot(MessageFilter):
    def filter(self, message: Message) -> bool:
        replied = message.reply_to_message
        author = replied.from_user if replied else None
        return author is not None and author.id == message.get_bot().id


def handlers(deps: Deps) -> list[Handler]:
    """What no other handler took."""
    private = filters.ChatType.PRIVATE
    return [
        on_message(deps, private & filters.COMMAND, unknown_command),
        on_message(deps, private & filters.TEXT, wish),
        on_message(deps, private & ~filters.StatusUpdate.ALL, unsupported),
        on_message(
            deps, filters.ChatType.GROUPS & filters.TEXT & ~filters.COMMAND & _RepliesToBot(), in_group
        ),
    ]
