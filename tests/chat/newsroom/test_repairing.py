"""Split, Merge with … and Retag, in chat. What follows from them is tested with the service."""

from bot.services.examples import Kind, export
from bot.texts import texts_for
from bot.texts.messages import buttons as labels
from storage import repairs, stories
from tests.builders import a_story


async def titles(desk, id_):
    async with desk.deps.database.read() as session:
        story = await stories.find_story(session, id_)
    return [one.stored.article.title for one in story.articles] if story else []


async def examples(desk, kind):
    return [line async for line in export(desk.deps.database, kind)]


async def test_a_story_of_the_latest_has_a_button_for_editors_and_none_for_readers(desk):
    (reader,) = await desk.readers(1)
    number = await a_story(desk.deps.database, "Port reopens", countries=["GE"])
    for person, has_it in ((desk.eva, True), (reader, False)):
        listed = await desk.say("/latest", "Port reopens", by=person)
        opened = await desk.press(listed, "1", "The port reopened", by=person)
        shown = desk.phone.chat_of(person).messages[opened.id]
        assert ("Repair" in desk.phone.labels(shown)) is has_it
    opened = await desk.press(desk.phone.last(desk.eva), "Repair", f"Story {number}")
    assert desk.labels(opened) == ["Merge with …", "Retag"]
    assert "1. Port reopens – Caspian Post" in opened.text


async def test_two_stories_are_merged_and_parted_again(desk):
    one = await a_story(desk.deps.database, "Port reopens", countries=["GE"])
    other = await a_story(desk.deps.database, "Grid repaired", countries=["AZ"])
    opened = await desk.say(f"/story {one}", "Port reopens")
    await desk.press(opened, "Merge with", "Which story tells the same?")
    chosen = await desk.say(str(other), "Which story tells the same?")
    asked = await desk.press(chosen, "Grid repaired", "Make one story of “Port reopens” and “Grid repaired”?")
    merged = await desk.press(asked, "Merge", f"They are one story now, number {one}.")
    assert await titles(desk, one) == ["Port reopens", "Grid repaired"]
    story = await desk.press(merged, "Open the story", "2. Grid repaired")
    assert story.id == merged.id

    split = await desk.press(story, "Split", "Tap the articles")
    assert not [label for label in desk.labels(split) if label.startswith("Take")]
    ticked = await desk.press(split, "Caspian Post: Grid repaired", "Tap the articles")
    assert "✓ Caspian Post: Grid repaired" in desk.labels(ticked)
    done = await desk.press(ticked, "Take one article out", "The articles are story")
    new = int(done.text.split()[4])
    assert await titles(desk, one) == ["Port reopens"]
    assert await titles(desk, new) == ["Grid repaired"]
    assert await desk.audit() == ["story merge", "story split"]
    assert len(await examples(desk, Kind.STORIES)) == 2


async def test_buttons_of_a_story_that_has_changed_since_do_nothing(desk):
    one = await a_story(desk.deps.database, "Port reopens")
    other = await a_story(desk.deps.database, "Grid repaired")
    async with desk.deps.database.write() as session:
        await repairs.move_articles(session, await repairs.list_articles(session, other), one)
    opened = await desk.say(f"/story {one}", "Grid repaired")
    split = await desk.press(opened, "Split", "Tap the articles")
    async with desk.deps.database.write() as session:
        await stories.add_revision(session, one, now=desk.deps.now())
    assert "has changed" in await desk.answer(split, "Caspian Post: Grid repaired")
    assert await desk.audit() == []


async def test_a_story_is_retagged_in_the_editors_own_words(desk):
    number = await a_story(desk.deps.database, "Port reopens", countries=["US"])
    opened = await desk.say(f"/story {number}", "about: United States")
    await desk.press(opened, "Retag", "What is it about? Now: United States")
    await desk.say("Georgia, flurbs", "I do not know: flurbs.")
    await desk.say("Gürcüstan, energy", "The story is about this now")
    await desk.wait(desk.eva, "about: Georgia")
    async with desk.deps.database.read() as session:
        assert "20000256/GE" in " ".join(await stories.list_keys(session, number))
    assert await desk.audit() == ["story retag"]
    assert len(await examples(desk, Kind.TAGS)) == 1


async def test_a_story_is_found_by_its_number_and_one_that_is_not_there_is_not(desk):
    await desk.say("/story", "Which story?")
    await desk.say("/story 99", "There is no such story.")


def test_the_labels_that_editors_look_for_begin_as_the_manual_says():
    t = texts_for("en")
    assert [labels.split(t), labels.merge(t), labels.retag(t)] == ["Split", "Merge with …", "Retag"]
