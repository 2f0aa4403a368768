"""/start, its links, /help, /stop, and the way back."""

import pytest

from bot.domain.chat import ChatState


async def test_the_first_start_greets_by_name_and_leads_to_the_lists(talk_on_each):
    talk = talk_on_each
    hello = await talk.say("/start")
    assert hello.text.startswith("Hello, Ana! I send short news briefs")
    assert talk.labels(hello) == ["Topics", "Countries", "🗞 Everything", "Show me one first"]


async def test_a_link_offers_what_it_names_and_two_taps_lead_to_a_brief_and_to_following(talk):
    await talk.publish_days_ago(1)
    await talk.publish("Bridge opens", countries=["GE"])
    await talk.publish("Tunnel opens", countries=["GE"])
    hello = await talk.say("/start c-GE")
    assert "You came for 🇬🇪 Georgia. Follow it?" in hello.text
    await talk.press(hello, "Show me one first")
    brief = await talk.phone.wait_for(talk.ana, "Tunnel opens")
    assert brief.id != hello.id
    answer = await talk.press(hello, "Follow")
    assert answer.text == "Following: Georgia. That is about 2 briefs a day."
    how_often = await talk.phone.wait_for(talk.ana, "How often should briefs come?")
    assert how_often.text.startswith("Following Georgia 🇬🇪.")
    assert "✓ 🇬🇪 Georgia" in talk.labels(hello)
    assert await talk.follows() == ["*/GE"]


async def test_nobody_is_asked_how_often_at_the_second_subscription(talk):
    await talk.press(await talk.say("/start c-GE"), "Follow")
    hello = await talk.say("/start t-energy")
    await talk.press(hello, "Follow")
    assert await talk.follows() == ["*/GE", "20000256/*"]
    assert talk.after(hello) == []


async def test_start_again_is_a_menu_and_not_the_pitch(talk):
    await talk.say("/start")
    assert "You follow nothing yet" in (await talk.say("/start")).text
    await talk.say("/subscribe georgia")
    again = await talk.say("/start")
    assert again.text == "Welcome back. You follow one thing."
    assert "My subscriptions" in talk.labels(again)


@pytest.mark.parametrize("payload", ["nonsense", "c-XX", "s-999", "t-nothing", "c-GE-utm"])
async def test_a_link_that_means_nothing_gets_the_normal_welcome(talk, payload):
    hello = await talk.say(f"/start {payload}")
    assert "What would you like to follow?" in hello.text


async def test_a_link_to_a_story_shows_it_before_the_welcome(talk):
    story = await talk.publish("Tunnel opens")
    brief = await talk.say(f"/start s-{story}")
    assert brief.text.startswith("Tunnel opens")
    await talk.phone.wait_for(talk.ana, "Hello, Ana!")
    assert (await talk.say(f"/start s-{story}")).text.startswith("Tunnel opens")


async def test_a_link_for_somebody_we_know_offers_it_without_the_pitch(talk):
    await talk.publish_days_ago(3)
    await talk.say("/start")
    offer = await talk.say("/start t-energy-c-GE")
    assert offer.text == "Energy in Georgia 🇬🇪\nThat is less than one brief a day."
    assert talk.labels(offer)[0] == "Follow 🇬🇪 Energy in Georgia"


async def test_stop_pauses_says_how_to_return_and_start_returns(talk):
    await talk.say("/subscribe georgia")
    paused = await talk.say("/stop")
    assert paused.text == "Paused. No more briefs until you send /start. What you follow is kept."
    chat = await talk.chat()
    assert chat.state is ChatState.PAUSED
    assert (await talk.say("/start")).text.startswith("Welcome back. Briefs come again")
    chat = await talk.chat()
    assert chat.state is ChatState.ACTIVE
    assert await talk.follows() == ["*/GE"]


async def test_a_button_resumes_what_stop_paused(talk):
    paused = await talk.say("/stop")
    settings = await talk.turn(paused, "Resume briefs")
    assert "Briefs are paused" not in settings.text
    assert (await talk.chat()).state is ChatState.ACTIVE


async def test_help_names_every_command_that_a_reader_has(talk):
    page = await talk.say("/help")
    for command in (
        "latest",
        "subscribe",
        "unsubscribe",
        "subscriptions",
        "search",
        "settings",
        "privacy",
        "forget",
    ):
        assert f"/{command}" in page.text
    assert "/broadcast" not in page.text


async def test_a_name_of_html_is_only_a_name(talk):
    eve = talk.phone.add_user("<b>Eve</b> &amp; \u202e")
    assert (await talk.say("/start", by=eve)).text.startswith("Hello, <b>Eve</b> &amp;!")
