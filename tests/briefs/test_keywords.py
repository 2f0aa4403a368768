"""Keywords that readers type, found in articles."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefs.keywords import KeywordMatcher
from bot.domain.article import Article
from bot.domain.interest import keyword_key


def found(keyword, text, language="en", title=""):
    key = keyword_key(keyword)
    return key in KeywordMatcher([key]).find(Article(title=title, text=text), language)


@pytest.mark.parametrize(
    ("keyword", "text", "language"),
    [
        ("election", "Two elections were held.", "en"),
        ("Baku port", "The new BAKU port opened.", "en"),
        ("côte d'ivoire", "A court in Côte d’Ivoire ruled.", "en"),
        ("нефть", "Цены на нефть и добыча нефти выросли.", "ru"),
        ("Баку", "Встреча прошла в Баку.", "ru"),
        ("Bakı", "Bakıda külək güclənəcək.", "az"),
        ("İlham", "ilham dolu bir gün", "tr"),
        ("deprem", "Depremde hasar yok.", "tr"),
        ("5G", "The first 5G network.", "en"),
        ("AT&T", "Shares of AT&T rose.", "en"),
        ("Tesla", "Tesla's new plant.", "en"),
    ],
)
def test_a_keyword_is_found_in_any_case_and_ending(keyword, text, language):
    assert found(keyword, text, language)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [("port", "A report on sport."), ("baku port", "The port of Baku."), ("oil", "Turmoil in the markets.")],
)
def test_a_keyword_stands_on_word_borders_and_in_order(keyword, text):
    assert not found(keyword, text)


def test_the_title_is_searched_too_but_a_phrase_does_not_span_it():
    assert found("strike", "", title="Strike at the port")
    assert not found("port workers", "Workers left.", title="Strike at the port")


def test_no_keywords_find_nothing():
    assert KeywordMatcher([]).find(Article(title="Oil", text="Oil"), "en") == frozenset()


def test_all_keywords_of_an_article_are_found_at_once():
    keys = [keyword_key(word) for word in ("oil", "oil price", "price", "gas")]
    assert KeywordMatcher(keys).find(Article(title="The oil price"), "en") == frozenset(keys[:3])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abcdef ", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=8))
def test_a_keyword_is_always_found_in_a_text_that_is_itself(keywords):
    for keyword in keywords:
        assert found(keyword, f"so {keyword} ends", "en")


def test_a_hundred_thousand_keywords_cost_an_article_no_more_than_ten():
    words = [f"word{number}" for number in range(100_000)]
    article = Article(title="word7 word99999", text=" ".join(f"text{n}" for n in range(600)))
    few, many = (KeywordMatcher(map(keyword_key, some)) for some in (words[:10], words))
    assert {len(few.find(article, "en")), len(many.find(article, "en"))} == {1, 2}
    took = {matcher: min(_seconds(matcher, article) for _ in range(5)) for matcher in (few, many)}
    assert took[many] < 5 * took[few] + 0.001


def _seconds(matcher, article):
    start = time.perf_counter()
    matcher.find(article, "en")
    return time.perf_counter() - start
