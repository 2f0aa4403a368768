"""/subscribe, /unsubscribe, /subscriptions by words."""

import pytest

from bot.domain.countries import COUNTRIES
from bot.domain.interest import Interest
from bot.services import follow


@pytest.mark.parametrize(
    ("words", "key", "said"),
    [
        ("georgia", "*/GE", "Following Georgia 🇬🇪."),
        ("energy in Georgia", "20000256/GE", "Following Energy in Georgia 🇬🇪."),
        ("Gürcüstanda neft", "20001243/GE", "Following Oil and gas in Georgia 🇬🇪."),
        ("футбол", "20001065/*", "Following Football ⚽️."),
        ("côte d'ivoire", "*/CI", "Following Côte d’Ivoire 🇨🇮."),
        ("everything", "*/*", "Following Everything 🗞."),
        ('"Baku Port"', '"baku port"', "Following “Baku Port” 🔎."),
    ],
)
async def test_what_is_named_in_any_language_is_followed_and_said_back(talk, words, key, said):
    answer = await talk.say(f"/subscribe {words}")
    assert answer.text.startswith(said)
    assert await talk.follows() == [key]


async def test_a_typing_error_is_forgiven_and_said(talk_on_each):
    talk = talk_on_each
    answer = await talk.say("/subscribe ukrane")
    assert answer.text.startswith("I read “ukrane” as Ukraine 🇺🇦. Following Ukraine 🇺🇦.")
    assert await talk.follows() == ["*/UA"]


async def test_how_much_to_expect_is_told(talk):
    await talk.publish_days_ago(2)
    for number in range(28):
        await talk.publish(f"Story {number}", countries=["GE"])
    assert "That is about 14 briefs a day." in (await talk.say("/subscribe georgia")).text


async def test_nothing_is_promised_before_a_day_of_stories_is_known(talk):
    await talk.publish("Tunnel opens", countries=["GE"])
    assert (await talk.say("/subscribe georgia")).text.startswith("Following Georgia 🇬🇪.\n\nHow often")


async def test_words_that_could_be_several_things_become_buttons(talk):
    answer = await talk.say("/subscribe congo")
    assert answer.text == "“congo”: did you mean one of these?"
    labels = talk.labels(answer)
    assert len(labels) == 3
    assert await talk.follows() == []
    await talk.press(answer, labels[0])
    assert len(await talk.follows()) == 1


async def test_words_that_are_nothing_we_know_are_offered_as_a_keyword(talk):
    answer = await talk.say("/subscribe Strategic Partnership Agreement of Tbilisi")
    assert "I know no topic or country called" in answer.text
    await talk.press(answer, "Follow “")
    assert await talk.follows() == ['"strategic partnership agreement of tbilisi"']
    assert (await talk.standing()).following[0].keyword == "Strategic Partnership Agreement of Tbilisi"
    await talk.until(lambda: talk.labels(answer)[0].startswith("✓"), "a tick")
    await talk.press(answer, "✓")
    assert await talk.follows() == []
    await talk.until(lambda: talk.labels(answer)[0].startswith("Follow “"), "no tick")


async def test_a_keyword_of_one_letter_is_too_short(talk):
    assert "too short" in (await talk.say('/subscribe "a"')).text


async def test_what_is_followed_already_is_said_so(talk):
    await talk.say("/subscribe georgia")
    assert (await talk.say("/subscribe GE")).text == "You already follow Georgia 🇬🇪."


async def test_a_part_of_what_is_followed_is_not_followed_twice(talk):
    await talk.say("/subscribe georgia")
    answer = await talk.say("/subscribe energy in georgia")
    assert answer.text == "Energy in Georgia 🇬🇪 is part of Georgia 🇬🇪, which you follow already."
    await talk.press(answer, "Follow")
    await talk.press(answer, "✕ 🇬🇪 Georgia")
    assert await talk.follows() == ["20000256/GE"]


async def test_more_than_a_chat_can_have_is_refused_plainly(talk, monkeypatch):
    monkeypatch.setattr("bot.services.follow.MAX_SUBSCRIPTIONS", 1)
    await talk.say("/subscribe georgia")
    assert "the most a chat can have" in (await talk.say("/subscribe armenia")).text
    picker = await talk.turn(await talk.say("/subscribe"), "Countries")
    answer = await talk.press(picker, "🇦🇲 Armenia")
    assert answer.alert
    assert await talk.follows() == ["*/GE"]


