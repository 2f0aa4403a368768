"""Where sentences begin and end."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefs.sentences import split


def cut(text, language):
    return [sentence.text for sentence in split(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Mr. J. K. Rowley paid $1.5 mln.", "Then he left."]),
        ("en", ["It was plan B.", "Then nothing happened."]),
        ("en", ["See item No. 5.", "On Jan. 5 it rained."]),
        ("en", ["The U.S. Army came.", "It stayed."]),
        ("en", ["Shares fell.", "iPhone users did not care."]),
        ("tr", ["3. kez şampiyon oldu.", "Prof. Dr. Veli geldi!"]),
        ("tr", ["Ali 5. sınıfta okuyor.", "21. yüzyılda yaşıyoruz."]),
        ("az", ["AMEA-nın prof. Ə. Məmmədov gəldi.", "O, 5-ci dəfə danışdı."]),
        (
            "ru",
            ["В 2020 г. он купил дом за 5 млн руб. и уехал.", "А. С. Пушкин родился в 1799 г.", "Это факт."],
        ),
        ("ru", ["«Порт открыт!» — сказал он.", "Суда ждали неделю."]),
        ("ru", ["Зерно, хлопок и т.д.", "И нефть."]),
        ("ru", ["Ремонт школ завершат к 1 сентября будущего 2027 г.", "Школы откроют осенью."]),
        (
            "ru",
            [
                "В 2014 г. Росстат изменил метод.",
                "Деньги идут на котельные, трубы и т. д.",
                "Остальное позже.",
            ],
        ),
        ("ru", ["Расходы составят 40 трлн руб.", "Доходы — 38 трлн руб. в год."]),
        ("en", ["“I did nothing,” Smith said.", "“But the city needs calm."]),
        ("en", ["He left at noon.", '"We are fine," she said.']),
        ("ru", ["Он ушёл.", "«Мы устали. Всё», — сказал он."]),
        ("uk", ["Це коштує 5 млн грн. на рік.", "У 2020 р. було більше."]),
        ("fr", ["« Oui. Non. » dit-il.", "M. Martin est venu."]),
        ("de", ["Das ist der 21. Spieltag.", "Am 5. Mai kam Dr. Meier."]),
        ("zh", ["港口开放了。", "船在等候。"]),
        ("ar", ["قال الرئيس نعم.", "ثم غادر."]),
    ],
)
def test_a_border_is_where_a_reader_would_put_it(language, expected):
    assert cut(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "quote"),
    [
        ("en", 'He said: "We came. We saw. We won."'),
        ("en", "She said: “We came. We saw. We won.”"),
        ("de", "Er sagte: „Ja. Nein. Doch.“"),
        ("ru", "Он сказал: «Да. Нет. Посмотрим»."),
    ],
)
def test_the_sentences_of_a_quote_stay_together(language, quote):
    assert cut(quote, language) == [quote]


def test_a_speech_is_not_one_sentence_however_long_it_is():
    speech = "“" + " ".join(["We have waited for this port to reopen for a very long time."] * 20) + "”"
    assert len(cut(speech, "en")) > 1


@pytest.mark.parametrize(
    "text", ["港口开放了。" * 5_000, "«" * 30_000, "“The port opened. " * 3_000, "a" * 50_000]
)
def test_a_line_without_end_is_cut_in_time_that_grows_with_its_length(text):
    began = time.perf_counter()
    assert "".join("".join(cut(text, "en")).split()) == "".join(text.split())
    assert time.perf_counter() - began < 5


def test_a_long_line_is_cut_as_short_ones_are():
    sentences = [f"Ship number {number} left the port of Baku." for number in range(400)]
    assert cut(" ".join(sentences), "en") == sentences


def test_missing_space_between_sentences_is_no_reason_to_join_them():
    assert cut("The port reopened.Ships came.", "en") == ["The port reopened.", "Ships came."]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n", "\u2028"])
def test_no_sentence_spans_a_line_break(line_break):
    assert cut(f"The port{line_break}reopened.", "en") == ["The port", "reopened."]


texts = st.text(
    alphabet=st.one_of(st.sampled_from(" .!?\n\"'«»„“”…—-1aAбБəƏ。「」İ"), st.characters()), max_size=200
)


@given(texts, st.sampled_from(["en", "ru", "az", "tr", "de", "zh", "xx", ""]))
def test_offsets_are_exact_and_in_order_for_any_text(text, language):
    at = 0
    for sentence in split(text, language):
        assert at <= sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert "\n" not in sentence.text
        at = sentence.end


@given(texts, st.sampled_from(["en", "ru", "tr"]))
def test_nothing_but_white_space_is_left_out(text, language):
    kept = "".join(sentence.text for sentence in split(text, language))
    assert "".join(kept.split()) == "".join(text.split())
