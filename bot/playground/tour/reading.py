"""What readers do on the tour: follow, get a story once, look up the latest."""

import re

from bot.playground.newsstand.articles import NewsArticle, load
from bot.playground.telegram.nouns import Message
from bot.playground.tour.scene import Scene, expect

FIRST, *OTHERS = (
    "samukh-gardabani-line-signed",
    "vtoraya-liniya-samuh-gardabani",
    "ikinci-elektrik-xetti",
)
"""One event in three outlets: English, Russian, Azerbaijani."""

TOLD = "ana's brief"
TOLD_TO_LEYLA = "leyla's brief"


async def starts_by_link(scene: Scene) -> None:
    """A link on the newspaper's site names Georgia; one tap follows it, and the button says so."""
    ana = scene.cast.ana
    scene.phone.start(ana, "c-GE")
    hello = await scene.reply(ana, "You came for")
    expect("Georgia" in hello.text, "the welcome names the country of the link")
    toast = await scene.pressed(ana, hello, "Follow 🇬🇪 Georgia")
    expect("Georgia" in toast, f"the note on the screen says what is followed now, not {toast!r}")
    await scene.until(lambda: "✓ 🇬🇪 Georgia" in scene.labels(hello), "the button is ticked")
    await scene.reply(ana, "How often should briefs come?")


async def follows_a_topic(scene: Scene) -> None:
    """Written by hand, with a typing error in it: she is asked rather than misunderstood."""
    ana = scene.cast.ana
    question = await scene.said(ana, "/subscribe enegry", "Did you mean")
    toast = await scene.pressed(ana, question, "Follow ⚡️ Energy")
    expect("Energy" in toast, f"the note on the screen says what is followed now, not {toast!r}")
    await scene.until(lambda: "✓ ⚡️ Energy" in scene.labels(question), "the button is ticked")
    listed = await scene.said(ana, "/subscriptions", "You follow")
    expect("Georgia" in listed.text and "Energy" in listed.text, "both are listed")


async def follows_in_her_language(scene: Scene) -> None:
    """A reader whose Telegram speaks Azerbaijani is answered so, and understood."""
    leyla = scene.cast.leyla
    scene.phone.start(leyla)
    await scene.reply(leyla, "Salam")
    offer = await scene.said(leyla, "Gürcüstanda energetika", "Gürcüstan")
    toast = await scene.pressed(leyla, offer, "İzlə")
    expect("Gürcüstanda energetika" in toast, f"the note on the screen is Azerbaijani, not {toast!r}")


async def story_breaks(scene: Scene) -> None:
    """Published on a site, it is with both readers within seconds, word for word, and says why it came."""
    article = load()[FIRST]
    await scene.site.reads.until_all()
    scene.site.stand.publish(FIRST)
    for person, name in ((scene.cast.ana, TOLD), (scene.cast.leyla, TOLD_TO_LEYLA)):
        brief = await scene.reply(person, article.title)
        scene.kept[name] = brief
        _expect_verbatim(brief, article)
    expect("Caspian Courier" in scene.kept[TOLD].text, "the brief names its source")
    expect("You follow" in scene.kept[TOLD].text, "the brief says why it came")
    expect("Read at Caspian Courier" in scene.phone.labels(scene.kept[TOLD]), "a button leads to the article")


async def others_report(scene: Scene) -> None:
    """Two more outlets: no second message, but a line in the first; and Leyla reads it in her own language."""
    for slug in OTHERS:
        scene.site.stand.publish(slug)
    told, told_to_leyla = scene.kept[TOLD], scene.kept[TOLD_TO_LEYLA]
    await scene.until(lambda: scene.shows(told, "Меридиан 50"), "Ana's brief names the Russian outlet")
    await scene.until(lambda: scene.shows(told, "Xəzər Xəbər"), "Ana's brief names the Azerbaijani outlet")
    title = load()[OTHERS[1]].title
    await scene.until(lambda: scene.shows(told_to_leyla, title), "Leyla's brief is told in Azerbaijani now")
    expect(len(scene.holding(scene.cast.ana, "500-kilovolt")) == 1, "Ana has one message about the story")


async def asks_for_the_latest(scene: Scene) -> None:
    """A list with the newest first; a tap opens a story in the same message, another goes back."""
    ana = scene.cast.ana
    latest = await scene.said(ana, "/latest", "Latest")
    expect(load()[FIRST].title in latest.text, "the story that broke is among the latest")
    await scene.pressed(ana, latest, "1")
    await scene.until(lambda: "‹ Back" in scene.labels(latest), "the story opens in place")
    await scene.pressed(ana, latest, "‹ Back")
    await scene.until(lambda: scene.shows(latest, "Latest"), "the list comes back in place")


async def wants_everything(scene: Scene) -> None:
    """So that all that the page's buttons publish reaches her."""
    await scene.said(scene.cast.ana, "/subscribe everything", "Following")


def _expect_verbatim(brief: Message, article: NewsArticle) -> None:
    """Every sentence of ours stands in the article."""
    words = _plain(article.text)
    paragraphs = [line for line in brief.text.split("\n") if line.endswith((".", "!", "?", "”", '"'))]
    sentences = [part for line in paragraphs for part in re.split(r"(?<=[.!?]) (?=[A-Z])", line)]
    ours = [one for one in sentences if not one.startswith(("You follow", "Also reported"))]
    expect(ours, "the brief has sentences")
    for one in ours:
        expect(_plain(one) in words, f"the article holds the sentence {one!r}")


def _plain(text: str) -> str:
    return " ".join(text.split())
