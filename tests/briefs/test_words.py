"""Words, stems and stop words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefs import words as module
from bot.briefs.words import (
    WORD,
    Remembered,
    content_stem,
    content_stems,
    is_stop_word,
    lower,
    stem,
    stems,
    stop_words,
    tokens,
    words,
)  # fmt: skip


def test_words_are_lower_cased_and_keep_their_apostrophes():
    assert words("The Port’s 40 ships don't wait.") == ["the", "port’s", "40", "ships", "don't", "wait"]


def test_the_turkish_capital_i_becomes_a_plain_i():
    assert words("İstanbul'da BAKI") == ["istanbul'da", "baki"]
    assert lower("İ") == "i"


def test_where_words_are_not_spaced_pairs_of_characters_stand_for_them():
    assert words("港口开放") == ["港口", "口开", "开放"]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["ports", "port"]),
        ("ru", ["порта", "порту"]),
        ("tr", ["limanlar", "limanlara"]),
        ("az", ["limanlar", "limanlara"]),
    ],
)
def test_forms_of_a_word_share_a_stem(language, forms):
    assert len(set(stems(forms, language))) == 1


@given(st.text(alphabet="ab1'-_ .’é", max_size=30))
def test_tokens_of_plain_text_are_those_of_any_text(text):
    assert tokens(text) == WORD.findall(text)


def test_a_word_that_says_little_has_no_content_stem():
    assert content_stems("en")["the"] == "" == content_stem("the", "en")
    assert content_stems("en")["ports"] == content_stem("ports", "en") == "port"


def test_what_is_remembered_of_words_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MOST_REMEMBERED", 3)
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Remembered(length)
    assert [lengths[word] for word in ("a", "bb", "a", "ccc", "dddd")] == [1, 2, 1, 3, 4]
    assert asked == ["a", "bb", "ccc", "dddd"]
    assert len(lengths) <= 3


def test_a_language_without_a_stemmer_keeps_its_words():
    assert stem("պորտը", "xx") == "պորտը"


@pytest.mark.parametrize(
    ("language", "word"), [("en", "the"), ("ru", "и"), ("az", "və"), ("tr", "ile"), ("de", "und")]
)
def test_stop_words_are_known(language, word):
    assert is_stop_word(word, language)
    assert not is_stop_word("port", language)


def test_without_a_list_only_very_short_words_say_little():
    assert stop_words("xx") == frozenset()
    assert is_stop_word("la", "xx")
    assert not is_stop_word("lam", "xx")
    assert not is_stop_word("42", "xx")


@given(st.text())
def test_no_word_is_empty(text):
    assert all(words(text))
