"""Groups, supergroups and the topics of forums: each follows for itself, and administrators decide."""

import pytest

from bot.domain.chat import ChatState
from bot.playground.telegram.shapes import chat_json, message_json
from bot.playground.telegram.text.formatted import Formatted
from tests.chat.conftest import delivering


@pytest.fixture
async def group(talk):
    """A group of Ana, who owns it, and Bela."""
    bela = talk.phone.add_user("Bela")
    made = talk.phone.add_supergroup("Readers", talk.ana, bela)
    await talk.phone.wait_for(made, "Hello! I bring news briefs here")
    return made, bela


async def test_only_administrators_change_what_a_group_follows(talk, group):
    chat, bela = group
    refusal = await talk.say("/subscribe georgia", by=bela, chat=chat)
    assert refusal.text == "Only the administrators of this chat can change what it follows."
    assert await talk.follows(chat.id) == []
    assert (await talk.say("/subscribe georgia", chat=chat)).text.startswith("Following Georgia")
    assert await talk.follows(chat.id) == ["*/GE"]
    assert await talk.chat() is None  # Ana herself follows nothing, and is not known


async def test_a_member_who_presses_an_administrators_button_is_told(talk, group):
    chat, bela = group
    picker = await talk.say("/subscribe", chat=chat)
    answer = await talk.press(picker, "🗞 Everything", by=bela)
    assert answer.alert
    assert "Only the administrators" in answer.text
    assert await talk.follows(chat.id) == []
    await talk.press(picker, "🗞 Everything")
    assert await talk.follows(chat.id) == ["*/*"]


@pytest.mark.parametrize("command", ["/latest", "/search tunnel", "/subscriptions", "/help", "/latest@{bot}"])
async def test_every_member_may_read(talk, group, command):
    chat, bela = group
    await talk.publish("Tunnel opens")
    answer = await talk.say(command.format(bot=talk.phone.world.bot.username), by=bela, chat=chat)
    assert "Only the administrators" not in answer.text


async def test_what_is_for_another_bot_or_is_talk_gets_no_answer(talk, group):
    chat, bela = group
    talk.phone.say(bela, "/latest@otherbot", chat=chat)
    talk.phone.say(bela, "/nonsense", chat=chat)
    hello = talk.phone.messages(chat)[0]
    talk.phone.say(bela, "what a strange bot you are", chat=chat, reply_to=hello.id)
    answer = await talk.say("/help", by=bela, chat=chat)
    assert talk.phone.messages(chat)[-2].sender_id == bela.id
    assert answer.text.startswith("What I can do")


async def test_a_reply_to_the_bot_that_names_something_is_answered(talk, group):
    chat, bela = group
    help_page = await talk.say("/help", by=bela, chat=chat)
    answer = await talk.say("georgia", by=bela, chat=chat, reply_to=help_page.id)
    assert answer.text.startswith("Georgia 🇬🇪")


async def test_each_topic_of_a_forum_follows_for_itself_and_gets_its_own(talk_on_each):
    talk = talk_on_each
    forum = talk.phone.add_supergroup("Forum", talk.ana, forum=True)
    await talk.phone.wait_for(forum, "Hello!")
    sport = talk.phone.add_topic(forum, "Sport", by=talk.ana)
    energy = talk.phone.add_topic(forum, "Energy", by=talk.ana)
    answer = await talk.say("/subscribe football", chat=forum, thread_id=sport.id)
    assert answer.thread_id == sport.id
    picker = await talk.say("/subscribe", chat=forum, thread_id=energy.id)
    assert picker.thread_id == energy.id
    await talk.press(picker, "🗞 Everything")
    assert await talk.follows(forum.id, sport.id) == ["20001065/*"]
    assert await talk.follows(forum.id, energy.id) == ["*/*"]
    assert await talk.follows(forum.id) == []
    async with delivering(talk.world):
        await talk.push("Cup final", topics=["20001065"])
        await talk.until(
            lambda: sum("Cup final" in one.text for one in talk.phone.messages(forum)) == 2,
            "a brief in each topic",
        )
    told = {m.thread_id for m in talk.phone.messages(forum) if "Cup final" in m.text}
    assert told == {sport.id, energy.id}


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_follows(talk):
    group = talk.phone.add_group("Readers", talk.ana)
    await talk.phone.wait_for(group, "Hello!")
    await talk.say("/subscribe georgia", chat=group)
    supergroup = talk.phone.migrate(group, by=talk.ana)
    answer = await talk.say("/subscriptions", chat=supergroup)
    assert "Georgia" in answer.text
    assert await talk.follows(supergroup.id) == ["*/GE"]
    assert await talk.chat(group.id) is None


