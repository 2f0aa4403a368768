"""What a response says about when to come back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.freshness import LONGEST, fresh_for, http_date, retry_after

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SOON = "Mon, 23 Nov 2026 12:10:00 GMT"


@pytest.mark.parametrize(("headers", "minutes"), [
    ({}, 0),
    ({"Cache-Control": "max-age=600"}, 10),
    ({"Cache-Control": "public, Max-Age = 600, must-revalidate"}, 10),
    ({"Cache-Control": 'max-age="600"'}, 10),
    ({"Cache-Control": "max-age=600", "Age": "120"}, 8),
    ({"Cache-Control": "max-age=600", "Age": "9999"}, 0),
    ({"Cache-Control": "max-age=600", "Age": "²"}, 10),
    ({"Cache-Control": "no-cache, max-age=600"}, 0),
    ({"Cache-Control": "no-store", "Expires": SOON}, 0),
    ({"Cache-Control": 'no-cache="Set-Cookie", max-age=600'}, 10),
    ({"Cache-Control": "s-maxage=9000"}, 0),
    ({"Cache-Control": "max-age=abc"}, 0),
    ({"Expires": SOON}, 10),
    ({"Expires": SOON, "Date": "Mon, 23 Nov 2026 12:05:00 GMT"}, 5),
    ({"Expires": SOON, "Cache-Control": "max-age=60"}, 1),
    ({"Expires": "0"}, 0),
    ({"Expires": "-1"}, 0),
    ({"Expires": "Thu, 19 Nov 1981 08:52:00 GMT"}, 0),
])  # fmt: skip
def test_freshness_is_read_from_cache_headers(headers, minutes):
    assert fresh_for(headers, now=NOW) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("value", "wait"), [
    ("120", timedelta(minutes=2)),
    (" 120 ", timedelta(minutes=2)),
    (SOON, timedelta(minutes=10)),
    ("Thu, 19 Nov 1981 08:52:00 GMT", timedelta(0)),
    ("99999999999999999999", LONGEST),
    ("soon", None),
    ("", None),
    ("-5", None),
])  # fmt: skip
def test_retry_after_is_seconds_or_a_date(value, wait):
    assert retry_after({"Retry-After": value}, now=NOW) == wait


@given(
    st.dictionaries(
        st.sampled_from(["Cache-Control", "Expires", "Date", "Age", "Retry-After"]), st.text(max_size=60)
    )
)
def test_any_header_gives_a_wait_within_bounds(headers):
    assert timedelta(0) <= fresh_for(headers, now=NOW) <= LONGEST
    wait = retry_after(headers, now=NOW)
    assert wait is None or timedelta(0) <= wait <= LONGEST


@given(st.text(max_size=70))
def test_any_text_is_a_date_in_utc_or_none(text):
    at = http_date(text)
    assert at is None or at.utcoffset() == timedelta(0)
