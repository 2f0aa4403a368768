"""What a newsroom pushes: new, known, corrected, withdrawn; and what was sent follows."""

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.errors import ArticleError
from bot.services.deliver.compose import Composer
from bot.services.deliver.courier import Courier
from bot.services.fan_out import run_fan_outs
from bot.services.ingest.brief import Briefer, make_briefs
from bot.services.ingest.group import group_articles
from bot.services.ingest.publish import publish, withdraw
from bot.services.read import latest
from storage import articles
from storage.articles import Stage
from tests.services.ingest.origin import ARTICLES, Item
from tests.services.ingest.press import reached
from tests.world import running

OLD, NEW, OTHER = "quba-earthquake", "aktau-grain-terminal", "beirut-bank-law"


def record(press, slug=NEW, **changes):
    article = ARTICLES[slug]
    given = {"title": article.title, "text": article.text, "url": f"{press.origin.base_url}/news/{slug}"}
    return given | changes


async def test_a_push_is_new_once_and_known_ever_after(press):
    await press.reader()
    first = await publish(press.deps, record(press))
    again = await publish(press.deps, record(press))
    assert (first.outcome, again.outcome) == ("new", "known")
    assert first.article == again.article
    await press.finish()
    assert await press.owed() == [ARTICLES[NEW].title]
    assert (await publish(press.deps, record(press))).outcome == "known"


@pytest.mark.parametrize(
    "changed", ["{}?utm_source=push", "{}#top", "{}/", "{}/amp"], ids=["tracking", "fragment", "slash", "amp"]
)
async def test_the_same_address_in_another_spelling_is_the_same_article(press, changed):
    await publish(press.deps, record(press))
    url = changed.format(record(press)["url"])
    assert (await publish(press.deps, record(press, url=url))).outcome == "known"


async def test_what_came_by_push_does_not_come_again_by_feed(press):
    await press.reader()
    await publish(press.deps, record(press))
    await press.finish()
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD))
    assert (await press.poll(url)).new == 0
    assert await press.owed() == [ARTICLES[NEW].title]


async def test_a_pushed_article_is_told_without_a_look_at_its_page(press):
    await publish(
        press.deps, record(press, text="The terminal opens in spring. Its operator said so on Monday.")
    )
    await press.finish()
    assert press.origin.requests == []


async def test_a_pushed_address_without_a_text_is_completed_by_its_page(press):
    press.origin.put_page(NEW)
    await publish(press.deps, record(press, text=""))
    await press.finish()
    (stored,) = await press.stored()
    assert len(stored.article.text) > 600


async def test_what_is_old_when_it_is_pushed_is_kept_and_not_told(press):
    await press.reader()
    await publish(press.deps, record(press, published_at="2020-01-01T00:00:00Z"))
    await press.finish()
    assert await press.stages() == {ARTICLES[NEW].title: "grouped: too old when it was first seen"}
    assert await press.owed() == []


async def test_a_push_without_an_address_is_refused_by_name(press):
    with pytest.raises(ArticleError, match="`url`"):
        await publish(press.deps, record(press, url=""))
    with pytest.raises(ArticleError, match="`title`"):
        await publish(press.deps, record(press, title=7))


async def test_a_correction_keeps_the_story_and_nobody_is_told_twice(press):
    await press.reader()
    await publish(press.deps, record(press))
    await press.finish()
    (before,) = await press.stored()
    corrected = await publish(press.deps, record(press, title="Aktau terminal to open in summer"))
    assert corrected.outcome == "corrected"
    shown = await latest(press.deps, None, limit=5)
    assert [one.id for one in shown.stories] == [before.story_id]  # while it is briefed anew, too
    await press.finish()
    (after,) = await press.stored()
    assert after.story_id == before.story_id
    assert len(await press.owed()) == 1
    assert (await latest(press.deps, None, limit=5)).stories[0].articles[0].stored.article.title == (
        "Aktau terminal to open in summer"
    )