async def test_removed_from_a_group_the_bot_owes_it_nothing_and_added_again_it_goes_on(talk, group):
    chat, _ = group
    await talk.say("/subscribe georgia", chat=chat)
    talk.phone.kick_bot(chat, by=talk.ana)
    await talk.say("/help")
    assert (await talk.chat(chat.id)).state is ChatState.GONE
    talk.phone.add_bot(chat, by=talk.ana)
    await talk.phone.wait_for(chat, "Hello!")
    assert (await talk.chat(chat.id)).state is ChatState.ACTIVE
    assert await talk.follows(chat.id) == ["*/GE"]


async def test_a_link_adds_the_bot_to_a_group_with_something_in_hand(talk, group):
    chat, _ = group
    offer = await talk.say(f"/start@{talk.phone.world.bot.username} c-GE", chat=chat)
    await talk.press(offer, "Follow 🇬🇪 Georgia")
    assert await talk.follows(chat.id) == ["*/GE"]


async def test_the_settings_of_a_group_are_its_administrators_affair(talk, group):
    chat, bela = group
    assert "Only the administrators" in (await talk.say("/settings", by=bela, chat=chat)).text
    page = await talk.say("/settings", chat=chat)
    question = await talk.turn(page, "Language")
    assert (await talk.press(question, "Русский", by=bela)).alert
    await talk.press(question, "Русский")
    assert (await talk.chat(chat.id)).preferences.language == "ru"


async def test_who_blocks_the_bot_is_left_in_peace_and_comes_back_to_what_he_followed(talk):
    await talk.say("/subscribe georgia")
    talk.phone.block(talk.ana)
    bela = talk.phone.add_user("Bela")
    await talk.say("/help", by=bela)
    assert (await talk.chat()).state is ChatState.GONE
    talk.phone.unblock(talk.ana)
    await talk.say("/help", by=bela)
    assert (await talk.chat()).state is ChatState.ACTIVE
    assert await talk.follows() == ["*/GE"]


async def test_who_paused_and_then_blocked_the_bot_finds_it_paused(talk):
    await talk.say("/subscribe georgia")
    await talk.say("/stop")
    talk.phone.block(talk.ana)
    talk.phone.unblock(talk.ana)
    await talk.say("/help", by=talk.phone.add_user("Bela"))
    assert (await talk.chat()).state is ChatState.PAUSED


async def test_an_anonymous_administrator_is_one(talk, group):
    chat, _ = group
    said = talk.phone.world.post(chat, talk.ana.id, body=Formatted("/subscribe georgia", ()))
    payload = message_json(talk.phone.world, said) | {
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
        "sender_chat": chat_json(talk.phone.world, chat),
        "entities": [{"type": "bot_command", "offset": 0, "length": 10}],
    }
    talk.world.telegram.add_update("message", payload, chat.id)
    await talk.progress.until("message", chat.id, said.id)
    assert await talk.follows(chat.id) == ["*/GE"]


async def test_the_posts_of_a_linked_channel_are_no_commands_of_the_group(talk, group):
    chat, _ = group
    said = talk.phone.world.post(chat, talk.ana.id, body=Formatted("/subscribe georgia", ()))
    payload = message_json(talk.phone.world, said) | {
        "is_automatic_forward": True,
        "entities": [{"type": "bot_command", "offset": 0, "length": 10}],
    }
    talk.world.telegram.add_update("message", payload, chat.id)
    await talk.progress.until("message", chat.id, said.id)
    assert await talk.follows(chat.id) == []


async def test_a_group_where_the_bot_may_not_write_is_told_to_who_added_it(talk):
    await talk.say("/start")
    talk.phone.add_supergroup("Quiet", talk.ana, bot="restricted")
    assert (await talk.phone.wait_for(talk.ana, "I may not post in Quiet.")).text
