import pytest

from bot.domain.brief import CountryCode, TopicId
from bot.domain.interest import Interest
from bot.texts.complete import Kind, complete


def names(typed: str, language: str, **how) -> list[str]:
    return [one.country or str(one.topic) for one in complete(typed, language, **how)]


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [("ge", "en", "GE"), ("geo", "en", "GE"), ("gü", "az", "GE"), ("гру", "ru", "GE"),
     ("gür", "tr", "GE"), ("GÜR", "az", "GE"), ("united", "en", "AE"), ("usa", "en", "US"), ("сша", "ru", "US")],
)  # fmt: skip
def test_letters_find_the_countries_that_begin_with_them(typed, language, first):
    assert names(typed, language, kind=Kind.COUNTRIES)[0] == first


def test_letters_find_topics_too():
    assert Interest(topic=TopicId("medtop:20000256")) in complete("ener", "en", kind=Kind.TOPICS)
    assert Interest(topic=TopicId("medtop:20001065")) == complete("футб", "ru")[0]


def test_a_later_word_of_a_name_begins_with_the_letters_too():
    assert names("kor", "en", kind=Kind.COUNTRIES)[:2] == ["KP", "KR"]


def test_names_in_other_languages_come_after_the_readers_own():
    assert names("гру", "en")[0] == "GE"
    assert names("al", "az", kind=Kind.COUNTRIES)[0] == "AX"


def test_a_misspelled_name_is_found_as_well():
    assert complete("azerbajan", "en") == [Interest(country=CountryCode("AZ"))]


def test_a_picker_of_countries_offers_no_topics_and_the_other_way_round():
    assert all(one.country and not one.topic for one in complete("a", "en", kind=Kind.COUNTRIES))
    assert all(one.topic and not one.country for one in complete("a", "en", kind=Kind.TOPICS))


def test_no_more_are_offered_than_asked_for_and_none_twice():
    found = complete("a", "en", most=7)
    assert len(found) == len(set(found)) == 7


@pytest.mark.parametrize("typed", ["", " ", "…", "xqzw", "hello"])
def test_what_begins_nothing_finds_nothing(typed):
    assert complete(typed, "en") == []
