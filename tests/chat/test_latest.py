"""/latest and /search: numbered, paged in place, a story and back."""

from datetime import timedelta

import pytest

from bot.domain.brief import TopicId
from bot.domain.interest import Interest
from bot.services import follow


async def test_latest_is_one_message_with_numbers_that_turns_into_a_story_and_back(talk_on_each):
    talk = talk_on_each
    for number in range(7):
        await talk.publish(f"Story {number}", countries=["GE"], topics=["20000256"])
    listed = await talk.say("/latest")
    assert listed.text.startswith("Latest\n\n1. 🇬🇪 Story 6")
    assert talk.labels(listed) == ["1", "2", "3", "4", "5", "Next ›"]
    story = await talk.turn(listed, "2")
    assert story.id == listed.id
    assert story.text.startswith("Story 5\n")
    assert {"Read at Caspian Post", "Share", "Follow 🇬🇪 Georgia", "Follow ⚡️ Energy", "‹ Back"} <= {
        *talk.labels(story)
    }
    back = await talk.turn(story, "‹ Back")
    assert back.text.startswith("Latest\n\n1. 🇬🇪 Story 6")
    second = await talk.turn(back, "Next ›")
    assert "Story 1" in second.text
    assert talk.labels(second) == ["1", "2", "‹ Previous"]
    assert "Story 6" in (await talk.turn(second, "‹ Previous")).text


async def test_news_in_between_does_not_shift_the_pages(talk):
    for number in range(7):
        await talk.publish(f"Story {number}")
    listed = await talk.say("/latest")
    await talk.publish("Newer still")
    second = await talk.turn(listed, "Next ›")
    assert "Story 1" in second.text
    assert "Story 2" not in second.text
    assert "Newer" not in (await talk.turn(second, "‹ Previous")).text
    assert "Newer" in (await talk.say("/latest")).text


@pytest.mark.parametrize(
    ("words", "count"), [("", 5), ("3", 3), ("georgia 2", 2), ("1000", 10), ("georgia 999", 10), ("0", 5)]
)
async def test_as_many_as_were_asked_for_within_reason(talk, words, count):
    for number in range(12):
        await talk.publish(f"Story {number}", countries=["GE"])
    listed = await talk.say(f"/latest {words}")
    assert [label for label in talk.labels(listed) if label.isdigit()] == [str(n + 1) for n in range(count)]


async def test_latest_of_something_can_be_followed_there(talk):
    await talk.publish("Pipe opens", countries=["GE"], topics=["20000256"])
    await talk.publish("Match ends", topics=["20001065"])
    listed = await talk.say("/latest energy in georgia")
    assert listed.text.startswith("Latest: 🇬🇪 Energy in Georgia\n\n1.")
    assert "Match ends" not in listed.text
    await talk.press(listed, "Follow")
    assert await talk.follows() == ["20000256/GE"]
    await talk.until(lambda: "✓ 🇬🇪 Energy in Georgia" in talk.labels(listed), "a tick")


async def test_the_latest_of_what_a_reader_follows_is_one_tap_away_and_no_more_than_that(talk_on_each):
    talk = talk_on_each
    for number in range(6):
        await talk.publish(f"Pipe {number}", countries=["GE"], topics=["20000256"])
        await talk.publish(f"Match {number}", topics=["20001065"])
    assert "Only what I follow" not in talk.labels(await talk.say("/latest"))
    await talk.say("/subscribe georgia")
    mine = await talk.turn(await talk.say("/latest"), "Only what I follow")
    assert mine.text.startswith("Latest of what you follow\n\n1. 🇬🇪 Pipe 5")
    assert "Match" not in mine.text
    assert talk.labels(mine) == ["1", "2", "3", "4", "5", "Next ›", "Latest"]
    story = await talk.turn(await talk.turn(mine, "Next ›"), "1")
    assert story.text.startswith("Pipe 0\n")
    back = await talk.turn(story, "‹ Back")
    assert back.text.startswith("Latest of what you follow\n\n1. 🇬🇪 Pipe 0")
    assert "1. Match 5" in (await talk.turn(back, "Latest")).text


async def test_latest_mine_leaves_out_what_is_muted(talk):
    await talk.publish("Pipe opens", countries=["GE"], topics=["20000256"])
    await talk.publish("Court rules", countries=["GE"])
    await talk.say("/subscribe georgia")
    energy = Interest(topic=TopicId("20000256"))
    await follow.mute(talk.deps, await talk.chat(), energy.key, hours=24)
    listed = await talk.say("/latest mine 3")
    assert "Court rules" in listed.text
    assert "Pipe opens" not in listed.text


