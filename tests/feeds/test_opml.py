"""Lists of feeds in and out."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedListError
from bot.feeds.opml import ListedFeed, read_feed_list, write_opml

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OPML = b"""<?xml version="1.0"?><opml version="1.1"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Caucasus">
<outline type="rss" text="Herald &amp; Co" xmlUrl="https://herald.example/rss" htmlUrl="https://herald.example/"/></outline></outline>
<outline TITLE="Gazette" XMLURL="https://gazette.example/rss?a=1&b=2"/>
<outline text="Twice" xmlUrl="https://herald.example/rss"/><outline text="Home" xmlUrl="http://127.0.0.1/rss"/>
<outline text="File" xmlUrl="file:///etc/passwd"/></body></opml>"""


def test_opml_is_read_with_its_folders_and_its_faults():
    listed = read_feed_list(OPML)
    assert listed.feeds[0] == ListedFeed(
        url="https://herald.example/rss",
        title="Herald & Co",
        site_url="https://herald.example/",
        category="News/Caucasus",
    )
    assert listed.feeds[1].url == "https://gazette.example/rss?a=1&b=2"
    assert len(listed.feeds) == 2


def test_addresses_we_may_not_reach_are_told_with_the_reason():
    assert {url: why for url, why in read_feed_list(OPML).refused} == {  # noqa: C416  # reads as what it is
        "http://127.0.0.1/rss": "loopback", "file:///etc/passwd": "not http or https",
    }  # fmt: skip
    assert len(read_feed_list(OPML, allow_private=True).feeds) == 3


def test_a_plain_list_is_read():
    listed = read_feed_list(b"# mine\nhttps://a.example/rss, https://b.example/rss\n\nhttps://a.example/rss")
    assert [feed.url for feed in listed.feeds] == ["https://a.example/rss", "https://b.example/rss"]


@pytest.mark.parametrize(("body", "word"), [
    (b"", "names no feed"), (b"nothing here", "names no feed"), (b"<opml><body/></opml>", "names no feed"),
    (b"<rss/>", "not OPML"), (b"<opml", "not XML"), (b"<html>" * 300, "not XML"), (b"x" * 6_000_000, "larger"),
    (b'<!DOCTYPE o [<!ENTITY a "x">]><opml/>', "entities"),
    (b"https://a.example/" + b" https://a.example/%d" * 20_000, "more than"),
])  # fmt: skip
def test_what_is_no_list_is_said_plainly(body, word):
    with pytest.raises(FeedListError, match=word):
        read_feed_list(body)


def test_what_was_written_is_read_back():
    feeds = (ListedFeed(url="https://a.example/rss?x=1&y=<2>", title='"><script>&', category="A & B"),
             ListedFeed(url="https://b.example/rss", title="B", site_url="https://b.example/"))  # fmt: skip
    assert b"<script>" not in write_opml(feeds, now=NOW)
    assert [feed.url for feed in read_feed_list(write_opml(feeds, now=NOW)).feeds] == [
        feed.url for feed in feeds
    ]


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_title_can_be_written(title, category):
    body = write_opml([ListedFeed(url="https://a.example/rss", title=title, category=category)], now=NOW)
    assert read_feed_list(body).feeds[0].url == "https://a.example/rss"


def test_the_starter_list_is_a_list_of_open_feeds():
    listed = read_feed_list(files("bot.feeds").joinpath("starter.opml").read_bytes())
    assert listed.refused == ()
    assert {feed.category for feed in listed.feeds} == {"English", "Русский", "Azərbaycanca", "Türkçe"}
    assert 8 <= len(listed.feeds) <= 30
