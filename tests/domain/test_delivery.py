from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import MAX_ATTEMPTS, MAX_BACKOFF, next_attempt_at

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@given(attempts=st.integers(0, MAX_ATTEMPTS - 1), wait=st.timedeltas(timedelta(0), timedelta(days=2)))
def test_never_retries_sooner_than_telegram_asked(attempts, wait):
    due = next_attempt_at(attempts, NOW, wait)
    assert due is not None
    assert due >= NOW + wait


@given(attempts=st.integers(0, MAX_ATTEMPTS - 1))
def test_never_waits_longer_than_the_longest_backoff_of_its_own_accord(attempts):
    due = next_attempt_at(attempts, NOW)
    assert due is not None
    assert NOW < due <= NOW + MAX_BACKOFF


def test_gives_up_after_the_last_attempt():
    assert next_attempt_at(MAX_ATTEMPTS, NOW) is None
