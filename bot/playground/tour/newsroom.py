"""What an editor does on the tour: broadcast, correct, recall; and what a reader may not."""

from bot.playground.telegram.nouns import Message
from bot.playground.tour.scene import Scene, expect

FALSE = "Border crossing at Red Bridge closed until 18:00"
RIGHT = "Border crossing at Red Bridge closed until 20:00, not 18:00"
REASON = "the crossing is open"
COPIES = ("ana's copy", "leyla's copy")
REPORT = "report"


async def refuses_a_reader(scene: Scene) -> None:
    """The command is the editors', and a reader is told so."""
    refusal = await scene.said(scene.cast.ana, "/broadcast Hello all", "only for the editors")
    expect(not refusal.keyboard, "there is nothing to press")
    expect(len(scene.holding(scene.cast.leyla, "Hello all")) == 0, "nobody got it")


async def broadcasts(scene: Scene) -> None:
    """A preview with an audience, a button that begins with Send, and a report that counts every copy."""
    edik = scene.cast.edik
    scene.phone.start(edik)
    await scene.reply(edik, "Hello")
    preview = await scene.said(edik, f"/broadcast {FALSE}", "Preview of broadcast")
    expect(len(scene.holding(edik, FALSE)) >= 1, "the preview shows the message as readers get it")
    expect("3 chats" in preview.text, "the preview counts the chats")
    expect(len(scene.holding(scene.cast.ana, FALSE)) == 0, "nothing goes out before the button")
    await scene.pressed(edik, preview, "Send")
    scene.kept[REPORT] = await scene.reply(edik, "is finished")
    expect("3 of 3" in scene.kept[REPORT].text, "every copy is counted")
    for person, name in zip((scene.cast.ana, scene.cast.leyla), COPIES, strict=True):
        copies = scene.holding(person, FALSE)
        expect(len(copies) == 1, f"{person.name} has one copy")
        scene.kept[name] = copies[0]


async def corrects(scene: Scene) -> None:
    """Every copy is edited, and a note below it tells its reader, because an edit notifies nobody."""
    edik = scene.cast.edik
    await scene.pressed(edik, _now(scene, REPORT), "Correct")
    await scene.reply(edik, "Send me the corrected message")
    asked = await scene.said(edik, RIGHT, "Correct them?")
    await scene.pressed(edik, asked, "Correct")
    await scene.reply(edik, "is corrected")
    for name in COPIES:
        await _until_corrected(scene, name)
    await scene.until(lambda: bool(_replies(scene, COPIES[0])), "a note tells Ana of the correction")


async def recalls(scene: Scene) -> None:
    """Every copy is deleted, and its reader told why."""
    edik = scene.cast.edik
    await scene.pressed(edik, _now(scene, REPORT), "Recall")
    await scene.reply(edik, "Recall broadcast")
    asked = await scene.said(edik, REASON, "Their readers will be told")
    expect(REASON in asked.text, "the editor sees what readers will be told")
    await scene.pressed(edik, asked, "Recall")
    await scene.reply(edik, "is recalled")
    for name in COPIES:
        await _until_gone(scene, name)
    await scene.until(
        lambda: bool(scene.holding(scene.cast.ana, REASON)),
        "Ana is told why it was withdrawn",
    )


async def _until_corrected(scene: Scene, name: str) -> None:
    await scene.until(lambda: scene.shows(scene.kept[name], RIGHT), f"{name} is corrected in place")


async def _until_gone(scene: Scene, name: str) -> None:
    await scene.until(lambda: scene.now(scene.kept[name]) is None, f"{name} is deleted")


def _now(scene: Scene, name: str) -> Message:
    """A kept message as it stands now, for its buttons change."""
    return scene.now(scene.kept[name]) or scene.kept[name]


def _replies(scene: Scene, name: str) -> list[Message]:
    copy = scene.kept[name]
    return [
        one
        for one in scene.phone.messages(scene.telegram.world.users[copy.chat_id])
        if one.reply_to == copy.id
    ]
