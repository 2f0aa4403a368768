import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import CountryCode, TopicId
from bot.domain.countries import COUNTRIES, flag
from bot.domain.interest import EVERYTHING, Interest
from bot.domain.topics import TOPICS
from bot.texts import LANGUAGES, texts_for
from bot.texts.places import in_country
from bot.texts.understand import read_latest, understand


def topic(number: str) -> TopicId:
    return TopicId(f"medtop:{number}")


ENERGY, OIL, FOOTBALL, AI = topic("20000256"), topic("20001243"), topic("20001065"), topic("20001298")
ECONOMY, ELECTIONS, CLIMATE = topic("20000344"), topic("20000574"), topic("20000418")
GEORGIA = CountryCode("GE")


def country(code: str) -> Interest:
    return Interest(country=CountryCode(code))


def about(number: TopicId, code: str) -> Interest:
    return Interest(topic=number, country=CountryCode(code))


@pytest.mark.parametrize(
    "typed",
    [
        "energy in Georgia", "Georgia energy", "georgian energy", "ENERGY IN GEORGIA", "Energy: Georgia", "energy 🇬🇪",
        "Gürcüstanda energetika", "gurcustanda energetika", "Gürcüstan energetikası", "energy in GE", "⚡️ Gürcistan",
        "энергетика в Грузии", "Энергетика Грузии", "грузинская энергетика", "новости об энергетике в Грузии",
        "Gürcistan'da enerji", "Gürcistanda enerji", "gürcistan enerji haberleri", "enrgy in gorgia",
        "please follow energy in Georgia", "все новости энергетики Грузии", "Georgia's energy", "энергетика, Gürcüstan",
    ],
)  # fmt: skip
def test_energy_in_georgia_is_understood_however_it_is_said(typed):
    assert understand(typed).interest == about(ENERGY, "GE")


@pytest.mark.parametrize(
    ("typed", "interest"),
    [
        ("oil", Interest(topic=OIL)), ("нефть", Interest(topic=OIL)), ("neft", Interest(topic=OIL)),
        ("petrol", Interest(topic=OIL)), ("нефти", Interest(topic=OIL)), ("doğalgaz", Interest(topic=OIL)),
        ("футбол", Interest(topic=FOOTBALL)), ("soccer", Interest(topic=FOOTBALL)),
        ("футболом", Interest(topic=FOOTBALL)),
        ("Türk futbolu", about(FOOTBALL, "TR")), ("sport football", Interest(topic=FOOTBALL)),
        ("AI", Interest(topic=AI)), ("ИИ", Interest(topic=AI)), ("yapay zeka", Interest(topic=AI)),
        ("искусственном интеллекте", Interest(topic=AI)), ("süni intellekt", Interest(topic=AI)),
        ("экономика Азербайджана", about(ECONOMY, "AZ")), ("Azərbaycan iqtisadiyyatı", about(ECONOMY, "AZ")),
        ("выборы в США", about(ELECTIONS, "US")), ("Gürcüstanda seçkilər", about(ELECTIONS, "GE")),
        ("US elections", about(ELECTIONS, "US")), ("iqlim dəyişikliyi", Interest(topic=CLIMATE)),
        ("изменения климата", Interest(topic=CLIMATE)), ("formula 1", Interest(topic=topic("20000991"))),
        ("Azerbaijani oil", about(OIL, "AZ")), ("азербайджанская нефть", about(OIL, "AZ")),
        ("санкции против России", about(topic("20000642"), "RU")),
        ("futbol xəbərləri istəyirəm", Interest(topic=FOOTBALL)), ("neft qiymətləri", Interest(topic=OIL)),
        ("futbol transferleri", Interest(topic=topic("20001148"))),
        ("football in Papua New Guinea", about(FOOTBALL, "PG")), ("футбол в Южной Корее", about(FOOTBALL, "KR")),
    ],
)  # fmt: skip
def test_topics_are_understood_by_their_names_and_by_what_readers_call_them(typed, interest):
    assert understand(typed).interest == interest


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("UK", "GB"), ("U.K.", "GB"), ("U.S.", "US"), ("США", "US"), ("ABŞ", "US"), ("ABD", "US"), ("abs", "US"),
        ("Грузии", "GE"), ("Грузию", "GE"), ("Грузией", "GE"), ("Azərbaycanda", "AZ"), ("azerbaycan", "AZ"),
        ("Türkiye'de", "TR"), ("Türkiyədən", "TR"), ("turkey", "TR"), ("Турции", "TR"), ("İran", "IR"),
        ("Irak'ta", "IQ"),
        ("IRAN", "IR"), ("ıran", "IR"), ("Côte d'Ivoire", "CI"), ("cote d’ivoire", "CI"), ("ivory coast", "CI"),
        ("Берег Слоновой Кости", "CI"), ("AZ", "AZ"), ("az", "AZ"), ("GEO", "GE"), ("🇦🇿", "AZ"), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "GB"),
        ("Holland", "NL"), ("Burma", "MM"), ("czech republic", "CZ"), ("Киргизия", "KG"), ("Кыргызстан", "KG"),
        ("Белоруссия", "BY"), ("ÇXR", "CN"), ("Нидерландах", "NL"), ("Египте", "EG"), ("Guinea", "GN"),
        ("Guinea-Bissau", "GW"), ("Equatorial Guinea", "GQ"), ("South Sudan", "SS"), ("Чад", "TD"), ("Jordan", "JO"),
        ("NO", "NO"), ("IN", "IN"), ("Gruziya", "GE"), ("Rossiya", "RU"), ("Azerbidjan", "AZ"),
        ("İranda", "IR"), ("ABŞ-da", "US"), ("bosnia", "BA"), ("Trinidad and Tobago", "TT"), ("РФ", "RU"),
    ],
)  # fmt: skip
def test_countries_are_understood_by_names_codes_flags_and_peoples_in_any_case(typed, code):
    assert understand(typed).interest == country(code)


