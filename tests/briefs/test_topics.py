"""Which topics an article is about."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefs.topics import PUSH_FLOOR, find_topics, section
from bot.briefs.topics.features import TOPS, hashed_counts, with_lists
from bot.briefs.topics.vocabulary import LANGUAGES, vocabulary
from bot.domain.article import Article
from bot.domain.topics import TOPICS, ancestors, topic_id

ECONOMY, ENERGY, OIL = map(topic_id, ("04000000", "20000256", "20001243"))
SPORT, FOOTBALL, DISASTER, QUAKE = map(topic_id, ("15000000", "20001065", "03000000", "20000153"))
POLITICS, ELECTIONS, CRIME, HEALTH = map(topic_id, ("11000000", "20000574", "02000000", "07000000"))


def topics(title, text="", language="en", **more):
    return {tag.id: tag.weight for tag in find_topics(Article(title=title, text=text, **more), language)}


@pytest.mark.parametrize(
    ("language", "title", "text", "top", "finer"),
    [
        ("en", "Oil prices rise after OPEC meeting", "Crude rose two dollars a barrel.", ECONOMY, OIL),
        ("en", "Striker's hat-trick wins the cup final", "The football club beat its rival.", SPORT, FOOTBALL),
        ("en", "Earthquake of magnitude 6 kills dozens", "Rescuers search the rubble; aftershocks followed.",
         DISASTER, QUAKE),
        ("en", "Voters choose a new parliament", "Polling stations opened in the election; turnout was high.",
         POLITICS, ELECTIONS),
        ("ru", "Цены на нефть выросли после заседания ОПЕК", "Баррель подорожал на два доллара.", ECONOMY, OIL),
        ("ru", "Землетрясение магнитудой 6 произошло ночью", "Погибли люди, спасатели разбирают завалы.",
         DISASTER, QUAKE),
        ("az", "Futbol üzrə yığma komanda qələbə qazandı", "Qol vuran futbolçu məşqçiyə təşəkkür edib.",
         SPORT, FOOTBALL),
        ("az", "Zəlzələ olub, ölənlər var", "Xilasedicilər dağıntılarda axtarış aparır.", DISASTER, QUAKE),
        ("tr", "Petrol fiyatları OPEC toplantısından sonra arttı", "Varil fiyatı iki dolar yükseldi.", ECONOMY, OIL),
        ("tr", "Seçim için sandık başına", "Oy verme işlemi başladı, adaylar ve partiler bekliyor.",
         POLITICS, ELECTIONS),
    ],
)  # fmt: skip
def test_the_top_level_comes_first_and_the_finer_topic_with_it(language, title, text, top, finer):
    found = topics(title, text, language)
    assert next(iter(found)) == top
    assert finer in found


def test_a_finer_topic_is_reached_by_those_who_follow_what_is_above_it():
    found = topics("Crude oil pipeline reopens", "Oil flows again; refineries are supplied with crude.")
    assert ECONOMY in ancestors(OIL)
    assert found[OIL] >= PUSH_FLOOR


def test_the_feeds_category_and_the_section_of_the_address_count():
    title = "What we know so far"
    assert next(iter(topics(title, categories=("Sport",)))) == SPORT
    assert next(iter(topics(title, categories=("Спорт",), language="ru"))) == SPORT
    assert next(iter(topics(title, url="https://example.org/news/health/2026/what-we-know"))) == HEALTH


def test_a_headline_that_says_nothing_gets_a_guess_that_is_not_pushed():
    (weight,) = topics("What happened next").values()
    assert weight < PUSH_FLOOR


def test_the_evidence_says_which_words_and_where():
    article = Article(
        title="Central bank cuts interest rate", text="Inflation fell.", categories=("Economy",)
    )
    tag = next(tag for tag in find_topics(article, "en") if tag.id == ECONOMY)
    assert ("title", "central bank") in {(each.where, each.words) for each in tag.evidence}


def test_a_section_is_the_folders_of_an_address():
    assert section("https://example.org/news/world-economy/2026/story.html?x=sport") == "news . world economy"
    assert section("") == ""


@pytest.mark.parametrize(
    ("language", "text", "not_said"),
    [
        (
            "ru",
            "Поэтому материалы о ветеранах собраны в долгой поездке",
            "20000013 20000780 17000000 04000000",
        ),
        ("ru", "По принципу, указанному в Грузии", "20000506 11000000 20000337"),
        ("az", "Avropada əməkdaşlıq nəzərdə tutulur", "20000391 09000000 02000000"),
        ("az", "Əməkdar artist Axundov İslamabada getdi", "09000000 20000677"),
        (
            "tr",
            "Bursa'da rapor yazarak kazandı, kilometrelerce yasak",
            "05000000 20000018 20000013 03000000 07000000",
        ),
    ],
)
def test_a_word_that_only_begins_like_a_listed_one_speaks_for_nothing(language, text, not_said):
    assert not set(vocabulary(language).count(text)) & set(map(topic_id, not_said.split()))


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("ru", "Стихи поэта", "20000013"),
        ("az", "Avronun məzənnəsi", "20000391"),
        ("tr", "Öğrenciye burs", "05000000"),
    ],
)
def test_the_listed_words_themselves_still_speak(language, text, topic):
    assert topic_id(topic) in vocabulary(language).count(text)


@pytest.mark.parametrize(("language", "counts"), [("en", False), ("ru", False), ("az", True), ("tr", True)])
def test_the_lists_judge_beside_the_model_where_it_knows_few_sources(language, counts):
    said = np.zeros((2, len(TOPS)))
    said[:, TOPS.index(SPORT)] = 1.0
    best = int(with_lists(np.zeros(len(TOPS)), said, language).argmax())
    assert (TOPS[best] == SPORT) is counts


def test_the_words_of_a_headline_are_met_twice():
    assert hashed_counts("Port", "", "en").total() == hashed_counts("", "Port", "en").total() + 1


@settings(deadline=None)
@given(
    title=st.text(max_size=80), text=st.text(max_size=300), language=st.sampled_from([*LANGUAGES, "ka", "zh"])
)
def test_any_text_gets_topics_of_the_table_with_the_best_top_level_first(title, text, language):
    tags = find_topics(Article(title=title, text=text), language)
    assert tags[0].id in TOPS
    assert all(tag.id in TOPICS for tag in tags)
    assert all(0 <= tag.weight <= 1 for tag in tags)
    weights = [tag.weight for tag in tags[1:]]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_words_in_every_language(language, topic):
    assert vocabulary(language).speaks_of(topic)
