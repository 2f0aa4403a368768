"""The data of buttons: read as it was made, never too long for Telegram."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import buttons
from bot.chat.buttons import Pressed
from bot.domain.article import StoryId
from bot.domain.brief import CountryCode
from bot.domain.chat import ChatId
from bot.domain.countries import COUNTRIES
from bot.domain.interest import EVERYTHING, Interest
from bot.domain.topics import TOPICS

INTERESTS = st.one_of(
    st.builds(
        Interest,
        topic=st.none() | st.sampled_from([*TOPICS]),
        country=st.none() | st.sampled_from(COUNTRIES),
    ),
    st.builds(Interest, story=st.integers(1, 10**9).map(StoryId)),
    st.text(min_size=2, max_size=64)
    .filter(lambda text: sum(map(str.isalnum, text)) > 1)
    .map(lambda text: Interest(keyword=text)),
)


@given(INTERESTS, st.none() | st.integers(1, 10**9).map(ChatId))
def test_any_interest_fits_on_a_button_and_is_read_as_it_was(interest, about):
    made = buttons.data("f", buttons.what(interest), "v", about=about)
    assert len(made.encode()) <= 64
    pressed = buttons.read(made)
    assert pressed is not None
    assert pressed.about == about
    found = buttons.read_what(pressed.arg(0), [interest])
    assert found is not None
    assert found.key == interest.key


@given(st.integers(0, 10**12))
def test_numbers_are_read_as_they_were_written(value):
    assert buttons.read_number(buttons.number(value)) == value


def test_the_name_comes_first_and_the_version_behind_it():
    assert buttons.data("f", "04000000/AZ", 56, about=ChatId(36)) == "f1:04000000/AZ:1k@10"
    assert buttons.read("f1:04000000/AZ:1k@10") == Pressed("f", ("04000000/AZ", "1k"), ChatId(36))


@pytest.mark.parametrize("made", ["", "f", "f2:*/*", "1f", "f1:*/*@", "f1:*/*@zzzzzzzzzzzzzzzz", "F1", "go"])
def test_what_is_of_another_version_or_of_nobody_is_not_read(made):
    assert buttons.read(made) is None


def test_a_keyword_that_is_too_long_is_known_only_to_who_has_it_in_hand():
    interest = Interest(keyword="strategic partnership agreement signed")
    argument = buttons.what(interest)
    assert buttons.read_what(argument, [EVERYTHING, interest]) == interest
    assert buttons.read_what(argument, [EVERYTHING]) is None


@pytest.mark.parametrize("argument", ["", "x", "04/AZ", "story/x", "04000000/az"])
def test_an_argument_that_is_no_interest_is_none(argument):
    assert buttons.read_what(argument) is None


def test_data_that_telegram_would_refuse_is_refused_here():
    with pytest.raises(ValueError, match="no button can carry"):
        buttons.data("f", "x" * 70)
    with pytest.raises(ValueError, match="no button can carry"):
        buttons.data("f", "a:b")


def test_arguments_that_are_missing_are_empty():
    pressed = buttons.read("t1")
    assert pressed is not None
    assert (pressed.arg(0), pressed.number(0)) == ("", None)
    assert CountryCode("GE") in COUNTRIES
