"""Channels: chosen by a button, managed from the private chat, or by posts in the channel itself."""

from bot.domain.chat import ChatState
from tests.chat.conftest import delivering


def chosen(talk, channel):
    """Ana picks a channel in the list that Telegram shows for our button."""
    talk.phone._service(
        talk.phone.chat_of(talk.ana), talk.ana, {"chat_shared": {"request_id": 1, "chat_id": channel.id}}
    )


async def test_whoever_adds_the_bot_to_a_channel_chooses_in_private_what_it_follows(talk_on_each):
    talk = talk_on_each
    await talk.say("/start")
    channel = talk.phone.add_channel("Caspian <Briefs>", talk.ana)
    offer = await talk.phone.wait_for(talk.ana, "I can now post in Caspian <Briefs>.")
    countries = await talk.turn(offer, "Countries")
    await talk.press(countries, "🇬🇪 Georgia")
    assert await talk.follows(channel.id) == ["*/GE"]
    assert await talk.follows() == []
    await talk.until(lambda: "✓ 🇬🇪 Georgia" in talk.labels(countries), "a tick")
    back = await talk.turn(countries, "‹ Back")
    assert "Caspian <Briefs>" in back.text
    async with delivering(talk.world):
        await talk.push("Tunnel opens", countries=["GE"])
        brief = await talk.phone.wait_for(channel, "Tunnel opens")
    assert talk.labels(brief) == ["Read at Caspian Post", "More"]


async def test_the_settings_of_a_channel_are_chosen_in_private_too(talk):
    await talk.say("/start")
    channel = talk.phone.add_channel("Caspian", talk.ana)
    offer = await talk.phone.wait_for(talk.ana, "I can now post in Caspian.")
    page = await talk.turn(offer, "Settings")
    question = await talk.turn(page, "Language")
    await talk.turn(question, "Türkçe")
    chat, mine = await talk.chat(channel.id), await talk.chat()
    assert (chat.preferences.language, mine.preferences.language) == ("tr", "en")
    zones = await talk.turn(talk.current(page), "Time zone")
    assert "Another city …" not in talk.labels(zones)


async def test_a_bot_that_may_not_post_says_so_to_who_can_mend_it(talk):
    await talk.say("/start")
    talk.phone.add_channel("Caspian", talk.ana, bot="member")
    told = await talk.phone.wait_for(talk.ana, "I may not post in Caspian.")
    assert "administrator" in told.text


async def test_a_button_hands_over_a_channel_that_the_bot_is_in_already(talk):
    channel = talk.phone.add_channel("Caspian", talk.ana)
    await talk.say("/help")
    await talk.say("/forget", chat=channel)
    (question,) = [one for one in talk.phone.messages(channel) if "Erase everything" in one.text]
    await talk.turn(question, "Yes, erase everything")
    menu = await talk.say("/help")
    asked = await talk.turn(menu, "Choose a channel")
    assert "Choose a channel with the button below." in asked.text
    chosen(talk, channel)
    offer = await talk.phone.wait_for(talk.ana, "I can now post in Caspian.")
    await talk.press(offer, "🗞 Everything")
    assert await talk.follows(channel.id) == ["*/*"]


async def test_a_channel_that_is_chosen_and_given_at_once_is_greeted_once(talk):
    await talk.say("/start")
    channel = talk.phone.add_channel("Caspian", talk.ana)
    await talk.phone.wait_for(talk.ana, "I can now post")
    chosen(talk, channel)
    await talk.say("/help")
    greetings = [one for one in talk.phone.messages(talk.ana) if "I can now post" in one.text]
    assert len(greetings) == 1


async def test_only_administrators_of_a_channel_manage_it(talk):
    await talk.say("/start")
    channel = talk.phone.add_channel("Caspian", talk.ana)
    offer = await talk.phone.wait_for(talk.ana, "I can now post in Caspian.")
    talk.phone.join(channel, talk.ana, "member")  # she administers it no more
    answer = await talk.press(offer, "🗞 Everything")
    assert answer.alert
    assert await talk.follows(channel.id) == []
    chosen(talk, channel)
    await talk.say("/help")
    assert await talk.follows(channel.id) == []


async def test_commands_work_as_posts_in_the_channel(talk):
    channel = talk.phone.add_channel("Caspian", talk.ana)
    answer = await talk.say("/subscribe energy in georgia", chat=channel)
    assert answer.text.startswith("Following Energy in Georgia 🇬🇪.")
    assert await talk.follows(channel.id) == ["20000256/GE"]


async def test_the_bot_that_is_removed_from_a_channel_owes_it_nothing(talk):
    channel = talk.phone.add_channel("Caspian", talk.ana)
    await talk.say("/subscribe everything", chat=channel)
    talk.phone.kick_bot(channel, by=talk.ana)
    await talk.say("/help")
    assert (await talk.chat(channel.id)).state is ChatState.GONE
