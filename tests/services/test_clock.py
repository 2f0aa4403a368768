from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.services.clock import SteadyClock
from tests.builders import NOW

HOUR = timedelta(hours=1)


class Ticks:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def a_clock():
    ticks = Ticks()
    return SteadyClock(NOW, ticks), ticks


def test_it_goes_on_with_the_monotonic_clock():
    clock, ticks = a_clock()
    ticks.seconds = 90
    assert clock() == NOW + timedelta(seconds=90)


def test_it_follows_a_reference_that_is_ahead():
    clock, _ = a_clock()
    assert clock.compare(NOW + HOUR) == HOUR
    assert clock() == NOW + HOUR


def test_it_waits_for_a_reference_that_is_behind():
    clock, _ = a_clock()
    assert clock.compare(NOW - HOUR) == -HOUR
    assert clock() == NOW


@given(st.lists(st.tuples(st.floats(0, 1000), st.timedeltas(-HOUR, HOUR)), max_size=20))
def test_it_never_runs_backwards_whatever_is_done_to_the_reference(steps):
    clock, ticks = a_clock()
    shown = [clock()]
    for seconds, jump in steps:
        ticks.seconds += seconds
        clock.compare(NOW + jump)
        shown.append(clock())
    assert shown == sorted(shown)