async def test_latest_mine_says_so_when_nothing_is_followed_or_nothing_came(talk):
    await talk.publish("Pipe opens", topics=["20000256"])
    assert "You follow nothing yet" in (await talk.say("/latest mine")).text
    await talk.say("/subscribe georgia")
    none = await talk.say("/latest mine")
    assert none.text == "There was nothing of what you follow in the last two weeks."
    assert talk.labels(none) == ["Latest"]


async def test_an_empty_page_says_so_and_offers_what_lies_near(talk):
    await talk.publish("Pipe opens", topics=["20000256"], countries=["AZ"])
    empty = await talk.say("/latest energy in georgia")
    assert empty.text.startswith("Nothing about Energy in Georgia at the moment.")
    assert "There is news about: Energy." in empty.text
    assert talk.labels(empty) == ["⚡️ Energy", "Follow 🇬🇪 Energy in Georgia", "Latest"]
    assert "Pipe opens" in (await talk.turn(empty, "⚡️ Energy")).text


async def test_old_news_is_not_called_the_latest_but_is_one_tap_away(talk):
    long_ago = talk.deps.now() - timedelta(days=9)
    await talk.publish("Pipe opens", countries=["GE"], now=long_ago)
    empty = await talk.say("/latest georgia")
    assert "Nothing about Georgia at the moment. The last story was 1 week ago: Pipe opens" in empty.text
    story = await talk.turn(empty, "Pipe opens")
    assert story.text.startswith("Pipe opens\n")
    assert "Latest: 🇬🇪 Georgia\n\n1. 🇬🇪 Pipe opens" in (await talk.turn(story, "‹ Back")).text


async def test_before_the_first_story_latest_says_that_there_is_none(talk):
    assert (await talk.say("/latest")).text.startswith("No stories yet.")


async def test_words_that_are_no_name_are_looked_for_in_the_archive(talk):
    await talk.publish("Port of Anaklia reopens")
    listed = await talk.say("/latest anaklia")
    assert "Port of Anaklia reopens" in listed.text
    assert "Follow “anaklia”" in talk.labels(listed)


async def test_search_pages_through_what_it_finds_however_long_the_words(talk):
    words = "strategic partnership agreement signed today"
    for number in range(7):
        await talk.publish(f"Strategic partnership agreement {number} signed today")
    found = await talk.say(f"/search {words}")
    assert found.text.startswith(f"7 stories for “{words}”")
    story = await talk.turn(found, "1")
    assert story.text.startswith("Strategic partnership agreement 6")
    second = await talk.turn(await talk.turn(story, "‹ Back"), "Next ›")
    assert "agreement 0" in second.text
    assert talk.labels(second)[:2] == ["1", "2"]


async def test_search_says_when_there_is_nothing_and_asks_when_there_are_no_words(talk):
    nothing = await talk.say("/search zzz")
    assert nothing.text == "Nothing in the archive for “zzz”."
    await talk.press(nothing, "Follow “zzz”")
    assert await talk.follows() == ['"zzz"']
    assert (await talk.say("/search")).text.startswith("What are you looking for?")
    assert (await talk.say("/search ?!")).text.startswith("What are you looking for?")


async def test_a_story_that_is_gone_is_said_so(talk):
    await talk.publish("Story")
    listed = await talk.say("/latest")
    assert (
        await talk.press_data(listed, "o1:zz:*/*:5:0:0")
    ).text == "This story is no longer in the archive."


async def test_a_headline_full_of_markup_is_shown_as_it_is(talk):
    title = "<b>Oil & gas</b> <script>alert('x')</script> &lt; 🛢 \u202eevil"
    await talk.publish(title, text='1 < 2 & 3 > 2, "quoted".')
    listed = await talk.say("/latest")
    assert "1. <b>Oil & gas</b> <script>alert('x')</script> &lt; 🛢 evil" in listed.text
    story = await talk.turn(listed, "1")
    assert '1 < 2 & 3 > 2, "quoted".' in story.text


async def test_a_choice_among_several_things_is_paged_like_any_other(talk):
    await talk.publish("Mine opens", countries=["CD"])
    asked = await talk.say("/latest congo")
    assert "did you mean one of these?" in asked.text
    listed = await talk.turn(asked, "🇨🇩")
    assert "Mine opens" in listed.text
