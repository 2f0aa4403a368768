"""When a feed is asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.schedule import CEILING, FLOOR, Asked, backoff, is_silent, learnt_interval, next_check

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
spans = st.timedeltas(timedelta(0), timedelta(days=3))
asked = st.builds(
    Asked,
    fresh_for=spans,
    retry_after=st.none() | spans,
    every=st.none() | spans,
    skip_hours=st.frozensets(st.integers(0, 23), max_size=20),
    skip_days=st.frozensets(st.integers(0, 6), max_size=5),
)


@given(
    interval=spans, asked=asked, failures=st.integers(0, 50), pushed=st.booleans(), chance=st.floats(0, 0.999)
)
def test_no_check_comes_before_the_floor_or_what_the_server_asked(interval, asked, failures, pushed, chance):
    at = next_check(NOW, interval=interval, asked=asked, failures=failures, pushed=pushed, chance=chance)
    assert at - NOW >= FLOOR
    assert at - NOW >= (asked.retry_after or timedelta(0))
    assert at - NOW >= min(asked.fresh_for, DAY)
    assert at - NOW >= min(asked.every or timedelta(0), DAY)
    assert at.hour not in asked.skip_hours
    assert at.weekday() not in asked.skip_days


@given(interval=spans, failures=st.integers(0, 10_000), chance=st.floats(0, 0.999))
def test_no_feed_is_ever_given_up(interval, failures, chance):
    assert next_check(NOW, interval=interval, failures=failures, chance=chance) - NOW <= DAY * 1.1


def test_a_feed_is_checked_at_its_own_interval():
    assert next_check(NOW, interval=20 * MINUTE) == NOW + 20 * MINUTE


def test_a_quick_feed_is_checked_at_the_floor_and_a_quiet_one_at_the_ceiling():
    assert next_check(NOW, interval=timedelta(0)) == NOW + FLOOR
    assert next_check(NOW, interval=30 * DAY) == NOW + CEILING


def test_a_floor_above_the_ceiling_is_kept():
    assert next_check(NOW, interval=HOUR, floor=6 * HOUR) == NOW + 6 * HOUR


def test_failures_double_the_wait_up_to_a_day():
    waits = [backoff(failures) for failures in range(1, 30)]
    assert waits == sorted(waits)
    assert waits[0] == 2 * FLOOR
    assert waits[-1] == DAY


def test_a_feed_with_a_hub_is_polled_seldom_unless_it_fails():
    assert next_check(NOW, interval=FLOOR, pushed=True) == NOW + CEILING
    assert next_check(NOW, interval=FLOOR, pushed=True, failures=1) < NOW + CEILING


def test_jitter_only_ever_adds():
    assert next_check(NOW, interval=HOUR, chance=0.5) == NOW + HOUR * 1.05


def test_retry_after_is_obeyed_for_a_week_and_longer():
    assert next_check(NOW, interval=HOUR, asked=Asked(retry_after=8 * DAY)) == NOW + 8 * DAY


def test_cache_headers_bind_for_a_day_at_most():
    assert next_check(NOW, interval=HOUR, asked=Asked(fresh_for=300 * DAY)) == NOW + DAY


def test_skipped_hours_and_days_are_waited_out():
    night = Asked(skip_hours=frozenset({12, 13, 14}))
    assert next_check(NOW, interval=10 * MINUTE, asked=night) == NOW + 3 * HOUR
    weekend = Asked(skip_days=frozenset({0, 1}))
    assert next_check(NOW, interval=10 * MINUTE, asked=weekend) == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gap", "wait"), [(2 * MINUTE, FLOOR), (HOUR, 30 * MINUTE), (4 * HOUR, 2 * HOUR), (3 * DAY, CEILING)]
)
def test_the_interval_follows_the_rhythm(gap, wait):
    arrivals = [NOW - gap * number for number in range(10, 0, -1)]
    assert learnt_interval(arrivals, NOW) == wait


def test_a_new_feed_is_checked_at_the_floor():
    assert learnt_interval([], NOW) == FLOOR
    assert learnt_interval([NOW - 5 * MINUTE], NOW) == FLOOR


def test_a_feed_that_falls_quiet_is_checked_more_and_more_seldom():
    arrivals = [NOW - 2 * DAY - HOUR * number for number in range(10)]
    assert learnt_interval(arrivals, NOW) == CEILING


def test_silence_is_measured_against_the_feeds_own_rhythm():
    hourly = [NOW - HOUR * number for number in range(30, 0, -1)]
    weekly = [NOW - 7 * DAY * number for number in range(10, 0, -1)]
    assert not is_silent(hourly, NOW)
    assert not is_silent(hourly, NOW + 8 * HOUR)
    assert is_silent(hourly, NOW + 2 * DAY)
    assert not is_silent(weekly, NOW + 10 * DAY)
    assert is_silent(weekly, NOW + 60 * DAY)


def test_a_feed_without_a_rhythm_is_never_silent():
    assert not is_silent([NOW - 300 * DAY], NOW)
    assert not is_silent([], NOW)


def test_a_night_without_news_is_no_silence():
    by_day = [NOW - DAY * day + HOUR * hour for day in range(10, 0, -1) for hour in range(-4, 9)]
    assert not is_silent(by_day, max(by_day) + 14 * HOUR)
