"""`newsbot brief URL`."""

import pytest

from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand


@pytest.fixture
async def site():
    stand = Stand()
    async with serve_newsstand(stand) as served:
        yield served


async def test_the_brief_of_a_page_is_printed(newsbot, site):
    published = site.stand.publish("beirut-bank-law")
    printed = await newsbot("brief", f"{site.base_url}{published.path}")
    assert printed.exit_code == 0, printed.output
    lines = printed.stdout.splitlines()
    assert published.article.title in lines[0]
    assert lines[1] in published.article.text
    assert "language: en" in lines[-1]


async def test_a_page_that_cannot_be_had_is_told_in_one_sentence(newsbot, site):
    told = await newsbot("brief", f"{site.base_url}/nowhere")
    assert told.exit_code == 2
    assert told.stderr.startswith("newsbot: HTTP 404 from ")
