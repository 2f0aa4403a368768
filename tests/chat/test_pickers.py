"""The lists to choose from: every page of them, ticks that are true, and search by typing."""

from bot.domain.countries import COUNTRIES
from bot.domain.interest import EVERYTHING
from bot.domain.topics import TOP_LEVELS


async def test_a_tap_on_a_country_follows_it_in_place_and_another_takes_it_back(talk_on_each):
    talk = talk_on_each
    await talk.say("/subscribe azerbaijan")
    picker = await talk.turn(await talk.say("/subscribe"), "Countries")
    assert picker.text == "Choose a country, or write the first letters of its name."
    assert talk.labels(picker)[:2] == ["✓ 🇦🇿 Azerbaijan", "🇬🇪 Georgia"]
    answer = await talk.press(picker, "🇬🇪 Georgia")
    assert answer.text == "Following: Georgia"
    await talk.until(lambda: "✓ 🇬🇪 Georgia" in talk.labels(picker), "a tick")
    assert await talk.follows() == ["*/AZ", "*/GE"]
    assert (await talk.press(picker, "✓ 🇦🇿 Azerbaijan")).text == "No longer following: Azerbaijan"
    await talk.until(lambda: "🇦🇿 Azerbaijan" in talk.labels(picker), "no tick")
    assert await talk.follows() == ["*/GE"]


async def test_two_quick_taps_leave_two_ticks(talk):
    await talk.say("/subscribe everything")
    picker = await talk.turn(await talk.say("/subscribe"), "Countries")
    talk.phone.press(talk.ana, picker, "🇬🇪 Georgia")
    talk.phone.press(talk.ana, picker, "🇦🇲 Armenia")  # pressed before the first tick is there
    await talk.until(lambda: {"✓ 🇬🇪 Georgia", "✓ 🇦🇲 Armenia"} <= {*talk.labels(picker)}, "both ticks")


async def test_the_pages_of_countries_hold_each_country_once(talk):
    picker = await talk.turn(await talk.say("/subscribe"), "Countries")
    seen = []
    while True:
        seen += [label for label in talk.labels(picker) if label[0] not in "‹ND"]
        if "Next ›" not in talk.labels(picker):
            break
        picker = await talk.turn(picker, "Next ›")
    assert len(seen) == len(set(seen)) == len(COUNTRIES)
    assert "‹ Previous" in talk.labels(picker)


async def test_topics_are_a_tree_with_a_way_back_from_every_branch(talk):
    root = await talk.say("/subscribe")
    picker = await talk.turn(root, "Topics")
    assert len(talk.labels(picker)) == len(TOP_LEVELS) + 2
    sport = await talk.turn(picker, "🏅 Sport ›")
    assert sport.text == "Sport: all of it, or something finer?"
    assert talk.labels(sport)[0] == "All of 🏅 Sport"
    await talk.press(sport, "⚽️ Football")
    await talk.press(sport, "All of 🏅 Sport")
    assert await talk.follows() == ["20001065/*", "15000000/*"]
    await talk.until(lambda: talk.labels(sport)[0] == "✓ 🏅 Sport", "a tick")
    assert "✓ 🏅 Sport ›" in talk.labels(await talk.turn(sport, "‹ Back"))
    assert talk.labels(await talk.turn(picker, "‹ Back"))[:2] == ["Topics", "Countries"]


async def test_a_country_leads_to_its_topics(talk):
    topics = await talk.turn(await talk.say("georgia"), "Only some topics")
    assert topics.text == "Georgia 🇬🇪: which topics?"
    economy = await talk.turn(topics, "💼 Economy")
    energy = await talk.turn(economy, "⚡️ Energy ›")
    assert await talk.follows() == []  # energy has finer topics: a page opens
    await talk.press(energy, "⚡️ Energy")
    assert await talk.follows() == ["20000256/GE"]


async def test_what_is_typed_while_a_list_is_open_searches_it(talk):
    await talk.turn(await talk.say("/subscribe"), "Countries")
    found = await talk.say("Aze")
    assert found.text == "Did you mean Azerbaijan 🇦🇿?"
    await talk.press(found, "Follow 🇦🇿 Azerbaijan")
    assert await talk.follows() == ["*/AZ"]
    found = await talk.say("Ind")
    assert {"Follow 🇮🇳 India", "Follow 🇮🇩 Indonesia"} <= {*talk.labels(found)}


async def test_done_sums_up_what_was_ticked_and_asks_how_often(talk):
    picker = await talk.turn(await talk.say("/subscribe"), "Countries")
    await talk.press(picker, "🇬🇪 Georgia")
    await talk.press(picker, "🇦🇲 Armenia")
    assert talk.after(picker) == []  # nothing gets in the way of who goes on ticking
    done = await talk.turn(picker, "Done")
    assert done.text.startswith("You follow\n• 🇬🇪 Georgia\n• 🇦🇲 Armenia\n\nHow often should briefs come?")
    assert "Breaking news only" in talk.labels(done)


async def test_done_with_nothing_ticked_says_so(talk):
    done = await talk.turn(await talk.say("/subscribe"), "Done")
    assert done.text.startswith("You follow nothing yet.")


async def test_an_unknown_page_of_a_list_is_its_last(talk):
    picker = await talk.turn(await talk.say("/subscribe"), "Countries")
    await talk.press_data(picker, "c1:zzz")
    await talk.until(lambda: "Next ›" not in talk.labels(picker), "the last page")
    assert EVERYTHING.key not in await talk.follows()
