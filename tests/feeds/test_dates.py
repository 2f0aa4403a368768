"""Dates as feeds write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import parse_date

AT = datetime(2026, 11, 20, 9, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize("text", [
    "Fri, 20 Nov 2026 09:30:15 GMT", "Fri, 20 Nov 2026 09:30:15 +0000", "20 Nov 2026 09:30:15 UT",
    "Fri, 20 Nov 26 09:30:15 Z",
    "Fri, 20 Nov 2026 13:30:15 +0400", "Fri, 20 Nov 2026 13:30:15 +04:00", "Fri, 20 Nov 2026 04:30:15 EST",
    "Fri, 20 November 2026 09:30:15 GMT", "Friday, 20-Nov-26 09:30:15 GMT", "Fri,20 Nov 2026 09:30:15 GMT",
    "Пт, 20 Nov 2026 12:30:15 +0300", "Fri, 20 Nov 2026 12:30:15 MSK", "Fri, 20 Nov 2026 09:30:15 GMT (UTC)",
    "Fri, 20 Nov 2026 12:30:15 GMT+3", "Fri, 20 Nov 2026, 09:30:15 GMT", "  Fri, 20 Nov 2026 09:30:15 GMT\n",
    "2026-11-20T09:30:15Z", "2026-11-20T09:30:15.123456Z", "2026-11-20T09:30:15,5+00:00", "2026-11-20 09:30:15",
    "2026-11-20T13:30:15+04:00", "2026-11-20T13:30:15+0400", "2026-11-20T13:30:15 +04", "20261120T093015Z",
    "2026-11-20 09:30:15 UTC",
    "Fri Nov 20 09:30:15 2026",
])  # fmt: skip
def test_every_common_spelling_is_the_same_moment(text):
    assert parse_date(text) == AT


@pytest.mark.parametrize(("text", "at"), [
    ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)), ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
    ("Fri, 20 Nov 2026", datetime(2026, 11, 20, tzinfo=UTC)),
    ("2026-11-20T24:00:00Z", datetime(2026, 11, 21, tzinfo=UTC)),
    ("Fri, 20 Nov 2026 09:30 GMT", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
    ("Sat, 31 Dec 2016 23:59:60 GMT", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
])  # fmt: skip
def test_shorter_and_odder_dates_are_read(text, at):
    assert parse_date(text) == at


@pytest.mark.parametrize("text", ["", "soon", "yesterday", "99 Foo 2026", "31 Feb 2026 10:00 GMT",
    "0000-00-00T00:00:00Z", "9" * 5000,
                                  "Fri, 20 Nov 2026 10:00:00 +9999", "20 Nov 0000 00:00:00 GMT"])  # fmt: skip
def test_what_cannot_be_read_is_none(text):
    assert parse_date(text) is None


@given(st.datetimes(datetime(1971, 1, 1), datetime(2060, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001  # made aware below
def test_any_moment_survives_both_standards(naive, hours):
    at = naive.replace(microsecond=0, tzinfo=UTC)
    there = at + timedelta(hours=hours)
    zone = f"{'-' if hours < 0 else '+'}{abs(hours):02d}"
    assert parse_date(f"{there:%a, %d %b %Y %H:%M:%S} {zone}00") == at
    assert parse_date(f"{there:%Y-%m-%dT%H:%M:%S}{zone}:00") == at


@given(st.text(max_size=100))
def test_any_text_is_a_date_in_utc_or_none(text):
    at = parse_date(text)
    assert at is None or at.utcoffset() == timedelta(0)
