from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import CountryCode, TopicId
from bot.domain.countries import COUNTRIES
from bot.domain.interest import EVERYTHING, Interest
from bot.domain.topics import TOPICS
from bot.texts import LANGUAGES, Html, texts_for

NOW = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
ENERGY = TopicId("medtop:20000256")
AI = TopicId("medtop:20001298")
GEORGIA, FRANCE, US = CountryCode("GE"), CountryCode("FR"), CountryCode("US")


@given(st.text(alphabet='<>&"{}n x', max_size=20))
def test_facts_are_escaped_as_they_are_put_in(name):
    said = texts_for("en").gettext("Hello, {name}!", name=name)
    assert not set(said) & set('<>"')


def test_html_is_put_in_as_it_is():
    assert texts_for("en").gettext("Hello, {name}!", name=Html("<b>Ana</b>")) == "Hello, <b>Ana</b>!"


def test_a_fact_is_never_read_as_a_place_for_another():
    assert texts_for("en").gettext("Questions: {contact}", contact="{name}") == "Questions: {name}"


def test_plain_text_is_not_escaped():
    assert texts_for("en").plain("Follow {what}", what="R&D") == "Follow R&D"


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, "1 новость"),
        (2, "2 новости"),
        (5, "5 новостей"),
        (11, "11 новостей"),
        (21, "21 новость"),
        (104, "104 новости"),
    ],
)
def test_russian_has_three_plural_forms(n, said):
    assert texts_for("ru").nplain("one story", "{n} stories", n) == said


@pytest.mark.parametrize(
    ("language", "one", "five"), [("az", "bir xəbər", "5 xəbər"), ("tr", "bir haber", "5 haber")]
)
def test_azerbaijani_and_turkish_count_without_a_plural(language, one, five):
    t = texts_for(language)
    assert (t.nplain("one story", "{n} stories", 1), t.nplain("one story", "{n} stories", 5)) == (one, five)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "8,412"), ("az", "8.412"), ("ru", "8\xa0412"), ("tr", "8.412")]
)
def test_numbers_are_separated_as_the_language_does(language, written):
    assert texts_for(language).number(8412) == written
    assert written in texts_for(language).plain("Everyone: {n}", n=8412)


@pytest.mark.parametrize(
    ("language", "in_georgia", "in_france", "ai_in_the_us"),
    [
        ("en", "Energy in Georgia", "Energy in France", "Artificial intelligence in the United States"),
        ("az", "Gürcüstanda energetika", "Fransada energetika", "ABŞ-da süni intellekt"),
        ("ru", "Энергетика в Грузии", "Энергетика во Франции", "Искусственный интеллект в США"),
        ("tr", "Gürcistan'da enerji", "Fransa'da enerji", "ABD'de yapay zekâ"),
    ],
)
def test_a_topic_in_a_country_is_named_as_one_says_it(language, in_georgia, in_france, ai_in_the_us):
    t = texts_for(language)
    assert t.interest_name(Interest(topic=ENERGY, country=GEORGIA)) == in_georgia
    assert t.interest_name(Interest(topic=ENERGY, country=FRANCE)) == in_france
    assert t.interest_name(Interest(topic=AI, country=US)) == ai_in_the_us


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_followed_has_a_name_and_a_label(language):
    t = texts_for(language)
    for topic in TOPICS:
        assert t.topic_name(topic) != topic
        for country in (None, *COUNTRIES[::40]):
            assert t.interest_name(Interest(topic=topic, country=country)).strip()
    for country in COUNTRIES:
        assert t.country_name(country) != country
        assert t.interest_label(Interest(country=country)).endswith(t.country_name(country))
    assert t.interest_label(EVERYTHING).startswith("🗞 ")


def test_the_label_of_a_thing_begins_with_its_sign():
    t = texts_for("en")
    assert t.interest_label(Interest(topic=ENERGY)) == "⚡️ Energy"
    assert t.interest_label(Interest(topic=ENERGY, country=GEORGIA)) == "🇬🇪 Energy in Georgia"
    assert t.interest_label(Interest(keyword="baku port")) == "🔎 “baku port”"


def test_what_is_not_in_our_tables_is_named_by_its_id():
    t = texts_for("en")
    assert t.topic_name(TopicId("medtop:99999999")) == "medtop:99999999"
    assert t.interest_label(Interest(topic=TopicId("medtop:99999999"), country=CountryCode("ZZ")))


def test_a_language_that_we_do_not_speak_is_answered_in_the_nearest():
    assert texts_for("kk").language == "ru"
    assert texts_for("xx").language == "en"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "23 Nov, 18:20"), ("az", "23 noy, 18:20"), ("ru", "23 нояб., 18:20"), ("tr", "23 Kas, 18:20")],
)
def test_times_are_in_the_readers_zone_and_language(language, shown):
    assert texts_for(language).moment(NOW, "Asia/Baku") == shown


def test_a_time_in_no_chosen_zone_says_that_it_is_utc():
    assert texts_for("en").moment(NOW) == "23 Nov, 14:20 UTC"
    assert texts_for("en").clock(NOW) == "14:20 UTC"
    assert texts_for("en").clock(NOW, "Asia/Baku") == "18:20"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "3 days ago"), ("az", "3 gün öncə"), ("ru", "3 дня назад"), ("tr", "3 gün önce")],
)
def test_how_long_ago(language, shown):
    assert texts_for(language).ago(timedelta(days=3)) == shown


def test_what_just_happened_was_a_minute_ago():
    assert texts_for("en").ago(timedelta(seconds=-5)) == "1 minute ago"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 sec"),
        (45, "45 sec"),
        (60, "1 min"),
        (281, "4 min 41 sec"),
        (601, "11 min"),
        (3600, "1 hr"),
        (7500, "2 hr 5 min"),
        (86399, "24 hr"),
        (200_000, "2 days"),
    ],
)
def test_a_span_of_time_has_at_most_two_units(seconds, shown):
    assert texts_for("en").span(timedelta(seconds=seconds)) == shown


def test_days_and_lists():
    assert texts_for("ru").day(date(2026, 11, 23)) == "23 ноября"
    assert texts_for("az").listed(["A", "B", "C"]) == "A, B və C"
