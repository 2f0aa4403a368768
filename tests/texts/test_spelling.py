import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.endings import dictionary_forms
from bot.texts.spelling import Typed, letters, spelled

words = st.text(alphabet="abcdaябв", max_size=9)


def errors_by_the_book(one: str, other: str) -> int:
    """Optimal string alignment, as it is defined."""
    table = {(row, -1): row + 1 for row in range(-1, len(one))} | {
        (-1, col): col + 1 for col in range(-1, len(other))
    }
    for row, left in enumerate(one):
        for col, right in enumerate(other):
            table[row, col] = min(
                table[row - 1, col] + 1, table[row, col - 1] + 1, table[row - 1, col - 1] + (left != right)
            )
            if row and col and left == other[col - 1] and one[row - 1] == right:
                table[row, col] = min(table[row, col], table[row - 2, col - 2] + 1)
    return table[len(one) - 1, len(other) - 1]


@given(words, words, st.integers(0, 9))
def test_errors_are_counted_as_optimal_string_alignment_defines_them(one, other, limit):
    assert Typed(one).errors(other, limit) == min(errors_by_the_book(one, other), limit + 1)


@given(words, words)
def test_texts_whose_letters_differ_in_many_are_at_least_half_as_far(one, other):
    assert (letters(one) ^ letters(other)).bit_count() <= 2 * errors_by_the_book(one, other)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("Azərbaycan", ("azerbaycan",)),
        ("U.K., USA", ("uk", "usa")),
        ("Côte d’Ivoire", ("cote", "d'ivoire")),
        ("Guinea-Bissau", ("guinea", "bissau")),
        ("ЕЩЁ Йемен", ("еще", "иемен")),
        ("İSTANBUL ısı", ("istanbul", "isi")),
        ("covid_19 & co.", ("covid", "19", "co")),
        ("<>…", ()),
    ],
)
def test_words_are_compared_without_case_accents_and_signs(typed, compared):
    assert spelled(typed) == compared


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("грузии", "грузия"), ("грузию", "грузия"), ("ираке", "ирак"), ("китая", "китаи"), ("кубе", "куба"),
        ("азербаиджанская", "азербаиджанскии"), ("нефтяного", "нефтянои"), ("выборах", "выборы"),
        ("изменении", "изменение"), ("налог", "налоги"), ("израиле", "израиль"), ("беларуси", "беларусь"),
        ("gurcustanda", "gurcustan"), ("turkiyede", "turkiye"), ("gurcistan'da", "gurcistan"), ("futbolu", "futbol"),
        ("energetikasi", "energetika"), ("sagligi", "saglik"), ("secki", "seckiler"), ("deyisikliyi", "deyisiklik"),
        ("elections", "election"), ("companies", "company"), ("georgia's", "georgia"), ("azerbaycanli", "azerbaycan"),
    ],
)  # fmt: skip
def test_a_word_with_an_ending_may_stand_for_its_dictionary_form(typed, form):
    assert form in set(dictionary_forms(typed))
