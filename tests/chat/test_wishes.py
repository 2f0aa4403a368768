"""What is written without a command: in private, everything gets an answer."""

import pytest

from bot.playground.pictures import landscape


async def test_the_name_of_something_is_offered_to_be_followed_and_read(talk_on_each):
    talk = talk_on_each
    await talk.publish_days_ago(2, countries=["GE"])
    for title in ("Bridge opens", "Port opens", "Tunnel opens"):
        await talk.publish(title, countries=["GE"])
    answer = await talk.say("Грузия")
    assert answer.text == "Georgia 🇬🇪\nThat is about 2 briefs a day."
    assert talk.labels(answer) == ["Follow 🇬🇪 Georgia", "Latest", "Only some topics"]
    latest = await talk.turn(answer, "Latest")
    assert latest.id != answer.id
    assert "Tunnel opens" in latest.text
    await talk.press(answer, "Follow")
    assert await talk.follows() == ["*/GE"]


async def test_a_typing_error_is_asked_about_and_what_is_followed_said_so(talk):
    await talk.say("/subscribe ukraine")
    answer = await talk.say("ukrane")
    assert answer.text == "Did you mean Ukraine 🇺🇦? You already follow Ukraine 🇺🇦."
    assert "Latest" in talk.labels(answer)


async def test_a_capital_suggests_its_country(talk):
    answer = await talk.say("Baku")
    assert answer.text == "Did you mean Azerbaijan 🇦🇿?"


async def test_a_word_that_is_nothing_we_know_can_be_a_keyword(talk):
    answer = await talk.say("Anaklia")
    assert talk.labels(answer) == ["Follow “Anaklia”", "Topics", "Countries"]


@pytest.mark.parametrize("words", ["what is going to happen tomorrow then", "🙈", "x" * 4000, "<b>&</b>"])
async def test_what_cannot_be_understood_is_said_so_never_silence(talk, words):
    assert (await talk.say(words)).text


async def test_unknown_commands_pictures_and_stickers_are_answered(talk):
    assert (await talk.say("/nonsense x")).text.startswith("I do not know the command /nonsense.")
    talk.phone.send_photo(talk.ana, landscape("x"))
    await talk.phone.wait_for(talk.ana, "I can only read text.")


async def test_words_from_a_hostile_hand_come_back_as_text(talk):
    answer = await talk.say("<b>bold</b>")
    assert "<b>bold</b>" in answer.text
