"""/broadcast: from what an editor writes to a preview that may be sent."""

from telegram import ForceReply, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.chat.asking import Asked
from bot.chat.newsroom import controls
from bot.chat.newsroom.access import editor_of
from bot.chat.newsroom.content import complaint, content_of
from bot.domain.broadcast import Broadcast, BroadcastState, Change, Content
from bot.domain.delivery import BroadcastId
from bot.domain.interest import read_key
from bot.services import audience, broadcast, questions
from bot.services.audience import Audience
from bot.services.questions import Asks, Question
from bot.telegram.parsing import parse
from bot.texts.markup import Html
from bot.texts.messages import newsroom as words


async def begin(asked: Asked) -> None:
    """/broadcast, with a text, below a photo, in reply to a message, or alone, which asks for one."""
    message = asked.message
    if message is None:
        return
    source: Message | None = message
    if not asked.words and not message.photo:
        source = message.reply_to_message
    if source is None:
        await ask(asked, words.ask_message(asked.texts), Question(Asks.MESSAGE))
        return
    await take_message(asked, source)


async def take_message(asked: Asked, message: Message) -> None:
    """Make a draft of what was written, and show it."""
    content = content_of(message)
    if (wrong := complaint(asked.texts, content)) or content is None:
        await ask(asked, wrong or words.unsupported_message(asked.texts), Question(Asks.MESSAGE))
        return
    await close_question(asked)
    made = await broadcast.draft(asked.deps, editor_of(asked), content)
    await show_preview(asked, made)


async def take_rewriting(asked: Asked, message: Message, id_: BroadcastId) -> None:
    """Replace what a draft says, and show it."""
    content = content_of(message)
    if (wrong := complaint(asked.texts, content)) or content is None:
        await ask(asked, wrong or words.unsupported_message(asked.texts), Question(Asks.REWRITING, id_))
        return
    await close_question(asked)
    rewritten = await broadcast.rewrite(asked.deps, editor_of(asked), id_, content)
    if rewritten is None:
        await asked.say(Html(words.not_now(asked.texts)))
        return
    await show_preview(asked, rewritten)


async def show_preview(asked: Asked, made: Broadcast) -> None:
    """The copy that readers get, and below it what may be done with it."""
    await send_copy(asked, made.content)
    await show_controls(asked, made)


async def send_copy(asked: Asked, content: Content) -> None:
    """Exactly what readers get."""
    place = asked.place
    if content.photo:
        await asked.bot.send_photo(
            place.telegram_id,
            content.photo,
            caption=content.html or None,
            parse_mode=ParseMode.HTML,
            message_thread_id=place.thread_id or None,
        )
        return
    await asked.bot.send_message(
        place.telegram_id,
        parse(content.html).html,
        parse_mode=ParseMode.HTML,
        message_thread_id=place.thread_id or None,
    )


async def rewrite(asked: Asked) -> None:
    """Ask for another text."""
    if (found := await pressed_draft(asked)) is not None:
        await ask(asked, words.ask_message(asked.texts), Question(Asks.REWRITING, found.id))


async def test(asked: Asked) -> None:
    """Send the editor his copy, as a reader gets it."""
    found = await broadcast.find(asked.deps, pressed_id(asked))
    if found is None:
        await tell_too_late(asked)
        return
    await asked.toast(words.tried(asked.texts))
    await send_copy(asked, found.content)
    await broadcast.note(asked.deps, editor_of(asked), found.id, "test")


async def cancel(asked: Asked) -> None:
    """Give a draft, or a broadcast that waits for its hour, up."""
    id_ = pressed_id(asked)
    found = await broadcast.find(asked.deps, id_)
    if found is None or found.state not in {BroadcastState.DRAFT, BroadcastState.SCHEDULED}:
        await tell_too_late(asked)
        return
    await close_question(asked)
    if await broadcast.change(asked.deps, editor_of(asked), id_, Change.STOP) is None:
        await tell_too_late(asked)
        return
    await asked.show(words.cancelled(asked.texts, str(id_)))


async def drop_question(asked: Asked) -> None:
    """What was asked need not be answered."""
    await close_question(asked)
    await asked.show(words.not_asked(asked.texts))


async def ask(asked: Asked, html: Html, question: Question) -> None:
    """Ask for a message. In a group the bot hears only replies to it, so there one is asked for."""
    keyboard = controls.no_question(asked.texts) if asked.is_private else ForceReply(selective=True)
    await asked.say(html, keyboard, reply=not asked.is_private)
    await questions.ask(asked.deps, asked.place, editor_of(asked), question)


async def close_question(asked: Asked) -> None:
    """Wait for no answer any more."""
    await questions.close(asked.deps, asked.place, editor_of(asked))


async def tell_too_late(asked: Asked) -> None:
    """A button, or an answer, that means nothing any more."""
    said = words.not_now(asked.texts)
    await (asked.toast(said) if asked.query is not None else asked.say(Html(said)))


async def show_controls(asked: Asked, made: Broadcast) -> None:
    """What may be done with a draft: in place of the buttons that were pressed, else below its copy."""
    whom = await audience.count_audience(asked.deps, made.audience)
    version = await broadcast.version(asked.deps, made.id)
    keyboard = controls.preview(asked.texts, made, version=version, chats=whom.chats)
    html = _described(asked, made, whom)
    if asked.query is not None:
        await asked.show(html, keyboard)
        return
    said = await asked.say(html, keyboard)
    await retire_controls(asked, made.id)
    await broadcast.remember(asked.deps, made.id, controls=[said.chat_id, said.message_id])


def _described(asked: Asked, made: Broadcast, whom: Audience) -> Html:
    t = asked.texts
    interest = None if made.audience is None else read_key(made.audience)
    if not whom.chats:
        return words.nobody(t, interest)
    return words.preview(
        t,
        str(made.id),
        audience=interest,
        count=whom.chats,
        eta=whom.takes,
        per_second=asked.deps.settings.messages_per_second,
        quiet=whom.quiet,
    )


async def retire_controls(asked: Asked, id_: BroadcastId) -> None:
    """Take the buttons of an older preview away: only the newest may send."""
    kept = (await broadcast.recollect(asked.deps, id_)).get("controls")
    if kept is None:
        return
    chat, message = kept
    try:
        await asked.bot.edit_message_reply_markup(chat, message, reply_markup=None)
    except BadRequest:  # deleted by hand, or without buttons already
        return


async def pressed_draft(asked: Asked) -> Broadcast | None:
    """The draft whose button was pressed; told and None when it is one no more."""
    found = await broadcast.find(asked.deps, pressed_id(asked))
    if found is None or found.state is not BroadcastState.DRAFT:
        await tell_too_late(asked)
        return None
    return found


def pressed_id(asked: Asked) -> BroadcastId:
    """The broadcast that a button is about."""
    return BroadcastId(asked.pressed.number(0) or 0)
