"""Playing steps: what happened is counted, what did not is named."""

import pytest

from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand
from bot.playground.tour.play import Failed, Silent, Step, play
from bot.playground.tour.scene import Cast, Scene, expect


@pytest.fixture
async def scene(playground):
    async with serve_newsstand(Stand()) as site:
        yield Scene(playground, site, Cast.of(playground.phone))


class Watching(Silent):
    def __init__(self):
        self.seen = []

    def begins(self, number, step):
        self.seen.append(f"{number} {step.title}")

    def happened(self, number, seconds):
        assert seconds >= 0
        self.seen.append(f"{number} happened")


async def nothing(scene):
    """A step in which everything is as it should be."""


async def misses(scene):
    expect(so=False, what="Ana has one copy")


async def test_steps_are_played_in_order_and_told(scene):
    watching = Watching()
    await play(scene, [Step("a", nothing), Step("b", nothing)], watching)
    assert watching.seen == ["1 a", "1 happened", "2 b", "2 happened"]


async def test_a_step_that_does_not_happen_is_named_and_ends_the_tour(scene):
    watching = Watching()
    with pytest.raises(Failed, match="step 2, “b”: Ana has one copy"):
        await play(scene, [Step("a", nothing), Step("b", misses), Step("c", nothing)], watching)
    assert watching.seen[-1] == "2 b"


async def test_a_button_that_is_not_there_fails_its_step(scene):
    async def presses(scene):
        scene.phone.start(scene.cast.ana)
        scene.phone.press(scene.cast.ana, scene.phone.last(scene.cast.ana), "Follow")

    with pytest.raises(Failed, match="no button 'Follow'"):
        await play(scene, [Step("a", presses)], Silent())


async def test_a_bot_that_breaks_the_specification_fails_the_tour(scene, call):
    async def breaks(scene):
        await call("sendMessage", chat_id=scene.cast.ana.id, words="x")

    with pytest.raises(Failed, match="specification"):
        await play(scene, [Step("a", breaks)], Silent())
    scene.telegram.violations.clear()


async def test_what_the_bot_did_since_a_person_acted_is_waited_for(scene, call):
    ana = scene.cast.ana
    scene.phone.start(ana)
    sent = (await call("sendMessage", chat_id=ana.id, text="Hello")).result
    message = await scene.reply(ana, "Hello")
    await call("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="Hello again")
    await scene.until(lambda: scene.shows(message, "again"), "the edit")
    assert [one.text for one in scene.holding(ana, "Hello")] == ["Hello again"]
    await call("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])
    assert scene.now(message) is None
