"""The buttons of readers as a whole: each name once, none of the newsroom's, each told in the docs."""

from pathlib import Path

from bot.chat import reader
from bot.chat.dispatch import Presses
from bot.chat.near import nearby
from bot.domain.brief import CountryCode
from bot.domain.interest import EVERYTHING, Interest
from bot.domain.topics import topic_id

PAGE = Path(__file__).parents[2] / "docs" / "chat.md"
GEORGIA = CountryCode("GE")


async def test_every_button_has_a_name_of_its_own_that_the_docs_tell(readers):
    names = [one.name for one in reader.handlers(readers.deps) if isinstance(one, Presses)]
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith("n")]
    told = PAGE.read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in told] == []


def test_near_a_topic_in_a_country_lie_its_whole_its_country_and_the_topic_itself():
    near = nearby(Interest(topic=topic_id("20000256"), country=GEORGIA))
    assert near[0] == Interest(topic=topic_id("04000000"), country=GEORGIA)
    assert {Interest(country=GEORGIA), Interest(topic=topic_id("20000256"))} <= {*near}
    assert EVERYTHING not in near


def test_near_a_country_lies_nothing_that_is_smaller_than_everything():
    assert nearby(Interest(country=GEORGIA)) == []
    assert nearby(EVERYTHING) == []
