import pytest

from bot.texts.languages import LANGUAGES, interface_language


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_reads_one_of_our_languages_is_addressed_in_it(language):
    assert interface_language(language) == language
    assert interface_language(f"{language.upper()}-XX") == language


@pytest.mark.parametrize(
    ("telegram", "ours"),
    [
        ("kk", "ru"),
        ("be", "ru"),
        ("uz", "ru"),
        ("hy", "ru"),
        ("gag", "tr"),
        ("uk", "en"),
        ("ka", "en"),
        ("pt-br", "en"),
    ],
)
def test_others_are_addressed_in_the_language_nearest_to_theirs(telegram, ours):
    assert interface_language(telegram) == ours


@pytest.mark.parametrize("nothing", [None, "", "-", "x_y"])
def test_who_tells_no_language_is_addressed_in_english(nothing):
    assert interface_language(nothing) == "en"
