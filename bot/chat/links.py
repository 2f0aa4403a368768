"""Links that open the bot with something in hand: `t.me/<bot>?start=c-GE`, `t-energy`, `s-17`, `c-GE_t-04000000`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bot.domain.article import StoryId
from bot.domain.brief import CountryCode, TopicId
from bot.domain.countries import COUNTRIES
from bot.domain.interest import Interest
from bot.domain.topics import TOPICS, topic_id

_MAX_DIGITS = 15
"""No story has a longer number, and a database takes none that is much longer."""

_PARTS = re.compile(r"[-_](?=[cts]-)")


@dataclass(frozen=True, slots=True)
class Link:
    """What a link names: something to follow, a story to read, both, or nothing that we know."""

    interest: Interest | None = None
    story: StoryId | None = None


def read_link(payload: str) -> Link:
    """What a payload names; parts that mean nothing are passed over."""
    country: CountryCode | None = None
    topic: TopicId | None = None
    story: StoryId | None = None
    for part in _PARTS.split(payload):
        kind, _, name = part.partition("-")
        if kind == "c" and name.upper() in COUNTRIES:
            country = CountryCode(name.upper())
        elif kind == "t":
            topic = _topic(name) or topic
        elif kind == "s" and re.fullmatch(rf"[0-9]{{1,{_MAX_DIGITS}}}", name):
            story = StoryId(int(name))
    named = topic is not None or country is not None
    return Link(Interest(topic=topic, country=country) if named else None, story)


def slug(name: str) -> str:
    """A topic's English name as it stands in a link: `artificial-intelligence`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "").replace("’", "")).strip("-")


def _topic(name: str) -> TopicId | None:
    return topic_id(name) if topic_id(name) in TOPICS else _slugs().get(name.lower())


@cache
def _slugs() -> Mapping[str, TopicId]:
    return MappingProxyType({slug(topic.name): topic.id for topic in reversed([*TOPICS.values()])})