@pytest.mark.parametrize(
    "typed",
    ["everything", "all", "All news", "news", "всё", "Все", "новости", "все новости", "hamısı", "HAMISI", "hər şey",
     "hepsi", "her şey", "tüm haberler", "xəbərlər", "latest news"],
)  # fmt: skip
def test_everything_is_understood(typed):
    assert understand(typed).interest == EVERYTHING


@pytest.mark.parametrize(
    ("typed", "interest"),
    [
        ("everything in Georgia", country("GE")),
        ("всё о футболе", Interest(topic=FOOTBALL)),
        ("Gürcüstanda hər şey", country("GE")),
    ],
)
def test_everything_about_something_is_that(typed, interest):
    assert understand(typed).interest == interest


@pytest.mark.parametrize(
    ("typed", "words"),
    [('"baku port"', "baku port"), ("“Bakı limanı”", "Bakı limanı"), ("«Бакинский порт»", "Бакинский порт"),
     ('"Georgia"', "Georgia"),
     ("'BP'", "BP"), ('"' + "x" * 70 + '"', "x" * 64)],
)  # fmt: skip
def test_words_in_quotes_are_a_keyword_spelled_as_they_were_typed(typed, words):
    assert understand(typed).interest == Interest(keyword=words)


@pytest.mark.parametrize("typed", ['""', '"a"', "“ ”", '"!?"', "«.»"])
def test_a_keyword_of_less_than_two_letters_is_none(typed):
    understood = understand(typed)
    assert understood.interest is None
    assert understood.keyword is None


@pytest.mark.parametrize(
    ("typed", "interest"),
    [("ukrane", country("UA")), ("gorgia", country("GE")), ("Azerbajan", country("AZ")), ("азербайжан", country("AZ")),
     ("azirbajan", country("AZ")), ("footbal", Interest(topic=FOOTBALL)), ("kazahstan", country("KZ")),
     ("artifical inteligence", Interest(topic=AI)), ("enrgy", Interest(topic=ENERGY)),
     ("футбоол", Interest(topic=FOOTBALL)),
     ("Gürcsütan", country("GE")), ("southkorea", country("KR"))],
)  # fmt: skip
def test_a_typing_error_is_forgiven_and_said(typed, interest):
    understood = understand(typed)
    assert understood.interest == interest
    assert understood.corrected


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("iranq", "IR IQ"), ("irac", "IR IQ"), ("austrlia", "AT AU"), ("nigeri", "NE NG"), ("slovekia", "SK SI"),
     ("tiger", "NE"), ("child", "CL"), ("iarn", "IR")],
)  # fmt: skip
def test_what_may_be_another_country_or_another_word_is_asked_never_assumed(typed, codes):
    understood = understand(typed)
    assert understood.interest is None
    assert {country(code) for code in codes.split()} <= set(understood.suggestions)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("one", "other"), [("IR", "IQ"), ("AT", "AU"), ("NE", "NG"), ("SK", "SI"), ("GM", "ZM")]
)
def test_no_single_error_in_a_countrys_name_leads_silently_to_its_look_alike(one, other, language):
    name = texts_for(language).country_name(CountryCode(one)).lower()
    letters = "абвгдежзийклмнопрстуфхцчшщыьэюя" if language == "ru" else "abcdefghijklmnopqrstuvwxyz"
    slips = {name[:at] + letter + name[at + 1 :] for at in range(len(name)) for letter in ("", *letters)}
    slips |= {name[:at] + name[at : at + 2][::-1] + name[at + 2 :] for at in range(len(name))}
    understood = {slip: understand(slip) for slip in slips}
    assert not [slip for slip, how in understood.items() if how.interest == country(other) and how.corrected]


