"""No article is news twice, and none is missed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Article
from bot.feeds.identity import KEY_BYTES, article_keys, shared_addresses

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEAD = ("The ferry between the two banks of the bay returned to service on Monday morning after a month of repairs "
        "that cost the harbour twice what its council had set aside.")  # fmt: skip
FERRY = Article(
    title="Ferry returns to the bay", text=f"{LEAD}\nTickets cost as much as before.", guid="a1",
    url="https://herald.example/news/ferry-returns", published_at=NOW - HOUR,
)  # fmt: skip


def is_known(new, old=FERRY, *, feed=1, later=timedelta(0), shared=frozenset()):
    """Whether `new` is known once `old` has been stored."""
    stored = set(article_keys(old, 1, seen_at=NOW, shared=shared))
    return bool(stored & set(article_keys(new, feed, seen_at=NOW + later, shared=shared)))


def test_the_same_article_is_known():
    assert is_known(FERRY)
    assert is_known(FERRY, later=300 * DAY)


@pytest.mark.parametrize("change", [
    {"guid": "a2"}, {"guid": ""}, {"title": "Ferry is back"}, {"text": "Something else."}, {"published_at": NOW},
    {"published_at": None}, {"url": "https://m.herald.example/news/ferry-returns/amp?utm_source=rss"}, {"url": ""},
    {"url": "https://herald.example/sea/ferry-returns"}, {"language": "en", "author": "A. Lee"},
])  # fmt: skip
def test_an_article_with_one_change_is_known(change):
    assert is_known(replace(FERRY, **change))


def test_a_changed_guid_address_and_headline_together_are_known_by_the_first_words():
    moved = replace(FERRY, guid="b7", url="https://herald.example/sea/it-is-back", title="It is back: the bay's ferry",
                    published_at=NOW + 3 * HOUR)  # fmt: skip
    assert is_known(moved)


def test_one_text_under_two_titles_is_two_articles():
    """A publisher's mistake, seen in the wild: dropping either would lose news."""
    other = replace(
        FERRY, guid="b7", url="https://herald.example/budget", title="Council passes next year's budget"
    )
    assert not is_known(other)


def test_a_short_text_needs_its_title_too():
    short = replace(FERRY, text="All you need to know this morning.")
    assert is_known(replace(short, guid="b", url="https://herald.example/b"), short)
    assert not is_known(
        replace(short, guid="b", url="https://herald.example/b", title="Storm warning for the bay"), short
    )


def test_a_daily_column_is_news_every_day():
    column = Article(title="The bay this morning", text="All you need to know this morning.", guid="m1",
                     url="https://herald.example/morning-1", published_at=NOW)  # fmt: skip
    tomorrow = replace(column, guid="m2", url="https://herald.example/morning-2", published_at=NOW + DAY)
    assert not is_known(tomorrow, column)
    undated = replace(column, published_at=None)
    assert not is_known(
        replace(undated, guid="m2", url="https://herald.example/morning-2"), undated, later=DAY
    )


def test_midnight_does_not_make_an_article_new():
    evening = replace(FERRY, published_at=datetime(2026, 11, 23, 23, 58, tzinfo=UTC))
    night = replace(
        FERRY, guid="b", url="https://herald.example/b", published_at=datetime(2026, 11, 24, 0, 5, tzinfo=UTC)
    )
    assert is_known(night, evening)


def test_an_archive_issued_again_is_not_news():
    """A change of system: every guid and address is new, the dates and words are the old ones."""
    again = replace(FERRY, guid="new-1", url="https://herald.example/2026/11/ferry-returns")
    assert is_known(again, later=90 * DAY)


def test_guids_count_within_their_feed_only():
    other = Article(
        title="Another", text="Other words.", guid="a1", url="https://gazette.example/1", published_at=NOW
    )
    assert not is_known(other, feed=2)
    assert is_known(other, feed=1)


def test_the_words_of_an_agency_in_another_outlet_are_another_article():
    assert not is_known(replace(FERRY, guid="x", url="https://gazette.example/ferry"), feed=2)


def test_one_article_in_two_feeds_of_an_outlet_is_one():
    assert is_known(replace(FERRY, guid="other"), feed=2)


def test_an_edited_slug_beside_the_number_of_an_article_is_the_same_article():
    one = Article(
        title="A", guid="1", url="https://herald.example/news/12345678/ferry-returns-to-bay", published_at=NOW
    )
    two = Article(
        title="B", guid="2", url="https://herald.example/sea/12345678/ferry-returns-at-last", published_at=NOW
    )
    assert is_known(two, one)


def test_a_number_shared_by_a_section_is_no_identity():
    one = Article(title="A", guid="1", url="https://herald.example/12345678/ferry-returns", published_at=NOW)
    two = Article(title="B", guid="2", url="https://herald.example/12345678/storm-warning", published_at=NOW)
    assert not is_known(two, one)


def test_a_home_page_names_no_article():
    one = Article(title="First alert of the day", guid="1", url="https://herald.example/", published_at=NOW)
    two = Article(title="Second alert of the day", guid="2", url="https://herald.example", published_at=NOW)
    assert not is_known(two, one)


def test_a_live_page_names_no_article():
    live = [Article(title=f"Update {n}: more of it", guid=f"{n}", url="https://herald.example/live#p", published_at=NOW)
            for n in range(4)]  # fmt: skip
    shared = shared_addresses(live, site_url="https://herald.example/")
    assert not is_known(live[1], live[0], shared=shared)
    assert shared_addresses([FERRY, FERRY]) == {""}


def test_every_article_has_a_key():
    keys = article_keys(Article(title="Bare"), 1, seen_at=NOW)
    assert keys
    assert all(len(key) == KEY_BYTES for key in keys)


@given(st.builds(Article, title=st.text(min_size=1, max_size=40), text=st.text(max_size=200), guid=st.text(max_size=20),
                 url=st.text(max_size=60), published_at=st.none() | st.datetimes(timezones=st.just(UTC))))  # fmt: skip
def test_any_article_has_the_same_keys_every_time(article):
    keys = article_keys(article, 1, seen_at=NOW)
    assert keys == article_keys(article, 1, seen_at=NOW)
    assert len(set(keys)) == len(keys) > 0
