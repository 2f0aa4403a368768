"""What links name."""

import pytest

from bot.chat.links import Link, read_link, slug
from bot.domain.article import StoryId
from bot.domain.brief import CountryCode
from bot.domain.interest import Interest
from bot.domain.topics import TOPICS, topic_id

GEORGIA = CountryCode("GE")
ENERGY = topic_id("20000256")


@pytest.mark.parametrize(
    ("payload", "named"),
    [
        ("c-GE", Link(Interest(country=GEORGIA))),
        ("c-ge", Link(Interest(country=GEORGIA))),
        ("t-20000256", Link(Interest(topic=ENERGY))),
        ("t-energy", Link(Interest(topic=ENERGY))),
        ("c-GE_t-20000256", Link(Interest(topic=ENERGY, country=GEORGIA))),
        ("t-energy-c-GE", Link(Interest(topic=ENERGY, country=GEORGIA))),
        ("s-17", Link(story=StoryId(17))),
        ("s-17_c-GE", Link(Interest(country=GEORGIA), StoryId(17))),
        ("", Link()),
        ("group", Link()),
        ("c-XX", Link()),
        ("t-nonsense", Link()),
        ("s-x", Link()),
        ("s-²", Link()),
        ("c-GE-utm", Link()),
    ],
)
def test_a_link_names_what_can_be_followed_or_read(payload, named):
    assert read_link(payload) == named


def test_every_topic_can_be_named_by_its_slug():
    for topic in TOPICS.values():
        named = read_link(f"t-{slug(topic.name)}").interest
        assert named is not None
        assert named.topic is not None
        assert TOPICS[named.topic].name == topic.name
        assert len(f"c-GE_t-{slug(topic.name)}") <= 64
