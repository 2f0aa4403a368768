from datetime import time

import pytest

from bot.texts import texts_for
from bot.texts.hours import read_hours, read_time
from bot.texts.zones import OFFERED, understand_zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Baku", "Asia/Baku"), ("Bakı", "Asia/Baku"), ("баку", "Asia/Baku"), ("BAKÜ", "Asia/Baku"),
        ("Gürcüstan", "Asia/Tbilisi"), ("Тбилиси", "Asia/Tbilisi"), ("Питер", "Europe/Moscow"), ("🇦🇲", "Asia/Yerevan"),
        ("нью-йорк", "America/New_York"), ("Washington", "America/New_York"), ("moskow", "Europe/Moscow"),
        ("Europe/Paris", "Europe/Paris"), ("İstanbul", "Europe/Istanbul"), ("türkiye", "Europe/Istanbul"),
        ("UTC+4", "Etc/GMT-4"), ("gmt -3", "Etc/GMT+3"), ("+04:00", "Etc/GMT-4"), ("utc", "UTC"), ("+0", "UTC"),
    ],
)  # fmt: skip
def test_a_zone_is_understood_by_city_country_or_offset(typed, zone):
    assert understand_zone(typed) == zone


@pytest.mark.parametrize(
    "typed",
    ["", "xyz", "russia", "usa", "+15", "utc-13", "energy", "Etc/Unknown", "../etc/passwd", "x" * 5000],
)
def test_what_is_no_zone_or_could_be_several_is_not(typed):
    assert understand_zone(typed) is None


@pytest.mark.parametrize(
    ("language", "baku"), [("en", "Baku"), ("az", "Bakı"), ("ru", "Баку"), ("tr", "Bakü")]
)
def test_a_zone_is_called_by_its_city_in_the_readers_language(language, baku):
    assert texts_for(language).zone_name("Asia/Baku") == baku


def test_a_zone_without_a_city_is_called_by_its_distance():
    assert texts_for("en").zone_name("Etc/GMT-4") == "UTC+4"
    assert texts_for("en").zone_name("Etc/GMT+3") == "UTC-3"
    assert texts_for("en").zone_name("UTC") == "UTC"


@pytest.mark.parametrize("zone", OFFERED)
def test_the_zones_on_buttons_exist_and_are_understood_by_the_words_on_them(zone):
    assert understand_zone(zone) == zone
    for language in ("en", "az", "ru", "tr"):
        assert understand_zone(texts_for(language).zone_name(zone)) in {zone, "Europe/Kiev"}


@pytest.mark.parametrize(
    ("typed", "at"),
    [("18:30", time(18, 30)), ("8", time(8)), ("10 pm", time(22)), ("12am", time(0)), ("в 18.30", time(18, 30)),
     ("saat 9-da", time(9)), ("24:00", time(0)), ("25", None), ("18:77", None), ("13 pm", None), ("x", None),
     ("", None), ("1830", None)],
)  # fmt: skip
def test_a_time_of_the_day_is_read(typed, at):
    assert read_time(typed) == at


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("22-7", (time(22), time(7))), ("22:00–07:30", (time(22), time(7, 30))), ("с 22 до 7", (time(22), time(7))),
     ("10pm-7am", (time(22), time(7))), ("saat 22-dən 7-yə qədər", (time(22), time(7))),
     ("from 22 to 7", (time(22), time(7))),
     ("22", None), ("7-7", None), ("30-7", None), ("9" * 4000, None), (" " * 4000, None)],
)  # fmt: skip
def test_quiet_hours_are_read(typed, hours):
    assert read_hours(typed) == hours
