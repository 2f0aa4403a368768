"""Months of polling one origin: never early, never unconditional, whatever it answers."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import BadStatus
from bot.feeds.parse import parse_feed
from bot.feeds.schedule import Asked, asked_by, next_check
from tests.feeds.hostile import RSS, Attack, answer, serving

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TTL = RSS.replace(b"<title>Harbour", b"<ttl>45</ttl><title>Harbour", 1)
ANSWERS = (
    ("200 OK", ("Cache-Control: max-age=1200",), TTL, timedelta(minutes=45)),
    ("200 OK", ("Cache-Control: max-age=7200",), TTL, timedelta(hours=2)),
    ("200 OK", (), RSS, timedelta(minutes=5)),
    ("304 Not Modified", ("Cache-Control: max-age=3000",), b"", timedelta(minutes=50)),
    ("429 Too Many Requests", ("Retry-After: 10800",), b"", timedelta(hours=3)),
    ("503 Unavailable", ("Retry-After: 86400",), b"", timedelta(days=1)),
    ("500 Error", (), b"", timedelta(minutes=10)),
)


@pytest.mark.parametrize("seed", range(3))
async def test_an_origin_is_never_asked_early_or_unconditionally(fetcher, seed):
    chance = random.Random(seed)
    now, allowed, asked, failures, etag = START, START, Asked(), 0, ""
    answers: dict[str, Attack] = {}
    async with serving(answers) as visits:
        for number in range(80):
            assert now >= allowed
            status, headers, body, wait = chance.choice(ANSWERS if number else ANSWERS[:3])
            tag = f'"{number}"'
            answers["rss"] = answer(status, f"ETag: {tag}", *headers, body=body)
            try:
                found = await fetcher.fetch(f"{visits.url}/rss", etag=etag)
            except BadStatus as error:
                failures, asked = failures + 1, Asked(retry_after=error.retry_after)
            else:
                asked = asked_by(found, parse_feed(found.body) if found.body else None)
                failures = 0
            assert (f"If-None-Match: {etag}" in visits.heads[-1]) == bool(etag)
            etag = tag if not failures else etag
            allowed = now + wait
            now = next_check(
                now, interval=timedelta(0), asked=asked, failures=failures, chance=chance.random()
            )
        assert len(visits.heads) == 80
