"""The article in a page, and pages that hold none."""

from datetime import UTC, datetime

import pytest

from bot.errors import ParseError
from bot.feeds.extract import Page, better_text, extract_page, without_teasers

SENTENCES = [
    "The ferry between the two banks of the bay returned to service on Monday after a month of repairs.",
    "The harbour council said the work had cost twice what it had set aside in the spring of the year.",
    "Passengers who had taken the long road around the bay were waiting on the quay before the first light.",
    "The captain, who has crossed the bay for thirty years, said that the new engine was quieter than the old.",
    "Tickets will cost as much as before until the summer, when the council is to decide on them again.",
]
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
HEAD = """<title>Ferry returns to the bay - Harbour Herald</title>
<meta property="og:site_name" content="Harbour Herald">
<meta property="og:title" content="Ferry returns to the bay | Harbour Herald"><link rel="canonical" href="/news/ferry">
<meta property="og:image" content="/f.jpg"><meta property="article:published_time" content="2026-11-20T09:30:00Z">
<meta name="author" content="By Ann Lee">"""
URL = "https://herald.example/news/ferry?utm_source=x"


def page(body, head=HEAD, lang="en"):
    return extract_page(
        f"<!DOCTYPE html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>".encode(), url=URL
    )


def test_an_article_is_its_paragraphs_and_nothing_around_them():
    found = page(
        f"<nav><a href=/>Home</a></nav><article><h1>Ferry returns</h1>{BODY}</article><footer>Imprint</footer>"
    )
    assert found.reason == ""
    assert [line for line in found.text.split("\n") if line in SENTENCES] == SENTENCES
    assert "Imprint" not in found.text


def test_the_head_of_a_page_is_kept():
    found = page(f"<article>{BODY}</article>")
    assert (found.title, found.author, found.site_name) == (
        "Ferry returns to the bay",
        "Ann Lee",
        "Harbour Herald",
    )
    assert found.published_at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert (found.image_url, found.language) == ("https://herald.example/f.jpg", "en")
    assert found.canonical_url == "https://herald.example/news/ferry"


def test_json_ld_is_read():
    data = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
    "headline": "Ferry returns", "datePublished": "2026-11-20T13:30:00+04:00",
    "author": [{"name": "Ann Lee"}, {"name": "Bo"}],
    "image": ["https://herald.example/j.jpg"], "inLanguage": "az"}]}</script>"""
    found = page(f"<article>{BODY}</article>", data, lang="")
    assert (found.title, found.author, found.language) == ("Ferry returns", "Ann Lee, Bo", "az")
    assert found.published_at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert found.image_url == "https://herald.example/j.jpg"


def test_an_address_on_another_site_is_not_canonical():
    assert (
        page(
            f"<article>{BODY}</article>", '<link rel="canonical" href="https://evil.example/x">'
        ).canonical_url
        == ""
    )


@pytest.mark.parametrize(
    "name", ["Harbour Herald", "herald.example.com", "https://a.example/ann", "12345", ""]
)
def test_what_is_no_person_is_no_author(name):
    head = f'<meta property="og:site_name" content="Harbour Herald"><meta name="author" content="{name}">'
    assert page(f"<article>{BODY}</article>", head).author == ""


def test_the_outlet_leaves_the_title_by_its_address_too():
    found = page(f"<article>{BODY}</article>", "<title>Ferry returns to bay - herald.example</title>")
    assert found.title == "Ferry returns to bay"


@pytest.mark.parametrize(
    "broken", ["{", "[1,", "null", "5", '{"@type": 5, "author": {"name": 7}, "image": [[]]}', "[" * 5000]
)
def test_broken_json_ld_costs_nothing(broken):
    assert (
        page(f"<article>{BODY}</article>", f'<script type="application/ld+json">{broken}</script>').reason
        == ""
    )


def test_a_list_of_teasers_is_no_article():
    teasers = "".join(
        f"<div><a href='/{n}'>Headline number {n} of quite some words in it</a></div>" for n in range(40)
    )
    assert page(f"<main>{teasers}</main>", "<title>Harbour Herald</title>").reason in {"teasers", "empty"}


def test_a_cookie_wall_is_no_article():
    wall = (
        "<p>We and our partners use cookies and ask for your consent to personalised ads. Read our privacy policy.</p>"
        * 4
    )
    assert page(f"<main>{wall}</main>", "<title>x</title>").reason in {"wall", "empty"}


def test_a_bot_check_is_no_article():
    assert (
        page(
            "<p>Please enable JavaScript and verify you are human to continue to the site you want to see.</p>",
            "",
        ).reason
        == "wall"
    )


def test_a_paywalls_stub_is_no_article():
    stub = "".join(f"<p>{one}</p>" for one in [*SENTENCES[:3], "Subscribe to continue reading this article."])
    assert page(f"<article>{stub}</article>").reason == "paywall"
    locked = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    )
    assert page(f"<article>{BODY}</article>", locked).reason == "paywall"


def test_a_video_page_is_no_article():
    video = '<meta property="og:type" content="video.other"><title>Ferry from the air</title>'
    assert page(f"<main><p>{SENTENCES[0]}</p></main>", video).reason == "video"


def test_an_empty_page_is_no_article():
    assert page("", "").reason == "empty"


@pytest.mark.parametrize("body", [b"", b"just words", b"\x00\x01\x02<" * 100, b"%PDF-1.7 <x>\x00"])
def test_what_is_no_page_is_a_parse_error(body):
    with pytest.raises(ParseError):
        extract_page(body)


def test_a_page_of_too_many_elements_is_not_tried():
    with pytest.raises(ParseError, match="more elements"):
        page("text<br>" * 100_000)


def test_lines_that_are_only_a_link_are_taken_out():
    linked = frozenset({"storm warning for the whole bay"})
    assert (
        without_teasers("A sentence.\nStorm warning for the whole bay\nAnother one.", linked)
        == "A sentence.\nAnother one."
    )


def test_a_teaser_between_paragraphs_never_reaches_the_text():
    teaser = "<p><a href='/storm'>Storm warning for the whole bay until Friday</a></p>"
    found = page(
        f"<article>{''.join(f'<p>{one}</p>' for one in SENTENCES[:3])}{teaser}<p>{SENTENCES[3]}</p></article>"
    )
    assert "Storm warning" not in found.text


@pytest.mark.parametrize(("feed", "text", "reason", "better"), [
    ("", "The page.", "", "The page."),
    ("The ferry is back in the bay again.", "The ferry is back in the bay again. And more of it.", "", "page"),
    ("The ferry is back in the bay again.", "Subscribe.", "paywall", "feed"),
    ("The ferry is back in the bay again, at last, at last.", "The ferry.", "", "feed"),
    ("The ferry is back in the bay again today.",
    "Cheap flights and hotels, book now and save money on rooms and cars.", "", "feed"),
])  # fmt: skip
def test_the_better_text_wins(feed, text, reason, better):
    chosen = better_text(feed, Page(text=text, reason=reason))
    assert chosen == {"page": text, "feed": feed}.get(better, better)
