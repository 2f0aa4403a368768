"""The whole life of a broadcast, of a story and of a look at the desk, in each language: no word of English is seen."""

import re

import pytest

from bot.texts import texts_for
from bot.texts.messages import buttons as labels
from bot.texts.messages import newsroom as words
from tests.builders import a_story
from tests.chat.newsroom.conftest import at_work, with_editor
from tests.databases import opened
from tests.world import a_world

ENGLISH = re.compile(
    r"(?<![/\w])(the|and|is|of|to|broadcast|send|copy|copies|delivered|preview|recall|correct|audience|everyone|"
    r"pause|stop|report|story|feeds|chats|readers|sent|waiting|about|article|split|merge|retag|back)\b",
    re.IGNORECASE,
)


def is_control(message):
    return bool(message.keyboard)


@pytest.mark.parametrize("language", ["az", "ru", "tr"])
async def test_an_editor_is_spoken_to_in_his_language(sqlite_address, language):
    t = texts_for(language)
    async with opened(sqlite_address) as database, a_world(database) as world:
        desk = with_editor(world, language)
        await desk.readers(1)
        number = await a_story(database, "Porto", text="Porto.", source="Porto", language=language)
        async with at_work(desk.deps):
            await life_of_a_broadcast(desk, t)
            await desk.say("/stats", "1")
            await desk.say("/feeds", "newsbot feeds add")
            await desk.say("/why", "/why")
            opened_story = await desk.say(f"/story {number}", "Porto")
            await desk.press(opened_story, labels.merge(t), "")
            await desk.say(f"/story {number}", "Porto")
    said = [one for one in desk.got(desk.eva) if one.text != "7,1"]
    shown = "\n".join([*(one.text for one in said), *(label for one in said for label in desk.labels(one))])
    assert len(said) >= 10
    assert ENGLISH.findall(re.sub(r"newsbot feeds add URL", "", shown)) == []


async def life_of_a_broadcast(desk, t):
    desk.phone.say(desk.eva, "/broadcast 7,1")
    controls = await desk.wait(desk.eva, is_control)
    await desk.press(controls, labels.audience(t), str(words.ask_audience(t)))
    controls = await desk.press(controls, labels.back(t), "1")
    report = await desk.press(
        controls, labels.send(t, 2), lambda one: labels.report(t) in desk.phone.labels(one)
    )
    await desk.press(report, labels.correct(t), "2")
    desk.phone.say(desk.eva, "6,8")
    confirm = await desk.wait(desk.eva, is_control)
    await desk.press(
        confirm, labels.confirm_correction(t, 2), lambda one: labels.report(t) in desk.phone.labels(one)
    )
    asked = await desk.press(report, labels.recall(t), "2")
    await desk.press(
        asked, labels.confirm_recall(t, 2), lambda one: labels.report(t) in desk.phone.labels(one)
    )
