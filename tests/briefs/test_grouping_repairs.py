import json

from bot.briefs.grouping.repairs import Repair, signature_in, to_line
from bot.briefs.grouping.signature import signature
from bot.domain.article import Article


def test_a_repair_is_a_line_that_gives_the_signatures_back():
    first = signature(Article(title="Port of Baku reopens"), language="en")
    second = signature(Article(title="Порт Баку открыт"), language="ru")
    line = to_line(Repair(first, second, same=True))
    read = json.loads(line)
    assert "\n" not in line
    assert read["same"] is True
    assert (signature_in(read["first"]), signature_in(read["second"])) == (first, second)


def test_a_side_may_hold_an_article_instead():
    assert signature_in({"title": "Port of Baku reopens"}) is None
