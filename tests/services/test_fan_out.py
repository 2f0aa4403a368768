from datetime import timedelta

import pytest

from bot.services.fan_out import next_width

AIM = timedelta(milliseconds=60)


@pytest.mark.parametrize(
    ("took", "width"),
    [
        (timedelta(milliseconds=60), 10_000),
        (timedelta(milliseconds=40), 15_000),
        (timedelta(milliseconds=120), 5_000),
        (timedelta(seconds=9), 2_000),
        (timedelta(milliseconds=5), 20_000),
        (timedelta(0), 20_000),
    ],
)
def test_a_chunk_is_as_wide_as_takes_the_time_it_may_and_grows_twofold_at_most(took, width):
    assert next_width(10_000, took, AIM) == width


def test_no_chunk_spans_more_than_a_million_chats():
    assert next_width(900_000, timedelta(milliseconds=1), AIM) == 1_000_000
