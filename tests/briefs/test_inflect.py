"""Endings that a name may take."""

import pytest

from bot.briefs.countries.inflect import RUSSIAN_ENDINGS, may_follow, russian_stems


def forms(name):
    return {stem + ending for stem, kind in russian_stems(name) for ending in RUSSIAN_ENDINGS[kind]}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Грузия", "Грузией"),
        ("Азербайджан", "Азербайджане"),
        ("Турция", "Турцию"),
        ("Польша", "Польше"),
        ("Казань", "Казани"),
        ("российский", "российскими"),
        ("азербайджанец", "азербайджанцам"),
        ("Афины", "Афинах"),
        ("Саудовская Аравия", "Саудовскую Аравию"),
        ("Путин", "Путиным"),
        ("Баку", "Баку"),
        ("США", "США"),
    ],
)
def test_a_russian_name_is_known_in_its_cases(name, form):
    assert form in forms(name)


@pytest.mark.parametrize("name", ["Баку", "США", "Тбилиси", "Токио"])
def test_an_indeclinable_name_has_one_form(name):
    assert forms(name) == {name}


@pytest.mark.parametrize(
    ("name", "rest", "language"),
    [
        ("Türkiye", "'nin", "tr"), ("Rusya", "dan", "tr"), ("Bakı", "da", "az"), ("Azərbaycan", "ın", "az"),
        ("ABŞ", "-ın", "az"), ("Iran", "'s", "en"), ("Frankreich", "s", "de"),
    ],
)  # fmt: skip
def test_an_ending_of_the_language_may_follow(name, rest, language):
    assert may_follow(rest, name, language)


@pytest.mark.parametrize(
    ("name", "rest", "language"), [("Iran", "ian", "en"), ("Oman", "hattan", "az"), ("Çin", "ar", "tr")]
)
def test_the_rest_of_another_word_may_not(name, rest, language):
    assert not may_follow(rest, name, language)
