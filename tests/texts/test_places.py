import re

import pytest

from bot.domain.brief import CountryCode
from bot.domain.countries import COUNTRIES
from bot.texts.countries import country_names
from bot.texts.places import in_country

SAID = {
    "en": {
        "GE": "in Georgia",
        "US": "in the United States",
        "PH": "in the Philippines",
        "CI": "in Côte d’Ivoire",
    },
    "az": {
        "GE": "Gürcüstanda",
        "TR": "Türkiyədə",
        "US": "ABŞ-da",
        "AE": "Birləşmiş Ərəb Əmirliklərində",
        "PY": "Paraqvayda",
        "CD": "Konqo DR-də",
        "IL": "İsraildə",
        "SA": "Səudiyyə Ərəbistanında",
        "IQ": "İraqda",
    },
    "ru": {
        "GE": "в Грузии",
        "AZ": "в Азербайджане",
        "UA": "в Украине",
        "FR": "во Франции",
        "VN": "во Вьетнаме",
        "CU": "на Кубе",
        "PH": "на Филиппинах",
        "US": "в США",
        "EG": "в Египте",
        "KR": "в Южной Корее",
        "IL": "в Израиле",
        "BY": "в Беларуси",
        "CN": "в Китае",
        "NE": "в Нигере",
        "NG": "в Нигерии",
        "ML": "в Мали",
        "NL": "в Нидерландах",
        "TD": "в Чаде",
        "PE": "в Перу",
    },
    "tr": {
        "GE": "Gürcistan'da",
        "TR": "Türkiye'de",
        "US": "ABD'de",
        "IQ": "Irak'ta",
        "GB": "Birleşik Krallık'ta",
        "AE": "Birleşik Arap Emirlikleri'nde",
        "FR": "Fransa'da",
        "NO": "Norveç'te",
        "CI": "Fildişi Sahili'nde",
        "PH": "Filipinler'de",
        "IT": "İtalya'da",
    },
}


@pytest.mark.parametrize(
    ("language", "code"), [(language, code) for language in SAID for code in SAID[language]]
)
def test_a_country_as_a_place_is_said_as_one_says_it(language, code):
    assert in_country(CountryCode(code), language) == SAID[language][code]


@pytest.mark.parametrize(
    ("language", "shape"),
    [("en", r"in (the )?.+"), ("az", r".+d[aə]"), ("ru", r"(в|во|на) .+"), ("tr", r".+'n?[dt][ae]")],
)
def test_every_country_has_the_ending_or_preposition_of_the_language(language, shape):
    for code in COUNTRIES:
        assert re.fullmatch(shape, in_country(code, language)), code


@pytest.mark.parametrize("language", ["az", "tr"])
def test_the_ending_follows_the_last_vowel(language):
    exceptions = {
        "ABŞ",
        "ABD",
        "Konqo DR",
        "Kongo DC",
        "Guadeloupe",
        "Martinique",
        "Mayotte",
        "Saint Barthelemy",
    }
    for code, name in country_names(language).items():
        if name not in exceptions:
            vowels = [
                letter
                for letter in name.replace("I", "ı").replace("İ", "i").lower()
                if letter in "aıouâeəiöü"
            ]
            assert in_country(code, language)[-1] in ("a" if vowels[-1] in "aıouâ" else "eə"), name


def test_no_name_is_abbreviated_as_in_cldr():
    for code, name in country_names("ru").items():
        assert "о-в" not in name, code
        assert "(" not in name, code
