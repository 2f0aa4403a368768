"""robots.txt, for pages."""

from datetime import UTC, datetime, timedelta

from bot.errors import BadStatus, Unreachable
from bot.feeds.robots import KEPT_FOR, Robots, read_rules, rules_without
from tests.feeds.hostile import answer, endless, serving

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def test_a_site_is_asked_once_a_day_and_obeyed(fetcher):
    robots, text = (
        Robots(fetcher),
        b"User-agent: *\nDisallow: /private/\n\nUser-agent: Newsbot\nDisallow: /no-bots/\n",
    )
    async with serving({"robots.txt": answer("200 OK", body=text)}) as visits:
        assert await robots.allow(f"{visits.url}/news/1", now=NOW)
        assert not await robots.allow(f"{visits.url}/no-bots/1", now=NOW)
        assert visits.asked("/robots.txt") == 1
        assert await robots.allow(f"{visits.url}/news/1", now=NOW + KEPT_FOR)
        assert visits.asked("/robots.txt") == 2


async def test_no_file_allows_everything(fetcher):
    async with serving({}) as visits:
        assert await Robots(fetcher).allow(f"{visits.url}/news/1", now=NOW)


async def test_a_server_that_fails_allows_nothing_for_an_hour(fetcher):
    async with serving({"robots.txt": answer("500 Error")}) as visits:
        assert not await Robots(fetcher).allow(f"{visits.url}/news/1", now=NOW)


async def test_an_endless_file_is_a_failure(fetcher):
    async with serving(
        {"robots.txt": endless(b"HTTP/1.1 200 OK\r\n\r\n", b"Disallow: /x\n" * 5_000)}
    ) as visits:
        assert not await Robots(fetcher).allow(f"{visits.url}/news/1", now=NOW)


def test_rules_of_any_bytes_are_rules():
    assert read_rules(bytes(range(256)) * 10, now=NOW).allow("https://a.example/x")
    assert read_rules(b"", now=NOW).until == NOW + KEPT_FOR


def test_what_an_error_means():
    assert rules_without(BadStatus(404, "x"), now=NOW).allows_all
    assert rules_without(BadStatus(403, "x"), now=NOW).allows_all
    assert not rules_without(BadStatus(429, "x"), now=NOW).allows_all
    assert not rules_without(Unreachable("x"), now=NOW).allows_all
    assert rules_without(Unreachable("x"), now=NOW).until - NOW == timedelta(hours=1)
