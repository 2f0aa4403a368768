"""The brief of a story that several outlets tell."""

from bot.briefs.story import make_story_brief
from bot.domain.article import Article

FIRST = Article(
    title="Port of Baku reopens",
    source="The Shore",
    text="The port of Baku reopened on Monday after a week of storms. Forty ships were waiting to unload grain, the "
    "authority said. The harbour cafe sold out of tea by noon on Monday. Officials promised new breakwaters by the "
    "spring of next year.",
)
SECOND = Article(
    title="Baku port works again",
    source="The Wave",
    text="Ships entered the port of Baku on Monday, which reopened after a week of storms. Officials promised that new "
    "breakwaters will stand by spring next year. Insurance losses reached 12 million manats, the insurers' union said.",
)
COPY = Article(title="Baku port works again", source="The Mirror", text=SECOND.text)
RUSSIAN = Article(
    title="Порт Баку открыт",
    source="Берег",
    text="Порт Баку открылся в понедельник после недели штормов. Сорок судов ждали разгрузки зерна на рейде.",
)


def test_the_sentences_of_a_story_come_from_one_article():
    brief = make_story_brief([FIRST, SECOND])
    assert {one.article for one in brief.told} == {0}
    assert {one.source for one in brief.told} == {"The Shore"}


def test_of_each_sentence_it_is_counted_how_many_others_say_the_same():
    brief = make_story_brief([FIRST, SECOND], sentence_count=20)
    agreed = {one.sentence.text[:16]: one.agreed for one in brief.told}
    assert agreed == {
        "The port of Baku": 1,
        "Forty ships were": 0,
        "The harbour cafe": 0,
        "Officials promis": 1,
    }
    assert brief.sources == 2


def test_copies_of_one_text_are_one_voice():
    brief = make_story_brief([FIRST, SECOND, COPY])
    assert brief.sources == 2
    assert max(one.agreed for one in brief.told) == 1


def test_what_only_another_outlet_says_stands_apart_under_its_name():
    brief = make_story_brief([FIRST, SECOND])
    assert [(one.source, one.sentence.text[:16]) for one in brief.also] == [("The Wave", "Insurance losses")]


def test_an_outlet_without_a_name_adds_nothing_that_could_not_be_attributed():
    nameless = Article(title=SECOND.title, text=SECOND.text)
    assert make_story_brief([FIRST, nameless]).also == ()


def test_an_article_in_another_language_counts_as_a_source_and_is_not_mixed_in():
    brief = make_story_brief([FIRST, RUSSIAN])
    assert brief.sources == 2
    assert brief.also == ()
    assert make_story_brief([FIRST, RUSSIAN], main=1).language == "ru"


def test_a_story_of_one_article_is_that_articles_brief():
    brief = make_story_brief([FIRST])
    assert brief.sources == 1
    assert brief.told


def test_every_sentence_stands_in_the_article_it_is_said_to_be_from():
    articles = [FIRST, SECOND, COPY, RUSSIAN]
    brief = make_story_brief(articles)
    for one in (*brief.told, *brief.also):
        assert articles[one.article].text[one.sentence.start : one.sentence.end] == one.sentence.text
        assert articles[one.article].source == one.source


def test_an_article_without_text_has_nothing_to_tell():
    assert make_story_brief([Article(title="Port reopens", source="A"), SECOND]).told == ()
