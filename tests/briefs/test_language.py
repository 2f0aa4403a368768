"""Which language a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefs.language import identify

SENTENCES = {
    "en": "The port reopened on Monday after a week of storms, and forty ships were waiting outside.",
    "az": "Liman bir həftəlik fırtınadan sonra bazar ertəsi yenidən açıldı, gəmilər gözləyirdi.",
    "ru": "Порт открылся в понедельник после недели штормов, на рейде ждали сорок судов.",
    "tr": "Liman bir haftalık fırtınanın ardından pazartesi günü yeniden açıldı, gemiler bekliyordu.",
    "uk": "Порт відкрився в понеділок після тижня штормів, на рейді чекали сорок суден.",
    "de": "Der Hafen öffnete am Montag nach einer Woche voller Stürme, vierzig Schiffe warteten.",
    "fr": "Le port a rouvert lundi après une semaine de tempêtes, quarante navires attendaient.",
    "es": "El puerto reabrió el lunes tras una semana de tormentas y esperaban cuarenta barcos.",
    "it": "Il porto ha riaperto lunedì dopo una settimana di tempeste, quaranta navi aspettavano.",
    "pl": "Port został ponownie otwarty w poniedziałek po tygodniu burz, czekało czterdzieści statków.",
    "id": "Pelabuhan itu dibuka kembali pada hari Senin setelah sepekan badai, empat puluh kapal menunggu.",
    "ar": "أعيد فتح الميناء يوم الاثنين بعد أسبوع من العواصف وكانت أربعون سفينة تنتظر.",
    "fa": "بندر روز دوشنبه پس از یک هفته توفان بازگشایی شد و چهل کشتی در انتظار بودند.",
    "zh": "港口在一周的风暴之后于星期一重新开放，四十艘船在外面等候。",
    "ja": "港は一週間の嵐の後、月曜日に再開した。",
    "ka": "პორტი ორშაბათს ხელახლა გაიხსნა.",
    "hy": "Նավահանգիստը վերաբացվել է երկուշաբթի օրը։",
    "kk": "Порт бір апталық дауылдан кейін дүйсенбіде қайта ашылды.",
    "uz": "Port bir haftalik bo‘rondan keyin dushanba kuni qayta ochildi.",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_sentence_is_in_the_language_it_is_written_in(language, text):
    assert identify(text) == language


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Port of Baku Reopens After Storms"),
        ("en", "PORT OF BAKU REOPENS"),
        ("az", "Bakı limanı yenidən açıldı"),
        ("ru", "Порт Баку снова открыт"),
        ("tr", "Bakü limanı yeniden açıldı"),
    ],
)
def test_a_headline_is_enough_and_its_capitals_do_not_mislead(language, title):
    assert identify(title) == language


def test_text_without_a_letter_is_in_the_language_the_publisher_names_else_in_english():
    assert identify("", hint="az-AZ") == "az"
    assert identify("3 : 1", hint="tr") == "tr"
    assert identify("12.5 %") == "en"


def test_a_publisher_who_names_the_wrong_language_is_not_believed():
    assert identify(SENTENCES["ru"], hint="en-US") == "ru"
    assert identify(SENTENCES["tr"], hint="az") == "tr"


def test_the_publishers_word_decides_where_the_text_leaves_it_open():
    assert identify("Perdana Menteri berkata", hint="ms-MY") == "ms"


@pytest.mark.parametrize("hint", ["", "en", "x", "zh-Hans-CN", "not a language", "-", "🙂"])
def test_any_word_of_a_publisher_is_taken_without_harm(hint):
    assert identify(SENTENCES["en"], hint=hint) == "en"


def test_addresses_and_handles_do_not_speak_for_a_language():
    assert identify("Порт открыт https://example.com/the-port-is-open-again @portofbaku") == "ru"


@given(st.text(max_size=300))
def test_any_text_has_a_language(text):
    assert 2 <= len(identify(text)) <= 3
