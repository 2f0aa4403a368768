"""The newsstand: eight outlets, their feeds and pages, publishing when they are told."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import feedparser
import pytest
import trafilatura

from bot.briefs.sentences import split
from bot.playground.newsstand.articles import load
from bot.playground.newsstand.outlets import OUTLETS, Feed, Page
from bot.playground.newsstand.programme import BACKLOG, PROGRAMME
from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand
from bot.playground.newsstand.words import WORDS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ARTICLES = load()


@pytest.fixture
def stand():
    return Stand(lambda: NOW)


@pytest.fixture
async def site(stand):
    async with serve_newsstand(stand) as running:
        yield running


@pytest.fixture
def get(site, session):
    async def got(path, **headers):
        async with session.get(f"{site.base_url}{path}", headers=headers) as answer:
            return answer.status, await answer.read(), answer.headers

    return got


def feed(outlet):
    return OUTLETS[outlet].feed_path


# --- the articles ---


def test_there_are_articles_enough_for_a_long_demo():
    assert len(ARTICLES) >= 36
    assert {OUTLETS[article.outlet].language for article in ARTICLES.values()} == {"en", "ru", "az", "tr"}


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_article_is_a_full_report(slug):
    article = ARTICLES[slug]
    sentences = split(article.text, OUTLETS[article.outlet].language)
    assert 6 <= len(sentences) <= 15
    assert all((article.title, article.author, article.categories))
    assert article.section.isascii()
    assert "..." not in article.text


def test_several_events_are_told_by_two_to_four_outlets_each_in_its_own_words():
    events: dict[str, list[str]] = {}
    for article in ARTICLES.values():
        events.setdefault(article.event, []).append(article.outlet)
    shared = [outlets for outlets in events.values() if len(outlets) > 1]
    assert len(shared) >= 10
    assert all(len(outlets) == len(set(outlets)) <= 4 for outlets in shared)
    texts = [article.text for article in ARTICLES.values()]
    sentences = [sentence for text in texts for sentence in text.replace("\n\n", " ").split(". ")]
    assert len(sentences) == len(set(sentences))


def test_the_programme_holds_every_article_once():
    assert sorted(PROGRAMME) == sorted(ARTICLES)


# --- publishing ---


def test_the_stand_opens_with_what_came_out_before_hours_ago_and_in_order(stand):
    out = [item for outlet in OUTLETS.values() for item in stand.newest(outlet)]
    assert len(out) == BACKLOG
    assert all(timedelta(hours=1) < NOW - item.at < timedelta(days=1) for item in out)


def test_it_publishes_the_next_a_named_one_or_an_event_now_and_each_once(stand):
    following = stand.publish_next()
    assert (following.article.slug, following.at) == (PROGRAMME[BACKLOG], NOW)
    quake = stand.publish_event("quba-quake", outlets=2)
    assert [item.article.outlet for item in quake] == ["xezer-xeber", "caspian-courier"]
    assert stand.publish("quba-earthquake") == quake[1]
    left = len(ARTICLES) - BACKLOG - 3
    assert len([item for item in iter(stand.publish_next, None) if item]) == left
    assert stand.publish_next() is None


async def test_it_publishes_by_itself_when_asked_to(session):
    stand = Stand(lambda: NOW, backlog=0)
    async with serve_newsstand(stand, every=0.001) as site:
        while stand.find("/caspian-courier/culture/tbilisi-film-festival") is None:
            async with session.get(f"{site.base_url}/") as answer:
                assert answer.status == 200


# --- feeds ---


@pytest.mark.parametrize("outlet", OUTLETS.values(), ids=OUTLETS)
async def test_a_feed_carries_what_its_outlet_published_newest_first(get, stand, site, outlet):
    while stand.publish_next():
        pass
    status, body, headers = await get(outlet.feed_path)
    assert status == 200
    own = stand.newest(outlet)
    assert all(newer.at >= older.at for newer, older in pairwise(own))
    if outlet.feed is Feed.JSON:
        assert headers["Content-Type"].startswith("application/feed+json")
        items = json.loads(body)["items"]
        links = [item["url"] for item in items]
        whole = items[0]["content_text"]
    else:
        parsed = feedparser.parse(body)
        assert bool(parsed.bozo) == (outlet.feed is Feed.BROKEN_RSS)
        assert parsed.feed.language == outlet.language
        links = [entry.link for entry in parsed.entries]
        whole = parsed.entries[0].get("content", [{"value": parsed.entries[0].summary}])[0]["value"]
    assert links == [f"{site.base_url}{item.path}" for item in own]
    assert (own[0].article.paragraphs[-1] in whole) == outlet.full


async def test_a_feed_that_has_not_changed_is_answered_304_by_etag_and_by_date(get, stand):
    path = feed("caspian-courier")
    _, _, headers = await get(path)
    assert (await get(path, **{"If-None-Match": headers["ETag"]}))[:2] == (304, b"")
    assert (await get(path, **{"If-Modified-Since": headers["Last-Modified"]}))[0] == 304
    assert (await get(path, **{"If-None-Match": '"other"', "If-Modified-Since": headers["Last-Modified"]}))[
        0
    ] == 200
    stand.publish("quba-earthquake")
    assert (await get(path, **{"If-None-Match": headers["ETag"]}))[0] == 200
    assert (await get(path, **{"If-Modified-Since": headers["Last-Modified"]}))[0] == 200


# --- pages ---


@pytest.mark.parametrize("slug", PROGRAMME[::3])
async def test_the_text_can_be_extracted_from_every_kind_of_page(get, stand, slug):
    item = stand.publish(slug)
    status, body, _ = await get(item.path)
    assert status == 200
    extracted = trafilatura.extract(body.decode()) or ""
    missing = [paragraph for paragraph in item.article.paragraphs if paragraph not in extracted]
    assert missing == []


async def test_a_promoted_page_has_the_app_the_teasers_and_the_call_for_comments_in_its_text(get, stand):
    item = stand.publish("baghdad-metro-contract")
    assert item.outlet.page is Page.PROMOTED
    page = (await get(item.path))[1].decode()
    words = WORDS["en"]
    text = page[page.index('class="news-text"') : page.index("</main>")]
    assert all(line in text for line in (words.app, words.opinion, words.comment))
    teaser = next(stand.others(item)).article.title
    assert text.count(teaser) == 2
    assert "..." in text


async def test_a_page_tells_its_title_picture_and_time_to_whoever_shows_a_link_to_it(get, stand, site):
    item = stand.publish("quba-earthquake")
    page = (await get(item.path))[1].decode()
    assert f'property="og:title" content="{item.article.title}"' in page
    assert f'property="og:image" content="{site.base_url}{item.picture_path}"' in page
    status, picture, _ = await get(item.picture_path)
    assert (status, picture[:4]) == (200, b"\x89PNG")


async def test_what_is_not_published_yet_is_not_there(get):
    assert (await get("/caspian-courier/world/quba-earthquake"))[0] == 404
    assert (await get("/caspian-courier/wrong/tbilisi-film-festival"))[0] == 404
    assert (await get("/nobody"))[0] == 404


async def test_the_front_page_leads_to_every_outlet(get):
    page = (await get("/"))[1].decode()
    assert all(outlet.feed_path in page for outlet in OUTLETS.values())
    assert "Şəkidə ipək muzeyi" in (await get("/xezer-xeber"))[1].decode()


async def test_every_outlet_has_an_address_of_its_own(site, session):
    assert len({url.split("/")[2] for url in site.feed_urls}) == len(OUTLETS)
    for url in site.feed_urls:
        async with session.get(url) as answer:
            assert answer.status == 200


async def test_it_tells_when_every_feed_was_asked_for(site, session):
    waiting = asyncio.create_task(site.reads.until_all(2))
    for url in site.feed_urls * 2:
        assert not waiting.done()
        async with session.get(url) as answer:
            await answer.read()
    async with asyncio.timeout(10):
        await waiting


def test_a_story_is_first_told_by_one_outlet_then_by_the_others(stand):
    first = stand.publish_story()
    others = stand.publish_others()
    assert others
    assert {item.article.event for item in others} == {first.article.event}
    assert stand.publish_others() == []
    assert stand.publish_story().article.event != first.article.event


def test_when_all_stories_are_told_there_is_no_other(stand):
    while stand.publish_story() is not None:
        stand.publish_others()
    assert stand.publish_next() is None
