from bot.domain.brief import TopicId
from bot.domain.countries import COUNTRIES, flag
from bot.domain.topics import TOP_LEVELS, TOPICS, ancestors, children


def test_there_are_the_17_top_levels_of_iptc():
    assert len(TOP_LEVELS) == 17


def test_every_topic_lies_below_a_top_level():
    tops = {topic.id for topic in TOP_LEVELS}
    for topic in TOPICS:
        assert ancestors(topic)[-1] in tops


def test_oil_and_gas_is_energy_is_economy():
    assert ancestors(TopicId("medtop:20001243")) == (
        "medtop:20001243",
        "medtop:20000256",
        "medtop:04000000",
    )


def test_a_topic_is_among_the_children_of_its_parent():
    for topic in TOPICS.values():
        if topic.parent:
            assert topic in children(topic.parent)


def test_names_are_short_enough_for_a_button_and_each_stands_once():
    names = [topic.name for topic in TOPICS.values()]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 30


def test_flags_are_two_regional_indicators():
    assert flag(COUNTRIES[0]) == "🇦🇩"
    assert all(len(flag(code)) == 2 for code in COUNTRIES)
