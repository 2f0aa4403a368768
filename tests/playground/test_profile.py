"""What the bot says of itself, by scope and language."""


async def test_commands_by_scope_and_language(call, phone, playground):
    ana = phone.add_user("Ana", language_code="az")
    chat = phone.chat_of(ana)
    general = [{"command": "help", "description": "Help"}]
    private = [{"command": "latest", "description": "Latest"}]
    azeri = [{"command": "latest", "description": "Son xəbərlər"}]
    own = [{"command": "broadcast", "description": "Broadcast"}]
    profile = playground.telegram.state.profile
    await call("setMyCommands", commands=general)
    assert profile.commands_for(ana, chat) == general
    await call("setMyCommands", commands=private, scope={"type": "all_private_chats"})
    await call("setMyCommands", commands=azeri, scope={"type": "all_private_chats"}, language_code="az")
    assert profile.commands_for(ana, chat) == azeri
    assert profile.commands_for(phone.add_user("Bela"), chat) == private
    await call("setMyCommands", commands=own, scope={"type": "chat", "chat_id": ana.id})
    assert profile.commands_for(ana, chat) == own
    await call("deleteMyCommands", scope={"type": "chat", "chat_id": ana.id})
    assert (
        await call("getMyCommands", scope={"type": "all_private_chats"}, language_code="az")
    ).result == azeri


async def test_commands_that_are_refused(call):
    bad = await call("setMyCommands", commands=[{"command": "Größe", "description": "x"}])
    many = await call("setMyCommands", commands=[{"command": "x", "description": "x"}] * 101)
    assert (bad.error, many.error) == (
        "Bad Request: BOT_COMMAND_INVALID",
        "Bad Request: too many bot commands specified",
    )


async def test_names_and_descriptions_fall_back_to_everybodys(call):
    await call("setMyDescription", description="News")
    await call("setMyDescription", description="Xəbərlər", language_code="az")
    await call("setMyShortDescription", short_description="Short")
    assert (await call("getMyDescription", language_code="az")).result == {"description": "Xəbərlər"}
    assert (await call("getMyDescription", language_code="tr")).result == {"description": "News"}
    assert (await call("getMyShortDescription")).result == {"short_description": "Short"}
    assert (await call("getMyName")).result == {"name": "Newsbot"}
    assert (await call("setMyName", name="Briefs")).result is True
    assert (await call("getMyName")).result == {"name": "Briefs"}


async def test_the_menu_button(call, ana):
    assert (await call("getChatMenuButton")).result == {"type": "commands"}
    assert (await call("setChatMenuButton", chat_id=ana.id, menu_button={"type": "default"})).result is True
    assert (await call("getChatMenuButton", chat_id=ana.id)).result == {"type": "default"}
