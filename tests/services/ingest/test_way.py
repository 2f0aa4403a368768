"""The way of an article, from its feed to the outbox."""

from functools import partial

import pytest
from sqlalchemy import select

from bot.briefs.outlet_lines import OutletLines
from bot.domain.brief import Brief
from bot.services.ingest import brief
from bot.services.ingest.brief import make_briefs
from bot.services.ingest.group import group_articles
from storage import briefs, outlets, stories
from storage.articles import Stage
from storage.schema import BriefRow
from tests.services.ingest.faults import fails_for
from tests.services.ingest.origin import ARTICLES, Document, Item
from tests.services.ingest.press import reached
from tests.world import running

OLD, NEW, OTHER = "quba-earthquake", "aktau-grain-terminal", "beirut-bank-law"
TEASER = "The terminal in Aktau opens in spring, the port's operator said on Monday."


async def begin(press, *, path="/feed.xml"):
    """A feed that has been polled once, and a reader."""
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD), path=path)
    await press.add_feed(url)
    await press.poll(url)
    press.origin.requests.clear()
    return url


async def brief_of(press, title):
    (stored,) = [one for one in await press.stored() if one.article.title == title]
    async with press.deps.database.read() as session:
        row = await session.scalar(select(BriefRow).where(BriefRow.article_id == stored.id))
    return stored, briefs.brief_of(row)


async def test_a_new_article_is_stored_briefed_grouped_and_owed(press):
    url = await begin(press)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD))
    await press.check(url)
    assert await press.stages() | {ARTICLES[OLD].title: ""} == {
        ARTICLES[OLD].title: "",
        ARTICLES[NEW].title: "stored",
    }
    await press.brief_all()
    assert (await press.stages())[ARTICLES[NEW].title] == "briefed"
    assert await press.owed() == []
    await press.group_all()
    assert (await press.stages())[ARTICLES[NEW].title] == "grouped"
    assert await press.owed() == [ARTICLES[NEW].title]
    stored, drawn = await brief_of(press, ARTICLES[NEW].title)
    assert stored.article.source == "Caspian Post"
    assert drawn.language == "en"
    assert drawn.sentences[0].text in ARTICLES[NEW].text
    assert "KZ" in [tag.code for tag in drawn.countries]


async def test_what_is_owed_is_written_in_the_transaction_that_makes_the_story_known(press, monkeypatch):
    url = await begin(press)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD))
    await press.check(url)
    await press.brief_all()

    async def fail(*_, **__):
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(stories, "set_pushed", fail)
    with pytest.raises(RuntimeError):
        await press.group_all()
    assert (await press.stages())[ARTICLES[NEW].title] == "briefed"
    assert await press.owed() == []
    monkeypatch.undo()
    await press.group_all()
    assert await press.owed() == [ARTICLES[NEW].title]


async def test_a_teaser_is_completed_by_its_page(press):
    url = await begin(press)
    press.origin.put_page(NEW)
    press.origin.put_feed(Item(slug=NEW, text=TEASER), Item(slug=OLD))
    await press.poll(url)
    stored, drawn = await brief_of(press, ARTICLES[NEW].title)
    assert len(stored.article.text) > 600
    assert stored.article.image_url == f"{press.origin.base_url}/{NEW}.jpg"
    assert stored.article.author == "Lala Aliyeva"
    assert all(sentence.text in stored.article.text for sentence in drawn.sentences)
    assert [one.path for one in press.origin.requests] == ["/feed.xml", "/robots.txt", f"/news/{NEW}"]


async def test_a_feed_with_whole_texts_has_no_page_fetched(press):
    url = await begin(press)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD))
    assert len(ARTICLES[NEW].text) >= 600
    await press.poll(url)
    assert [one.path for one in press.origin.requests] == ["/feed.xml"]


async def test_a_page_that_robots_txt_forbids_is_not_read_and_the_teaser_is_told(press):
    url = await begin(press)
    press.origin.put("/robots.txt", Document("User-agent: *\nDisallow: /news/", "text/plain"))
    press.origin.put_page(NEW)
    press.origin.put_feed(Item(slug=NEW, text=TEASER), Item(slug=OLD))
    await press.poll(url)
    assert not press.origin.asked_for(f"/news/{NEW}")
    stored, _ = await brief_of(press, ARTICLES[NEW].title)
    assert stored.article.text == TEASER
    assert await press.owed() == [ARTICLES[NEW].title]


async def test_robots_txt_is_asked_for_once_however_many_pages_wait(press):
    url = await begin(press)
    slugs = list(ARTICLES)[:4]
    for slug in slugs:
        press.origin.put_page(slug)
    press.origin.put_feed(*(Item(slug=slug, text=TEASER + slug) for slug in slugs))
    await press.check(url)
    async with running(lambda stop: make_briefs(press.deps, stop)):
        await reached(press, lambda stages: not any(one.startswith("stored") for one in stages.values()))
    assert len(press.origin.asked_for("/robots.txt")) == 1


