from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chat import Preferences
from bot.domain.hours import next_digest_at, quiet_ends_at

BAKU = "Asia/Baku"
zones = st.sampled_from(
    ["UTC", BAKU, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran"]
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.lists(st.integers(0, 23), min_size=1, max_size=4).map(tuple)


def at(text, zone=BAKU):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


NIGHT = Preferences(zone=BAKU, quiet_from=time(22), quiet_until=time(7))


def test_quiet_hours_over_midnight_end_in_the_morning():
    assert quiet_ends_at(NIGHT, at("2026-03-01 23:30")) == at("2026-03-02 07:00")
    assert quiet_ends_at(NIGHT, at("2026-03-02 06:59")) == at("2026-03-02 07:00")


def test_at_their_end_quiet_hours_are_over():
    assert quiet_ends_at(NIGHT, at("2026-03-02 07:00")) is None
    assert quiet_ends_at(NIGHT, at("2026-03-02 12:00")) is None


def test_a_reader_without_quiet_hours_is_never_in_them():
    assert quiet_ends_at(Preferences(), at("2026-03-02 03:00")) is None


def test_quiet_hours_are_longer_in_the_night_that_the_clocks_are_set_back():
    berlin = Preferences(zone="Europe/Berlin", quiet_from=time(22), quiet_until=time(7))
    begins, ends = at("2026-10-24 22:00", "Europe/Berlin"), at("2026-10-25 07:00", "Europe/Berlin")
    assert ends - begins == timedelta(hours=10)
    assert quiet_ends_at(berlin, ends - timedelta(seconds=1)) == ends


@given(zone=zones, now=moments, start=st.integers(0, 23), end=st.integers(0, 23))
def test_quiet_hours_never_last_longer_than_a_day_and_do_end(zone, now, start, end):
    preferences = Preferences(zone=zone, quiet_from=time(start), quiet_until=time(end))
    ends = quiet_ends_at(preferences, now)
    if ends is not None:
        assert now < ends <= now + timedelta(hours=25)
        assert quiet_ends_at(preferences, ends) is None


@given(zone=zones, now=moments, digest_hours=hours)
def test_the_next_digest_lies_ahead_within_a_day_at_one_of_the_hours(zone, now, digest_hours):
    due = next_digest_at(Preferences(zone=zone, digest_hours=digest_hours), now)
    assert now < due <= now + timedelta(hours=26)
    local = due.astimezone(ZoneInfo(zone))
    skipped = any(  # an hour that the clocks skip is sent as soon as they are past it
        local.hour == (hour + 1) % 24 for hour in digest_hours
    )
    assert local.hour in digest_hours or skipped


def test_a_digest_at_eight_in_baku_is_at_four_in_utc():
    due = next_digest_at(Preferences(zone=BAKU, digest_hours=(8, 18)), at("2026-03-01 19:00"))
    assert due == datetime(2026, 3, 2, 4, tzinfo=UTC)