async def test_unsubscribe_by_words_takes_it_back_and_offers_it_again(talk):
    await talk.say("/subscribe georgia")
    answer = await talk.say("/unsubscribe gurcustan")
    assert answer.text == "No longer following Georgia 🇬🇪."
    assert await talk.follows() == []
    await talk.press(answer, "Follow")
    assert await talk.follows() == ["*/GE"]


async def test_unsubscribe_knows_a_keyword_as_it_was_typed(talk):
    await talk.say('/subscribe "Baku port"')
    assert (await talk.say("/unsubscribe baku PORT")).text == "No longer following “baku PORT” 🔎."
    assert await talk.follows() == []


async def test_unsubscribe_from_what_is_not_followed_shows_what_is(talk):
    await talk.say("/subscribe georgia")
    answer = await talk.say("/unsubscribe armenia")
    assert answer.text.startswith("You do not follow Armenia 🇦🇲.")
    assert talk.labels(answer) == ["✕ 🇬🇪 Georgia"]


async def test_unsubscribe_from_everything_removes_all(talk):
    for what in ("georgia", "football", '"baku port"'):
        await talk.say(f"/subscribe {what}")
    answer = await talk.say("/unsubscribe everything")
    assert answer.text == "No longer following anything: 3 subscriptions removed."
    assert await talk.follows() == []


async def test_unsubscribe_without_words_is_a_list_where_a_tap_removes_and_another_brings_back(talk):
    await talk.say("/subscribe georgia")
    await talk.say("/subscribe football")
    removing = await talk.say("/unsubscribe")
    assert talk.labels(removing) == ["✕ 🇬🇪 Georgia", "✕ ⚽️ Football"]
    answer = await talk.press(removing, "✕ 🇬🇪 Georgia")
    assert answer.text == "No longer following: Georgia"
    await talk.until(
        lambda: talk.labels(removing)[0] == "Follow 🇬🇪 Georgia", "the button that brings it back"
    )
    await talk.press(removing, "Follow 🇬🇪 Georgia")
    assert sorted(await talk.follows()) == ["*/GE", "20001065/*"]


async def test_subscriptions_lists_what_is_followed_and_muted_with_what_can_be_done(talk):
    await talk.say("/subscribe georgia")
    await talk.say("/subscribe football")
    overview = await talk.say("/subscriptions")
    assert overview.text == "You follow\n• 🇬🇪 Georgia\n• ⚽️ Football"
    one = await talk.turn(overview, "⚽️ Football")
    answer = await talk.press(one, "Mute ⚽️ Football for a day")
    assert answer.text == "Muted: Football"
    await talk.until(lambda: "Unmute ⚽️ Football" in talk.labels(one), "a way back")
    back = await talk.turn(one, "‹ Back")
    assert "You muted\n• ⚽️ Football" in back.text
    await talk.press(back, "Unmute")
    assert (await talk.standing()).muted == ()


async def test_a_long_list_of_subscriptions_has_pages(talk):
    await talk.say("/start")
    chat = await talk.chat()
    for code in COUNTRIES[:18]:
        await follow.follow(talk.deps, chat, Interest(country=code))
    overview = await talk.say("/subscriptions")
    assert "Next ›" in talk.labels(overview)
    second = await talk.turn(overview, "Next ›")
    assert talk.labels(second)[:2] == ["🇧🇦 Bosnia and Herzegovina", "🇧🇧 Barbados"]
    assert "‹ Previous" in talk.labels(second)


async def test_a_headline_of_html_is_text_wherever_it_stands(talk):
    await talk.say('/subscribe "<b>&bold"')
    assert "“<b>&bold”" in (await talk.say("/subscriptions")).text
    assert await talk.follows() == ['"b &bold"']


async def test_a_list_of_long_keywords_is_cut_between_tags_and_within_the_limit(talk):
    await talk.say("/start")
    chat = await talk.chat()
    for number in range(45):
        words = f"<b>&amp; {number} " + "long" * 12
        await follow.follow(talk.deps, chat, Interest(keyword=words))
        await follow.mute(talk.deps, chat, Interest(keyword=f"{number} " + "mute" * 14).key, hours=None)
    overview = await talk.say("/subscriptions")
    assert overview.text.startswith("You follow\n• 🔎 “<b>&amp; 0 longlong")
    assert 4000 < len(overview.text) <= 4096
    assert talk.world.telegram.violations == []
