import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import StoryId
from bot.domain.brief import CountryCode, TopicId
from bot.domain.countries import COUNTRIES
from bot.domain.interest import EVERYTHING, Interest, fold, keyword_key, read_key, story_keys
from bot.domain.topics import TOPICS

ENERGY = TopicId("medtop:20000256")
GEORGIA = CountryCode("GE")

interests = st.one_of(
    st.builds(
        Interest,
        topic=st.none() | st.sampled_from(list(TOPICS)),
        country=st.none() | st.sampled_from(COUNTRIES),
    ),
    st.builds(Interest, keyword=st.from_regex(r"[a-z]{1,20}( [a-z]{1,20})?", fullmatch=True)),
    st.builds(Interest, story=st.integers(1, 10**9).map(StoryId)),
)


@given(interests)
def test_an_interest_is_read_back_from_its_key(interest):
    assert read_key(interest.key) == interest


def test_a_story_about_energy_in_georgia_answers_to_it_and_to_all_above_it():
    keys = story_keys(StoryId(7), [ENERGY], [GEORGIA])
    for interest in (
        EVERYTHING,
        Interest(topic=ENERGY),
        Interest(topic=TopicId("medtop:04000000")),
        Interest(country=GEORGIA),
        Interest(topic=ENERGY, country=GEORGIA),
        Interest(topic=TopicId("medtop:04000000"), country=GEORGIA),
        Interest(story=StoryId(7)),
    ):
        assert interest.key in keys


def test_a_story_does_not_answer_to_a_country_or_a_topic_that_it_is_not_about():
    keys = story_keys(StoryId(7), [ENERGY], [GEORGIA])
    assert Interest(country=CountryCode("AM")).key not in keys
    assert Interest(topic=TopicId("medtop:15000000")).key not in keys
    assert Interest(topic=ENERGY, country=CountryCode("AM")).key not in keys


@pytest.mark.parametrize("typed", ["Baku  Port", "BAKU PORT", "bakú port", "“baku port”"])
def test_a_keyword_has_one_key_however_it_is_typed(typed):
    assert keyword_key(typed) == '"baku port"'


@pytest.mark.parametrize("typed", ["İlham", "ilham", "ILHAM", "Ilham"])
def test_dotted_and_dotless_i_are_one_letter(typed):
    assert fold(typed) == "ilham"


@pytest.mark.parametrize(
    ("typed", "folded"), [("Йод", "йод"), ("Ёлка", "елка"), ("Bakı", "baki"), ("Ədalət", "ədalət")]
)
def test_letters_that_are_no_accented_ones_stay(typed, folded):
    assert fold(typed) == folded


def test_an_interest_is_one_thing_only():
    with pytest.raises(ValueError, match="not several"):
        Interest(topic=ENERGY, keyword="oil")


@pytest.mark.parametrize("text", ["", "*", "04000000", "story/", '""', "04000000/geo", "drop table"])
def test_text_that_is_no_key_is_refused(text):
    with pytest.raises(ValueError, match="not a subscription key"):
        read_key(text)