@pytest.mark.parametrize(
    ("typed", "interests"),
    [
        ("congo", [country("CD"), country("CG")]),
        ("Корея", [country("KP"), country("KR")]),
        ("Baku", [country("AZ")]),
        ("Баку", [country("AZ")]),
        ("Caucasus", [country("AM"), country("AZ"), country("GE")]),
        ("Georgia and Armenia", [country("GE"), country("AM")]),
        ("energy and sport in Georgia", [about(ENERGY, "GE"), about(topic("15000000"), "GE")]),
        ("in", [country("IN")]),
        ("energy prices here in Tbilisi", [about(ENERGY, "GE")]),
    ],
)
def test_what_has_several_meanings_is_suggested(typed, interests):
    understood = understand(typed)
    assert understood.interest is None
    assert list(understood.suggestions[: len(interests)]) == interests


@pytest.mark.parametrize(
    "typed", ["hello", "thanks", "привет", "salam", "merhaba", "asdfgh", "???", "", "  ", "<b>", "/", "1", "12345",
              "x" * 4096,
              "how are you doing today my old friend", "кто ты такой и что ты умеешь"],
)  # fmt: skip
def test_what_means_nothing_is_left_alone(typed):
    understood = understand(typed)
    assert understood.interest is None
    assert not understood.suggestions


def test_everything_is_never_a_guess():
    assert not understand("all xqzwv").suggestions


def test_what_means_nothing_is_offered_as_a_keyword():
    assert understand("Enguri dam").keyword == Interest(keyword="Enguri dam")
    assert understand("x").keyword is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_that_we_show_is_understood_as_what_it_names(language):
    t = texts_for(language)
    ambiguous = {"CD", "CG"}
    for code in COUNTRIES:
        if code not in ambiguous:
            assert understand(t.country_name(code)).interest == country(code), code
            assert understand(flag(code)).interest == country(code), code
    for one in TOPICS:
        assert understand(t.topic_name(one)).interest == Interest(topic=one), one


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_understood_in_the_case_that_in_asks_for(language):
    asked = {"CD", "CG"}
    for code in COUNTRIES:
        understood = understand(in_country(code, language))
        found = (understood.interest, *understood.suggestions)
        assert country(code) in found if code in asked else understood.interest == country(code), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_of_a_topic_in_a_country_is_understood(language):
    t = texts_for(language)
    for one in list(TOPICS)[::7]:
        for code in COUNTRIES[::23]:
            wanted = about(one, code)
            understood = understand(t.interest_name(wanted))
            assert wanted in {understood.interest, *understood.suggestions}, t.interest_name(wanted)


def test_only_the_languages_that_are_asked_for_are_understood():
    assert understand("Грузия", ["ru"]).interest == country("GE")
    assert understand("Грузия", ["en"]).interest is None


@given(st.text(max_size=200))
def test_any_text_is_answered_and_nothing_is_everything_by_accident(words):
    understood = understand(words)
    assert understood.interest is None or not understood.suggestions
    assert EVERYTHING not in understood.suggestions


@pytest.mark.parametrize(
    ("typed", "what", "count"),
    [
        ("", None, None),
        ("5", None, 5),
        ("energy in georgia", about(ENERGY, "GE"), None),
        ("energy in georgia 5", about(ENERGY, "GE"), 5),
        ("энергетика в Грузии 10", about(ENERGY, "GE"), 10),
        ("🇬🇪 3", country("GE"), 3),
        ("formula 1", Interest(topic=topic("20000991")), None),
        ("formula 1 5", Interest(topic=topic("20000991")), 5),
        ("covid 19", Interest(topic=topic("20000448")), None),
        ("everything 7", EVERYTHING, 7),
        ("0", None, None),
        ('"baku port" 4', Interest(keyword="baku port"), 4),
    ],
)
def test_what_follows_latest_is_what_and_how_many(typed, what, count):
    request = read_latest(typed)
    assert (request.what.interest if request.what else None, request.count) == (what, count)


@pytest.mark.parametrize(
    ("typed", "count"),
    [("mine", None), ("My 3", 3), ("Мои", None), ("моё 5", 5), ("Mənim", None), ("benim 2", 2)],
)
def test_latest_of_what_is_followed_is_asked_for_in_each_language(typed, count):
    request = read_latest(typed)
    assert (request.mine, request.what, request.count) == (True, None, count)


def test_misspelled_words_after_latest_are_suggested():
    request = read_latest("tiger 5")
    assert request.what
    assert request.what.suggestions == (country("NE"),)
    assert request.count == 5
