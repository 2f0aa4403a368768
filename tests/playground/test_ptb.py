"""python-telegram-bot 22.8 as it is: its Application starts, polls, handles and stops against the local Telegram."""

import asyncio

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
)

from bot.playground.pictures import landscape
from bot.playground.telegram.faults import Fault, Kind


def builder(playground):
    return (
        ApplicationBuilder()
        .token(playground.token)
        .base_url(playground.bot_url)
        .base_file_url(playground.file_url)
    )


@pytest.fixture
async def application(playground):
    """A small bot: it greets, follows at a press, and notes who blocked it."""
    made = builder(playground).build()
    made.bot_data["blocked"] = asyncio.Event()

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Follow Georgia", callback_data="f:GE")]])
        assert update.message
        await update.message.reply_html(
            f"Hi. You came for <b>{(context.args or [''])[0]}</b>", reply_markup=buttons
        )

    async def follow(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer("Following Georgia")
        await update.callback_query.edit_message_text("You follow Georgia.")

    async def changed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.my_chat_member
        assert update.my_chat_member.new_chat_member.status == "kicked"
        context.bot_data["blocked"].set()

    made.add_handler(CommandHandler("start", start))
    made.add_handler(CallbackQueryHandler(follow))
    made.add_handler(ChatMemberHandler(changed))
    async with made:
        await made.start()
        assert made.updater
        await made.updater.start_polling()
        yield made
        await made.updater.stop()
        await made.stop()


async def test_an_application_polls_answers_commands_and_presses_and_stops(application, phone):
    bela = phone.add_user("Bela")
    phone.start(bela, "c-GE")
    greeting = await phone.wait_for(bela, "Hi. You came for c-GE")
    press = phone.press(bela, greeting, "Follow Georgia")
    assert (await phone.answer_to(press)).text == "Following Georgia"
    assert (await phone.wait_for(bela, "You follow Georgia.")).id == greeting.id
    phone.block(bela)
    await asyncio.wait_for(application.bot_data["blocked"].wait(), 5)
    assert phone.transcript(bela) == "Bela: /start c-GE\nNewsbot (edited): You follow Georgia."


async def test_stopping_leaves_no_poll_and_no_conflict_behind(playground, phone):
    made = builder(playground).build()
    async with made:
        await made.start()
        assert made.updater
        await made.updater.start_polling()
        await playground.telegram.state.updates.until_polled()
        await made.updater.stop()
        await made.stop()
    assert playground.telegram.counters.refused == {}


async def test_every_call_that_the_library_makes_for_us_is_within_the_facts(bot, phone, ana, playground):
    markup = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Go", callback_data="x"),
                InlineKeyboardButton("Read", url="http://127.0.0.1:8000/a"),
            ]
        ]
    )
    sent = await bot.send_message(
        ana.id,
        '<b>x</b> <tg-time unix="1795000000" format="r">now</tg-time>',
        parse_mode="HTML",
        reply_markup=markup,
        link_preview_options=LinkPreviewOptions(url="http://127.0.0.1:8000/a", prefer_large_media=True),
        reply_parameters=ReplyParameters(1, allow_sending_without_reply=True),
        disable_notification=True,
        allow_paid_broadcast=True,
    )
    assert sent.text_html == '<b>x</b> <tg-time unix="1795000000" format="r">now</tg-time>'
    picture = await bot.send_photo(ana.id, landscape("x"), caption="Hills")
    await bot.send_photo(ana.id, picture.photo[-1].file_id)
    await (await bot.get_file(picture.photo[-1].file_id)).download_as_bytearray()
    await bot.edit_message_caption(ana.id, picture.message_id, caption="Higher hills")
    await bot.edit_message_text("y", ana.id, sent.message_id, reply_markup=markup)
    await bot.edit_message_reply_markup(ana.id, sent.message_id)
    copied = await bot.copy_message(ana.id, ana.id, sent.message_id)
    await bot.copy_messages(ana.id, ana.id, [sent.message_id, picture.message_id])
    await bot.forward_message(ana.id, ana.id, sent.message_id)
    await bot.pin_chat_message(ana.id, sent.message_id)
    await bot.unpin_chat_message(ana.id, sent.message_id)
    await bot.unpin_all_chat_messages(ana.id)
    await bot.delete_message(ana.id, copied.message_id)
    await bot.delete_messages(ana.id, [sent.message_id, 5000])
    await bot.send_chat_action(ana.id, "typing")
    await bot.get_chat(ana.id)
    await bot.get_chat_member(ana.id, ana.id)
    await bot.get_chat_member_count(ana.id)
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("latest", "The latest")], scope=scope, language_code="en")
    assert (await bot.get_my_commands(scope, "en"))[0].command == "latest"
    await bot.delete_my_commands(scope, "en")
    await bot.set_my_name("Briefs")
    await bot.set_my_description("About", language_code="tr")
    await bot.set_my_short_description("Short")
    await bot.get_my_name()
    await bot.get_my_description()
    await bot.get_my_short_description()
    await bot.set_chat_menu_button(ana.id)
    await bot.get_chat_menu_button(ana.id)
    await bot.set_webhook("http://127.0.0.1:9/x", secret_token="abc")
    await bot.get_webhook_info()
    await bot.delete_webhook()
    await bot.get_updates(timeout=0)
    assert playground.telegram.violations == []


@pytest.fixture
def new_waits(monkeypatch):
    """The library's waits as it will give them; the old way is a warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(kind=Kind.TOO_MANY, seconds=5), RetryAfter),
        (Fault(kind=Kind.BLOCKED), Forbidden),
        (Fault(kind=Kind.MIGRATED, migrate_to=-1005), ChatMigrated),
        (Fault(kind=Kind.ERROR, status=502, description="Bad Gateway"), NetworkError),
        (Fault(kind=Kind.ERROR, status=400, description="Bad Request: chat not found"), BadRequest),
        (Fault(kind=Kind.DROP), NetworkError),
        (Fault(kind=Kind.HANG, taken=True), TimedOut),
    ],
)
@pytest.mark.usefixtures("new_waits")
async def test_each_refusal_arrives_as_the_librarys_own_error(bot, ana, playground, fault, error):
    playground.telegram.faults.add(fault)
    with pytest.raises(error):
        await bot.send_message(ana.id, "x", read_timeout=0.05)


async def test_a_wrong_token_is_known_as_one(playground):
    made = Bot("1:wrong", base_url=playground.bot_url)
    with pytest.raises(InvalidToken):
        await made.initialize()
    await made.shutdown()


async def test_a_second_poller_is_a_conflict(bot, call, playground):
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await playground.telegram.state.updates.until_polled()
    await call("getUpdates")
    with pytest.raises(Conflict):
        await first