async def test_a_withdrawn_article_is_gone_for_good(press):
    await press.reader()
    await publish(press.deps, record(press))
    await press.finish()
    url = record(press)["url"]
    assert (await withdraw(press.deps, url)).outcome == "withdrawn"
    assert (await withdraw(press.deps, url)).outcome == "gone"
    assert (await publish(press.deps, record(press))).outcome == "gone"
    assert (await withdraw(press.deps, f"{url}-never-seen")).outcome == "unknown"
    assert (await latest(press.deps, None, limit=5)).stories == ()
    feed = press.origin.put_feed(Item(slug=NEW))
    await press.add_feed(feed)
    assert (await press.poll(feed)).new == 0


async def test_what_is_withdrawn_before_it_was_briefed_is_never_told(press):
    await press.reader()
    await publish(press.deps, record(press))
    assert (
        await publish(press.deps, {"url": record(press)["url"], "withdrawn": True})
    ).outcome == "withdrawn"
    await press.finish()
    assert await press.owed() == []


async def test_a_story_that_others_tell_too_goes_on_without_the_withdrawn_article(press):
    await press.reader()
    first = await publish(press.deps, record(press, "turkey-cuts-rates"))
    second = await publish(
        press.deps,
        record(
            press,
            "turkey-cuts-rates",
            url="http://elsewhere.example/rates",
            title=ARTICLES["turkey-cuts-rates"].title + ", analysts surprised",
        ),
    )
    await press.finish()
    one, two = await press.stored()
    assert one.story_id == two.story_id
    await withdraw(press.deps, one.article.url)
    (story,) = (await latest(press.deps, None, limit=5)).stories
    assert [article.id for article in story.articles] == [second.article]
    assert first.article != second.article


async def test_a_correction_while_the_brief_is_made_is_not_lost(press):
    await publish(press.deps, record(press))
    (taken,) = await press.claim(Stage.STORED)
    await publish(press.deps, record(press, title="Aktau terminal to open in summer"))
    await Briefer(press.deps).brief(taken)
    async with press.deps.database.read() as session:
        found = await articles.find_article(session, taken.id)
    assert found is not None
    assert (found[0].article.title, found[1]) == ("Aktau terminal to open in summer", Stage.STORED)
    await press.finish()
    assert await press.stages() == {"Aktau terminal to open in summer": "grouped"}


@asynccontextmanager
async def everything_runs(press):
    """All the loops, on the real clock, and a reader at his phone."""
    deps = press.world.deps
    live = type(press)(press.world, _with(deps, press), press.origin, press.clock)
    person = press.world.phone.add_user("Reader")
    press.world.phone.start(person)
    await live.reader(person.id)
    courier = Courier(live.deps, Composer(live.deps, lambda *_: None))
    async with running(
        lambda stop: make_briefs(live.deps, stop),
        lambda stop: group_articles(live.deps, stop),
        lambda stop: run_fan_outs(live.deps, stop),
        courier.run,
    ):
        yield live, person


def _with(deps, press):
    return replace(deps, reach=press.deps.reach)


async def test_a_pushed_article_reaches_its_reader_and_its_correction_and_withdrawal_edit_what_was_sent(
    press,
):
    async with everything_runs(press) as (live, person):
        phone = press.world.phone
        await publish(live.deps, record(press))
        sent = await phone.wait_for(person, ARTICLES[NEW].title, within=60)
        await publish(live.deps, record(press, title="Aktau terminal to open in summer"))
        edited = await phone.wait_for(person, "Aktau terminal to open in summer", within=60)
        assert edited.id == sent.id
        await withdraw(live.deps, record(press)["url"])
        await phone.wait_for(person, "Withdrawn", within=60)
        assert len([one for one in phone.messages(person) if one.sender_id != person.id]) == 1
        await reached(press, lambda stages: all(one.startswith("withdrawn") for one in stages.values()))
