"""`newsbot feeds`."""

import pytest

from bot.feeds.opml import read_feed_list
from bot.playground.newsstand.server import serve_newsstand
from bot.playground.newsstand.stand import Stand

OPML = (
    b'<opml><body><outline text="A" xmlUrl="https://a.example/rss"/><outline xmlUrl="ftp://b"/></body></opml>'
)


@pytest.fixture
async def site():
    async with serve_newsstand(Stand()) as served:
        yield served


async def test_a_feed_is_added_by_its_address_once(newsbot, site):
    address = next(iter(site.feed_urls))
    added = await newsbot("feeds", "add", address)
    assert added.exit_code == 0, added.output
    assert f"✓ added      {address}" in added.stderr
    again = await newsbot("feeds", "add", address)
    assert again.exit_code == 0
    assert "is polled already" in again.stderr
    assert (await newsbot("feeds", "list")).stdout.count(address) == 1


async def test_what_is_no_feed_is_refused_with_the_next_step_unless_one_insists(newsbot, site):
    address = next(iter(site.feed_urls)) + ".nowhere"
    refused = await newsbot("feeds", "add", address)
    assert refused.exit_code == 1
    assert "✗ not added" in refused.stderr
    assert (await newsbot("feeds", "list")).stdout == ""
    assert (await newsbot("feeds", "add", "--anyway", address)).exit_code == 0
    assert address in (await newsbot("feeds", "list")).stdout


async def test_a_removed_feed_is_off_and_one_that_is_not_polled_is_told(newsbot):
    await newsbot("feeds", "add", "--anyway", "https://a.example/rss")
    removed = await newsbot("feeds", "remove", "https://a.example/rss")
    assert removed.exit_code == 0
    assert (await newsbot("feeds", "list")).stdout.startswith("- off")
    again = await newsbot("feeds", "remove", "https://a.example/rss")
    assert again.exit_code == 1
    assert "newsbot feeds list" in again.stderr


async def test_a_check_goes_through_every_stage_and_stores_nothing(newsbot, site):
    address = next(iter(site.feed_urls))
    checked = await newsbot("feeds", "check", address)
    assert checked.exit_code == 0, checked.output
    stages = [line.split()[1] for line in checked.stdout.splitlines() if line.startswith("✓")]
    assert stages == ["fetch", "read", "dates", "identity", "articles", "pages"]
    assert (await newsbot("feeds", "list")).stdout == ""


async def test_a_check_without_an_address_checks_all_and_fails_when_one_does(newsbot, site):
    await newsbot("feeds", "add", *list(site.feed_urls)[:1])
    await newsbot("feeds", "add", "--anyway", next(iter(site.feed_urls)) + ".nowhere")
    checked = await newsbot("feeds", "check")
    assert checked.exit_code == 1
    assert "✗ fetch" in checked.stdout
    assert "✓ fetch" in checked.stdout


async def test_a_list_goes_in_and_comes_out_again(newsbot, tmp_path):
    taken = await newsbot("feeds", "import", "-", given=OPML)
    assert taken.exit_code == 0
    assert "1 feeds; 0 were polled already" in taken.stderr
    assert "! refused" in taken.stderr
    await newsbot("feeds", "export", "out.opml")
    (feed,) = read_feed_list((tmp_path / "out.opml").read_bytes()).feeds
    assert (feed.url, feed.title) == ("https://a.example/rss", "A")
    assert (await newsbot("feeds", "export")).stdout_bytes == (tmp_path / "out.opml").read_bytes()


async def test_a_list_of_nothing_is_told_in_one_sentence(newsbot):
    taken = await newsbot("feeds", "import", "-", given=b"nothing")
    assert taken.exit_code == 2
    assert taken.stderr.startswith("newsbot: the list names no feed")
