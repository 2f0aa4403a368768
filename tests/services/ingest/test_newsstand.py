"""All of ingest at once, on the real clock, reading the newsstand: broken feeds, teasers, four languages."""

from dataclasses import replace

from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand
from bot.services.ingest.brief import make_briefs
from bot.services.ingest.group import group_articles
from bot.services.ingest.poll import poll_feeds
from storage import feeds
from tests.services.ingest.press import reached
from tests.world import running, with_settings


def done(stages):
    return not any(stage.startswith(("stored", "briefed")) for stage in stages.values())


async def test_an_event_that_several_outlets_tell_is_one_story_and_nothing_old_is_told(press):
    live = replace(press.world.deps, reach=press.deps.reach)
    deps = with_settings(live, poll_interval=1)
    await press.reader()
    async with serve_newsstand(Stand()) as site:
        async with deps.database.write() as session:
            for url in site.feed_urls:
                await feeds.add_feed(session, url, now=deps.now())
        loops = (poll_feeds, make_briefs, group_articles)
        async with running(*((lambda stop, loop=loop: loop(deps, stop)) for loop in loops)):
            await site.reads.until_all()
            await reached(press, lambda stages: len(stages) == 8 and done(stages), within=120)
            assert await press.owed() == []
            told = [
                published.article.title for published in site.stand.publish_event("quba-quake", outlets=3)
            ]
            await reached(press, lambda stages: set(told) <= set(stages) and done(stages), within=120)
            assert len(await press.owed()) == 1
            assert set(await press.owed()) <= set(told)
    texts = {stored.article.title: stored.article.text for stored in await press.stored()}
    assert all(len(texts[title]) > 300 for title in told)  # whole texts, also where the feed had a teaser
