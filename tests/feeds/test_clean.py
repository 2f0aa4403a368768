"""HTML of strangers to plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.clean import clean_title, first_image, html_to_text, plain, without_outlet


@pytest.mark.parametrize(("markup", "text"), [
    ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
    ("One.<br/>Two.<br>\n<br>Three.", "One.\nTwo.\nThree."),
    ("<p>One\n  and   a half.</p>", "One and a half."),
    ("<p>A <b>bold</b>, <i>quiet</i> <a href='x'>word</a>.</p>", "A bold, quiet word."),
    ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
    ("<p>Seen.</p><script>alert(1)</script><style>p{}</style><p>Too.</p>", "Seen.\nToo."),
    ("<figure><img src=x><figcaption>Photo: A. Lee</figcaption></figure><p>Words.</p>", "Words."),
    ("Fish &amp; chips &lt;fried&gt;", "Fish & chips <fried>"),
    ("caf\u00e9&nbsp;bar\u200b", "café bar"),
    ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
    ("No mark-up at all.\n\nSecond paragraph.", "No mark-up at all.\nSecond paragraph."),
    ("", ""),
    ("<p>unclosed <b>tags <p>everywhere", "unclosed tags\neverywhere"),
    ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ("<!-- hidden -->shown", "shown"),
    ("<p>e\u0301</p>", "é"),
])  # fmt: skip
def test_paragraphs_become_lines(markup, text):
    assert html_to_text(markup) == text


def test_nesting_of_any_depth_is_read_without_recursion():
    assert html_to_text("<div>" * 5_000 + "deep" + "</div>" * 5_000) in {"", "deep"}


@pytest.mark.parametrize(("raw", "title"), [
    ("Ferry\nreturns \t today", "Ferry returns today"),
    ("Ferry &amp; port", "Ferry & port"),
    ("Ferry &amp;amp; port", "Ferry & port"),
    ("<b>Ferry</b> returns", "Ferry returns"),
    ("&lt;b&gt;Ferry&lt;/b&gt; returns", "Ferry returns"),
    ("Profit < loss & more", "Profit < loss & more"),
    ("evil\u202egpj.exe", "evilgpj.exe"),
    ("\ufeffFerry\u200b re\u00adturns", "Ferry returns"),
    ("Ferry<script>alert(1)</script> returns<style>b{}", "Ferry returns"),
    ("Fer\x00ry", "Ferry"),
    ("It\x92s back", "It’s back"),
    ("می\u200cرود", "می\u200cرود"),
])  # fmt: skip
def test_a_title_is_one_plain_line(raw, title):
    assert clean_title(raw) == title


@pytest.mark.parametrize(("title", "outlet", "bare"), [
    ("Ferry returns to the bay - Harbour Herald", "Harbour Herald", "Ferry returns to the bay"),
    ("Ferry returns to the bay | Harbour Herald", "Harbour Herald: News", "Ferry returns to the bay"),
    ("Ferry returns to the bay — HERALD.example", "herald.example", "Ferry returns to the bay"),
    ("Ferry returns to the bay - a first look", "Harbour Herald", "Ferry returns to the bay - a first look"),
    ("Baku - Tbilisi", "Tbilisi Times", "Baku - Tbilisi"),
    ("Ferry returns to the bay", "Harbour Herald", "Ferry returns to the bay"),
    ("Long-range ferry", "ferry", "Long-range ferry"),
])  # fmt: skip
def test_the_outlet_is_taken_off_a_title_only_when_it_is_the_outlet(title, outlet, bare):
    assert without_outlet(title, outlet) == bare


def test_the_first_picture_is_no_tracking_pixel():
    assert (
        first_image('<img src="/pixel.gif" width="1" height="1"><img src="/ferry.jpg" width="600">')
        == "/ferry.jpg"
    )
    assert first_image('<img src="data:image/png;base64,xx">') == ""
    assert first_image("<p>none</p>") == ""


@given(st.text())
def test_plain_text_never_holds_what_hides_or_reverses(text):
    cleaned = plain(text)
    assert not set(cleaned) & set("\u202e\u202d\u2066\u2069\u200b\u200e\u200f\ufeff\x00\x1b\x9b")
    assert plain(cleaned) == cleaned


@given(st.text())
def test_any_markup_becomes_text_without_tags_of_ours(markup):
    html_to_text(markup)
    assert "\n" not in clean_title(markup)


@given(st.lists(st.sampled_from(["<p>", "</p>", "<div>", "</div>", "<script>", "</script>", "<b", ">", "&amp;",
    "&#x0;", "word ", "<!--"]), max_size=60))  # fmt: skip
def test_any_soup_of_tags_becomes_text(pieces):
    assert "<script>" not in html_to_text("".join(pieces))
