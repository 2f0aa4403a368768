"""A feed through every stage, as a report; and what errors mean to an editor."""

from datetime import UTC, datetime

import pytest

from bot.errors import BadStatus, ForbiddenAddress, ParseError, TooCostly, TooLarge, Unreachable
from bot.feeds.check import check_feed
from bot.feeds.failure import FailureKind, failure_of
from tests.feeds.hostile import RSS, answer, redirects_to, serving

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LONG = "".join(
    f"<p>The ferry crossed the bay for the {n}th time since the harbour was opened again.</p>"
    for n in range(30)
)


async def test_a_good_feed_passes_every_stage(fetcher, workers):
    feed = RSS.replace(b"http://herald.example/ferry", b"/ferry")
    pages = {"rss": answer("200 OK", 'ETag: "1"', body=feed), "robots.txt": answer("404 Not Found"),
             "ferry": answer("200 OK", body=f"<html><body>{LONG}</body></html>".encode())}  # fmt: skip

    async def standings(read):
        return ["not seen before" for _ in read.articles]

    async with serving(pages | {"old": redirects_to("/rss", 301)}) as visits:
        local = feed.replace(b"http://herald.example/", visits.url.encode() + b"/")
        pages["rss"] = answer("200 OK", 'ETag: "1"', body=local)
        report = await check_feed(
            f"{visits.url}/old", fetcher=fetcher, workers=workers, now=NOW, standings=standings
        )
    assert report.ok
    assert [stage.name for stage in report.stages] == [
        "fetch",
        "read",
        "dates",
        "identity",
        "articles",
        "pages",
    ]
    assert "moved for good" in report.stages[0].remedy
    assert report.stages[4].said == "1 not seen before"


@pytest.mark.parametrize(("attack", "stage", "word"), [
    (answer("404 Not Found"), "fetch", "404"), (answer("200 OK", body=b"<html></html>"), "read", "web page"),
    (answer("200 OK", body=b"<rss><channel/></rss>"), "read", "0 articles"),
])  # fmt: skip
async def test_a_report_ends_at_the_stage_that_failed_and_says_what_to_do(
    fetcher, workers, attack, stage, word
):
    async with serving({"rss": attack}) as visits:
        report = await check_feed(f"{visits.url}/rss", fetcher=fetcher, workers=workers, now=NOW)
    failed = next(one for one in report.stages if not one.ok)
    assert not report.ok
    assert failed.name == stage
    assert word in failed.said
    assert failed.remedy


@pytest.mark.parametrize(("error", "kind", "passing"), [
    (BadStatus(401, "u"), FailureKind.LOGIN, False), (BadStatus(403, "u"), FailureKind.BLOCKED, False),
    (BadStatus(404, "u"), FailureKind.NOT_FOUND, False), (BadStatus(410, "u"), FailureKind.GONE, False),
    (BadStatus(429, "u"), FailureKind.RATE_LIMITED, True), (BadStatus(500, "u"), FailureKind.SERVER, True),
    (BadStatus(503, "u"), FailureKind.SERVER, True), (BadStatus(304, "u"), FailureKind.OTHER, False),
    (ForbiddenAddress("u"), FailureKind.FORBIDDEN, False), (TooLarge("u"), FailureKind.TOO_LARGE, False),
    (TooCostly("u"), FailureKind.TOO_COSTLY, False), (ParseError("u"), FailureKind.NOT_A_FEED, False),
    (Unreachable("u: no complete answer within 20 s"), FailureKind.TIMEOUT, True),
    (Unreachable("u: its name is not known"), FailureKind.NAME, True),
    (Unreachable("u: no secure connection: x"), FailureKind.TLS, False),
    (Unreachable("u"), FailureKind.UNREACHABLE, True),
])  # fmt: skip
def test_every_error_has_a_kind_and_a_remedy(error, kind, passing):
    failure = failure_of(error)
    assert (failure.kind, failure.passing) == (kind, passing)
    assert failure.remedy.endswith(".")
