from datetime import UTC, datetime, timedelta

from bot.briefs.grouping.probes import POSTINGS, probe_terms
from bot.briefs.grouping.signature import signature
from bot.briefs.grouping.stream import group
from bot.briefs.grouping.window import WINDOW, RecentWindow
from bot.domain.article import Article, StoryId

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PORT = Article(title="Port of Baku reopens after storm", text="Ferries sail from Baku again.", language="en")


def remember(window, number, article=PORT, at=NOON):
    made = signature(article, language="en", at=at)
    window.add(made, probe_terms(made), StoryId(number))
    return made


def found(window, at=NOON):
    made = signature(PORT, language="en", at=at)
    return [one.story for one in window.candidates(probe_terms(made), at)]


def test_an_article_is_found_by_its_telling_words():
    window = RecentWindow()
    remember(window, 7)
    remember(window, 8, Article(title="Chess title decided in Toronto", text="Gukesh draws the last game."))
    assert found(window) == [7]


def test_what_is_older_than_the_window_is_not_found():
    window = RecentWindow()
    remember(window, 7)
    assert found(window, NOON + WINDOW) == [7]
    assert found(window, NOON + WINDOW + timedelta(minutes=1)) == []


def test_articles_without_a_time_are_forgotten_by_count():
    window = RecentWindow(limit=3)
    for number in range(10):
        remember(window, number, at=None)
    assert sorted(found(window, at=None)) == [7, 8, 9]


def test_memory_does_not_grow_with_the_archive():
    window = RecentWindow(limit=50)
    for number in range(500):
        remember(
            window, number, Article(title=f"Name{number} meets Other{number}"), NOON + timedelta(hours=number)
        )
    kept = (window._articles, window._sizes)
    assert all(len(one) <= 50 for one in kept)
    assert len(window._postings) <= 50 * 40


def test_nothing_is_left_of_what_was_forgotten():
    window = RecentWindow(limit=1)
    for title in ("Port of Baku reopens", "Port of Poti reopens", "Chess title decided"):
        last = remember(window, len(title), Article(title=title), at=None)
    assert set(window._postings) == set(probe_terms(last))
    assert {number for probe in window._postings for number in window._found(probe)} == {2}


def test_one_term_leads_to_the_latest_articles_only():
    window = RecentWindow()
    for number in range(POSTINGS + 20):
        remember(window, number)
    assert all(len(window._found(probe)) <= POSTINGS for probe in window._postings)
    assert POSTINGS + 19 in found(window)


def test_a_story_that_was_forgotten_has_no_size_left():
    window = RecentWindow()
    remember(window, 7)
    remember(window, 8, Article(title="Chess title decided"), NOON + WINDOW * 2)
    assert dict(window._sizes) == {8: 1}


def test_a_stream_is_answered_line_by_line():
    def lines():
        yield "a", PORT
        yield "b", Article(title="Baku port reopens after the storm", text="Ferries sail from Baku again.")
        raise AssertionError("asked for a third article before two were answered")

    stream = group(lines())
    assert [next(stream)[0], next(stream)[0]] == ["a", "b"]


def test_a_stream_gives_the_same_stories_each_time():
    articles = [
        (str(n), Article(title=f"Port {n % 3} of Baku reopens", text="Ferries sail again."))
        for n in range(30)
    ]
    assert list(group(articles)) == list(group(articles))