async def test_a_page_that_is_no_article_leaves_the_feeds_own_words(press):
    url = await begin(press)
    wall = "<html><body><p>We use cookies. Accept all cookies. Cookie settings. Privacy policy.</p></body></html>"
    press.origin.put(f"/news/{NEW}", Document(wall, "text/html"))
    press.origin.put_feed(Item(slug=NEW, text=TEASER), Item(slug=OLD))
    await press.poll(url)
    stored, _ = await brief_of(press, ARTICLES[NEW].title)
    assert stored.article.text == TEASER


async def test_a_host_whose_pages_do_not_answer_is_left_alone_for_a_while(press):
    url = await begin(press)
    dead = "http://127.0.0.1:9"
    press.origin.put_feed(
        Item(slug=NEW, text=TEASER, url=f"{dead}/a"), Item(slug=OTHER, text="Banks.", url=f"{dead}/b")
    )
    await press.poll(url)
    assert sorted(await press.owed()) == sorted([ARTICLES[NEW].title, ARTICLES[OTHER].title])


async def test_several_reports_of_one_event_are_one_story_and_one_message(press):
    await press.reader()
    feeds = []
    for number, path in enumerate(("/a.xml", "/b.xml")):
        feeds.append(press.origin.put_feed(Item(slug=OTHER), path=path, title=f"Outlet {number}"))
        await press.add_feed(feeds[-1])
        await press.poll(feeds[-1])
    press.origin.put_feed(Item(slug="turkey-cuts-rates"), path="/a.xml")
    press.origin.put_feed(
        Item(
            slug="turkey-cuts-rates",
            guid="elsewhere",
            url="http://elsewhere.example/rates",
            title=ARTICLES["turkey-cuts-rates"].title + ", analysts surprised",
        ),
        path="/b.xml",
    )
    for url in feeds:
        await press.poll(url)
    rates = [one for one in await press.stored() if "rate" in one.article.title.lower()]
    assert len(rates) == 2
    assert len({one.story_id for one in rates}) == 1
    assert len(await press.owed()) == 1


async def test_the_feeds_word_restricts_the_language(press):
    await press.reader()
    url = press.origin.put_feed(Item(slug=OLD))
    await press.add_feed(url)
    await press.poll(url)
    stored, drawn = await brief_of(press, ARTICLES[OLD].title)
    assert stored.article.language == "en"
    assert drawn.language == "en"


async def test_an_article_that_we_cannot_read_is_set_aside_and_the_others_go_on(press, monkeypatch):
    url = await begin(press)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OTHER), Item(slug=OLD))

    await press.check(url)
    monkeypatch.setattr(brief, "draw", partial(fails_for, ARTICLES[NEW].title))
    await press.finish()
    assert (await press.stages())[ARTICLES[NEW].title] == "refused: it cannot be read"
    assert await press.owed() == [ARTICLES[OTHER].title]


async def test_an_article_that_finds_no_story_for_a_fault_of_ours_does_not_stop_the_others(
    press, monkeypatch
):
    url = await begin(press)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OTHER), Item(slug=OLD))
    await press.check(url)
    await press.brief_all()
    (bad,) = [one for one in await press.stored() if one.article.title == ARTICLES[NEW].title]
    async with press.deps.database.write() as session:
        await briefs.set_brief(session, bad.id, Brief(language="en", sentences=()), signature=b"\x00rubbish")
    async with running(lambda stop: group_articles(press.deps, stop)):
        await reached(press, lambda stages: "briefed" not in stages.values())
    assert ARTICLES[OTHER].title in await press.owed()


async def test_lines_that_an_outlet_repeats_are_learnt_and_left_out_of_briefs(press):
    url = await begin(press)
    footer = (
        "Follow the Caspian Post on its new channel for pictures of the day and much more from the region."
    )
    slugs = [NEW, OTHER, "baghdad-metro-contract", "turkey-cuts-rates", "termez-mazar-railway"]
    items = [Item(slug=OLD)]
    for slug in slugs:
        items.insert(0, Item(slug=slug, text=f"{ARTICLES[slug].text}\n{footer}"))
        press.origin.put_feed(*items)
        press.clock.turn(minutes=10)
        await press.poll(url)
    _, drawn = await brief_of(press, ARTICLES[slugs[-1]].title)
    assert footer not in [one.text for one in (*drawn.sentences, *drawn.more)]
    async with press.deps.database.read() as session:
        kept = OutletLines.from_bytes(await outlets.find_lines(session, press.origin.base_url[7:]))
    assert kept.articles == 6
    assert kept.is_boilerplate(footer)


async def test_news_goes_before_what_was_there_before(press):
    await press.reader()
    first = press.origin.put_feed(Item(slug=OLD), path="/a.xml")
    await press.add_feed(first)
    await press.poll(first)
    press.clock.turn(minutes=5)
    backlog = press.origin.put_feed(Item(slug=OTHER), path="/b.xml", title="Another")
    await press.add_feed(backlog)
    await press.check(backlog)
    press.origin.put_feed(Item(slug=NEW), Item(slug=OLD), path="/a.xml")
    await press.check(first)
    waiting = [one.article.title for one in await press.claim(Stage.STORED)]
    assert waiting == [ARTICLES[NEW].title, ARTICLES[OTHER].title]
