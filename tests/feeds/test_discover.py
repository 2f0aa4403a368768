"""The feeds of a site, from any of its addresses."""

import pytest

from bot.errors import BadStatus
from bot.feeds.discover import candidates, discover, usual_places
from tests.feeds.hostile import RSS, answer, serving

PAGE = b"""<html><head><base href="https://herald.example/en/">
<link rel="alternate" type="application/rss+xml" title="Herald &amp; news" href="/rss">
<link rel="Alternate" type="application/atom+xml" href="atom.xml"><link rel="alternate" hreflang="az" href="/az">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"><link rel="stylesheet" href="/x.css"></head>
<body><a href="/rss">RSS</a><a href="/sport/feed/">Sport</a><a href="/about">About</a><a href="http://[bad/rss">x</a></body></html>"""


def test_a_page_names_its_feeds_and_not_those_of_its_comments():
    found = candidates(PAGE, url="https://herald.example/")
    assert [one.url for one in found] == [
        "https://herald.example/rss", "https://herald.example/en/atom.xml", "https://herald.example/sport/feed/",
    ]  # fmt: skip
    assert found[0].title == "Herald & news"


@pytest.mark.parametrize("body", [b"", b"\x00", b"<", b"plain words"])
def test_a_page_of_anything_names_none(body):
    assert candidates(body, url="https://herald.example/") == ()


def test_usual_places_are_below_the_address_first():
    assert usual_places("https://herald.example/sport/")[:3] == (
        "https://herald.example/sport/feed/", "https://herald.example/sport/rss", "https://herald.example/feed/",
    )  # fmt: skip


async def test_the_address_of_a_feed_is_itself(fetcher, workers):
    async with serving({"rss": answer("200 OK", body=RSS)}) as visits:
        (found,) = await discover(fetcher, workers, f"{visits.url}/rss")
    assert (found.url, found.title) == (f"{visits.url}/rss", "Harbour Herald")


async def test_the_address_of_a_site_gives_the_feed_it_announces(fetcher, workers):
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/news.rss"></head></html>'
    async with serving({"": answer("200 OK", body=page), "news.rss": answer("200 OK", body=RSS)}) as visits:
        (found,) = await discover(fetcher, workers, f"{visits.url}/")
    assert found.url == f"{visits.url}/news.rss"


async def test_a_site_that_announces_nothing_is_asked_at_the_usual_places(fetcher, workers):
    async with serving(
        {"": answer("200 OK", body=b"<html></html>"), "rss.xml": answer("200 OK", body=RSS)}
    ) as visits:
        (found,) = await discover(fetcher, workers, f"{visits.url}/")
    assert found.url == f"{visits.url}/rss.xml"


async def test_a_site_without_a_feed_has_none(fetcher, workers):
    async with serving({"": answer("200 OK", body=b"<html></html>")}) as visits:
        assert await discover(fetcher, workers, f"{visits.url}/") == ()
        with pytest.raises(BadStatus):
            await discover(fetcher, workers, f"{visits.url}/nothing")
