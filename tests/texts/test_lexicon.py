"""The lists of words are what they should be: known numbers and codes, no word twice, none that means nothing."""

from collections import Counter
from importlib import resources

import pytest

from bot.domain.countries import COUNTRIES
from bot.domain.interest import Interest
from bot.domain.topics import TOPICS, topic_id
from bot.texts.languages import LANGUAGES
from bot.texts.lexicon import Rank, lexicon
from bot.texts.spelling import spelled
from bot.texts.stopwords import without_stop_words


def lines(language: str, kind: str) -> list[tuple[str, list[str]]]:
    source = resources.files("bot.texts") / "locales" / language / f"{kind}.txt"
    entries = [
        line.split(" ", 1) for line in source.read_text("utf-8").splitlines() if line[:1] not in {"#", ""}
    ]
    return [(key, [word.strip() for word in words.split(",")]) for key, words in entries]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_names_only_topics_and_countries_that_there_are_each_once(language):
    topics = [key for key, _ in lines(language, "topics")]
    countries = [key for key, _ in lines(language, "countries")]
    assert {topic_id(key) for key in topics} <= set(TOPICS)
    assert set(countries) <= set(COUNTRIES)
    assert max(Counter(topics + countries).values()) == 1
    assert topics == sorted(topics, key=[topic.removeprefix("medtop:") for topic in TOPICS].index)
    assert countries == sorted(countries)


@pytest.mark.parametrize("kind", ["topics", "countries"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_list_means_something_when_it_is_typed(language, kind):
    for key, words in lines(language, kind):
        assert all(without_stop_words(spelled(word)) for word in words), key


@pytest.mark.parametrize("languages", [LANGUAGES, *((language,) for language in LANGUAGES)])
def test_a_word_has_several_meanings_only_on_purpose(languages):
    on_purpose = {
        "congo", "konqo", "конго", "kongo", "korea", "koreya", "корея", "kore", "it", "ит", "bt", "virgin islands",
    }  # fmt: skip
    several = {
        " ".join(phrase)
        for phrase, things in lexicon(languages).phrases()
        if len(things) > 1 and things[0].rank is not Rank.NEAR
    }
    assert several <= on_purpose


def test_every_topic_and_country_can_be_reached_by_some_word():
    reached = {named.interest for _, things in lexicon().phrases() for named in things}
    for topic in TOPICS:
        assert Interest(topic=topic) in reached
    for country in COUNTRIES:
        assert Interest(country=country) in reached


def test_a_name_goes_before_another_things_alias():
    (football,) = lexicon().exact(("football",))
    assert football.rank is Rank.NAME
