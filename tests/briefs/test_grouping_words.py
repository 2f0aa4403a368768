import pytest

from bot.briefs.grouping.concepts import concept
from bot.briefs.grouping.details import numbers, slots
from bot.briefs.grouping.kinds import Kind, kind_of
from bot.briefs.grouping.names import name_key
from bot.briefs.grouping.terms import fold_word
from bot.briefs.words import lower


@pytest.mark.parametrize(
    "spellings",
    [
        {"erdogan": "en", "Erdoğan": "tr", "Ərdoğan": "az", "Эрдогана": "ru"},
        {"aliyev": "en", "Əliyev": "az", "Əliyevin": "az", "Алиевым": "ru"},
        {"pashinyan": "en", "Paşinyan": "tr", "Пашиняна": "ru"},
        {"zelensky": "en", "Zelenskiy": "tr", "Зеленского": "ru"},
        {"karabakh": "en", "Qarabağ": "az", "Карабахе": "ru", "Karabağ": "tr"},
        {"washington": "en", "Vaşinqton": "az", "Вашингтоне": "ru"},
        {"johnson": "en", "Conson": "az", "Джонсон": "ru"},
        {"garabagh": "en", "Карабах": "ru"},
        {"ilham": "en", "İlham": "az", "Ильхам": "ru"},
        {"miyazaki": "en", "Миядзаки": "ru"},
        {"israel": "en", "İsrail": "tr", "Израиля": "ru"},
    ],
)
def test_a_name_has_one_key_in_all_languages_and_cases(spellings):
    keys = {name_key(lower(word), language) for word, language in spellings.items()}
    assert len(keys) == 1
    assert "" not in keys


def test_names_that_are_not_the_same_have_keys_of_their_own():
    names = ("trump", "biden", "putin", "macron", "scholz", "erdogan", "aliyev", "pashinyan", "netanyahu")
    assert len({name_key(name, "en") for name in names}) == len(names)


def test_too_short_a_name_has_no_key():
    assert name_key("xi", "en") == ""


@pytest.mark.parametrize(
    "words",
    [
        ("earthquake", "землетрясение", "zəlzələsi", "depremde"),
        ("election", "выборах", "seçkilər", "seçimleri"),
        ("ceasefire", "перемирие", "atəşkəs", "ateşkes"),
        ("explosion", "взрыва", "partlayışda", "patlaması"),
        ("killed", "погибли", "həlak", "öldü"),
    ],
)
def test_an_idea_is_one_in_all_languages(words):
    ideas = {concept(fold_word(word)) for word in words}
    assert len(ideas) == 1
    assert None not in ideas


def test_a_short_beginning_must_be_the_whole_word():
    assert concept("su") is not None
    assert concept("sual") is None


def test_a_number_is_one_however_it_is_written():
    assert numbers("1,200 people") == numbers("1 200 человек") == numbers("1.200 kişi") == {"1200"}
    assert numbers("5,6 балла") == numbers("magnitude 5.6") == {"5.6"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stocks close higher on Monday", "Stocks close higher on Tuesday"),
        ("The third round of talks", "The fourth round of talks"),
        ("A quake of magnitude 5.6", "A quake of magnitude 6.1"),
        ("What we know on day 641", "What we know on day 642"),
        ("Курсы валют на 24 ноября", "Курсы валют на 25 ноября"),
        ("24 noyabr üçün məzənnələr", "25 noyabr üçün məzənnələr"),
        ("Altın fiyatları pazartesi", "Altın fiyatları salı"),
        ("Çərşənbə axşamından qüvvədədir", "Çərşənbə günündən qüvvədədir"),
    ],
)
def test_a_thing_that_has_one_value_only_is_told_by_it(one, other):
    mine, yours = slots(one), slots(other)
    assert {slot for slot, _ in mine} & {slot for slot, _ in yours}
    assert not mine & yours


def test_a_day_of_two_words_is_the_same_with_an_ending_and_in_other_languages():
    assert (
        slots("from Tuesday")
        == slots("çərşənbə axşamından")
        == slots("çərşənbə axşamı")
        == slots("со вторника")
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Qarabag v Chelsea: preview, team news and prediction", Kind.PREVIEW),
        ("«Карабах» сыграет с «Челси»: где смотреть", Kind.PREVIEW),
        ("Galatasaray - Fenerbahçe maçı ne zaman, hangi kanalda?", Kind.PREVIEW),
        ("Qarabag 2-2 Chelsea: Blues held in Baku", Kind.RESULT),
        ("«Карабах» обыграл «Челси»", Kind.RESULT),
        ("Galatasaray, Fenerbahçe'yi mağlup etti", Kind.RESULT),
        ("Wall Street closes higher", Kind.SERIAL),
        ("Курс доллара на сегодня", Kind.SERIAL),
        ("Azərbaycan neftinin qiyməti düşüb", Kind.SERIAL),
        ("Port of Baku reopens after the storm", Kind(0)),
        ("Match kicks off at 21:45 in Baku", Kind(0)),
    ],
)
def test_a_headline_says_what_kind_of_article_it_is(title, kind):
    assert kind_of(title) == kind
