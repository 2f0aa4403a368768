"""What Telegram shows of the bot: in each language, and set only where it differs."""

from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.chat.profile import introduce
from bot.telegram.transport import LibraryRequest, open_session
from tests.world import with_settings


async def test_commands_and_descriptions_are_set_in_every_language_and_once_only(readers):
    editor = readers.phone.add_user("Edith")
    readers.phone.start(editor)
    deps = with_settings(readers.deps, admins=frozenset({editor.id, 404}))  # the other never wrote to the bot
    async with open_session() as session:
        bot = Bot(
            readers.playground.token,
            base_url=readers.playground.bot_url,
            request=LibraryRequest(session),
            get_updates_request=LibraryRequest(session),
        )
        async with bot:
            await introduce(deps, bot)
            first = readers.telegram.counters.calls["setMyCommands"]
            await introduce(deps, bot)
            assert readers.telegram.counters.calls["setMyCommands"] - first <= 5  # what failed is tried again
            everyone = await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "az")
            group = await bot.get_my_commands(BotCommandScopeAllGroupChats(), "ru")
            editors = await bot.get_my_commands(BotCommandScopeChat(editor.id), "tr")
            unknown = await bot.get_my_commands(BotCommandScopeAllPrivateChats())
            about = [
                (await bot.get_my_short_description(code)).short_description
                for code in ("", "az", "ru", "tr")
            ]
    assert [one.command for one in everyone][:2] == ["latest", "subscribe"]
    assert everyone[0].description == "Son xəbərlər"
    assert [one.command for one in group][-1] == "help"
    assert "broadcast" in [one.command for one in editors]
    assert unknown[0].description == "The latest stories"
    assert len(set(about)) == 4


async def test_the_bot_introduces_itself_when_it_starts(talk):
    await talk.say("/start")
    await talk.until(
        lambda: talk.world.telegram.counters.calls["setMyShortDescription"] >= 4, "its descriptions"
    )
    assert talk.world.telegram.violations == []
