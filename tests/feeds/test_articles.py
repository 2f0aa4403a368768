"""Entries as articles."""

from bot.domain.article import MAX_TEXT
from bot.feeds.articles import article_of, articles_of
from bot.feeds.model import Entry, Feed

FEED = Feed(format="rss2.0", title="Harbour Herald", language="en")


def made(entry):
    article = article_of(entry, FEED)
    assert article is not None
    return article


def test_the_fuller_of_summary_and_content_is_the_text():
    entry = Entry(title="Ferry", summary="<p>Short.</p>", content="<p>Long words.</p><p>More of them.</p>")
    assert made(entry).text == "Long words.\nMore of them."
    assert made(Entry(title="Ferry", summary="<p>Words.</p>", content="<img src=x>")).text == "Words."


def test_the_outlet_is_the_source_and_leaves_the_title():
    article = made(Entry(title="Ferry returns to the bay - Harbour Herald"))
    assert (article.title, article.source, article.language) == (
        "Ferry returns to the bay",
        "Harbour Herald",
        "en",
    )


def test_an_entry_without_a_title_is_called_by_its_first_words():
    assert made(Entry(summary="<p>The ferry is back.</p><p>More.</p>")).title == "The ferry is back."
    long = made(Entry(summary="word " * 100)).title
    assert long.endswith("word…")
    assert len(long) < 150


def test_an_entry_without_words_is_no_article():
    assert article_of(Entry(url="https://a.example/1"), FEED) is None
    assert articles_of(Feed(format="rss2.0", entries=(Entry(), Entry(title="Ferry")))) != ()


def test_a_picture_in_the_content_stands_in_for_a_missing_one():
    picture = "https://a.example/f.jpg"
    assert made(Entry(title="F", content=f'<img src="{picture}">')).image_url == picture


def test_a_text_is_capped():
    assert len(made(Entry(title="F", content="word " * 100_000)).text) == MAX_TEXT
