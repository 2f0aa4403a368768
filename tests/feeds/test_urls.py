"""One address for one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.urls import canonical_url, readers_url, site_of

PAGE = "https://herald.example/news/2026/ferry-returns"


@pytest.mark.parametrize("url", [
    "http://herald.example/news/2026/ferry-returns", "https://www.herald.example/news/2026/ferry-returns",
    "https://m.herald.example/news/2026/ferry-returns", "https://mobile.herald.example/news/2026/ferry-returns",
    "https://amp.herald.example/news/2026/ferry-returns", "https://HERALD.example:443/news/2026/ferry-returns",
    "http://herald.example:80/news/2026/ferry-returns", "https://herald.example/news/2026/ferry-returns/",
    "https://herald.example//news/2026//ferry-returns", "https://herald.example/news/2026/ferry-returns/amp",
    "https://herald.example/news/2026/ferry-returns/amp/", "https://herald.example/amp/news/2026/ferry-returns",
    "https://herald.example/news/amp/2026/ferry-returns", "https://herald.example/news/2026/ferry-returns.amp",
    "https://herald.example/news/2026/ferry-returns/index.html", "https://herald.example/news/2026/ferry-returns#top",
    "https://herald.example/news/2026/ferry-returns?utm_source=rss&utm_medium=feed",
    "https://herald.example/news/2026/ferry-returns?fbclid=abc", "https://herald.example/news/2026/ferry-returns?amp",
    "https://herald.example/news/2026/ferry-returns?amp=1&gclid=2&ref=rss",
    "https://herald.example/news/2026/ferry-returns?",
    "https://herald.example/news/2026/ferry-returns?outputType=amp",
    "https://herald.example/news/2026/ferry%2Dreturns",
    "https://herald-example.cdn.ampproject.org/c/s/herald.example/news/2026/ferry-returns",
    "https://www.google.com/amp/s/herald.example/news/2026/ferry-returns",
    " https://herald.example/news/2026/ferry-returns ",
])  # fmt: skip
def test_every_spelling_of_a_page_is_one_address(url):
    assert canonical_url(url) == canonical_url(PAGE)


@pytest.mark.parametrize("url", [
    "https://herald.example/news/2026/ferry-return", "https://herald.example/News/2026/ferry-returns",
    "https://herald.example/news/2026/ferry-returns?page=2", "https://herald.example/news/2026/ferry-returns?id=5",
    "https://sport.herald.example/news/2026/ferry-returns", "https://herald.example:8080/news/2026/ferry-returns",
    "https://herald.example/news/2026/amplifier", "https://herald.example/news/2026/ferry-returns#!/live",
])  # fmt: skip
def test_another_page_is_another_address(url):
    assert canonical_url(url) != canonical_url(PAGE)


def test_parameters_that_name_an_article_are_kept_in_any_order():
    assert canonical_url("https://a.example/?b=2&a=1&utm_x=1") == canonical_url(
        "http://www.a.example/?a=1&b=2"
    )
    assert canonical_url("https://a.example/?p=1") != canonical_url("https://a.example/?p=2")


def test_letters_of_any_script_are_one_address_with_their_escapes():
    assert canonical_url("https://пример.рф/новости/паром") == canonical_url(
        "https://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC"
    )


@pytest.mark.parametrize(
    "url", ["", "mailto:a@b.example", "javascript:1", "/ferry", "http://", "http://[::1", "tag:a,2026:1"]
)
def test_what_is_no_address_of_the_web_has_no_canonical_form(url):
    assert canonical_url(url) == ""


def test_the_readers_address_still_works_and_carries_no_trackers():
    assert readers_url("https://www.a.example/x?id=5&utm_source=rss#y") == "https://www.a.example/x?id=5#y"
    assert readers_url("https://a.example/x?id=%2F") == "https://a.example/x?id=%2F"


def test_the_site_of_a_page_is_its_plain_host():
    assert site_of("https://www.herald.example/a/b") == "herald.example"
    assert site_of("https://m.herald.example?x=1") == "herald.example"


@given(st.text(max_size=80))
def test_any_text_has_a_canonical_form_or_none(text):
    canonical_url(text)
    readers_url(text)
    form = canonical_url(f"https://{text}")
    assert canonical_url(f"http://{form}") in {form, ""} or "//" in form or "%" in form or not form.isascii()
