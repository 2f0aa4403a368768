"""The limits of pace hold in any sliding window, not only on the clock's own seconds."""

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.telegram.limits import Limits, Pace

SENDS = st.lists(
    st.tuples(
        st.integers(0, 400),  # hundredths of a second since the send before
        st.sampled_from([1, 2, 3, -1, -2]),
        st.integers(1, 3),
    ),
    max_size=200,
)


def windows(times: list[float], width: float) -> int:
    """The most in any half-open window of this width, counted by looking at every one that ends at a send."""
    return max((sum(end - width + 1e-6 < at <= end for at in times) for end in times), default=0)


@settings(max_examples=60)
@given(SENDS)
def test_no_window_ever_holds_more_than_the_limits_allow(sends):
    pace = Pace(Limits(per_second=3, private_seconds=1.0, group_per_minute=5))
    now = 0.0
    every: list[float] = []
    by_chat: defaultdict[int, list[float]] = defaultdict(list)
    for gap, chat_id, messages in sends:
        now += gap / 100
        if not pace.retry_after(chat_id, now, messages=messages):
            every += [now] * messages
            by_chat[chat_id].append(now)
            if chat_id < 0:
                by_chat[chat_id] += [now] * (messages - 1)
    assert windows(every, 1.0) <= 3
    assert pace.worst_second == windows(every, 1.0)
    for chat_id, times in by_chat.items():
        assert windows(times, 1.0 if chat_id > 0 else 60.0) <= (1 if chat_id > 0 else 5)


@settings(max_examples=60)
@given(SENDS)
def test_after_the_wait_that_was_asked_for_the_message_passes(sends):
    pace = Pace(Limits(per_second=3, group_per_minute=5))
    now = 0.0
    for gap, chat_id, messages in sends:
        now += gap / 100
        if wait := pace.retry_after(chat_id, now, messages=messages):
            now += wait
            assert pace.retry_after(chat_id, now, messages=messages) == 0


def test_thirty_a_second_evenly_spaced_pass_for_ever():
    pace = Pace(Limits())
    assert not any(pace.retry_after(chat_id, chat_id / 30) for chat_id in range(1, 3000))
    assert pace.worst_second == 30


def test_the_thirty_first_within_a_second_is_refused():
    pace = Pace(Limits())
    assert [pace.retry_after(chat_id, 5.0) for chat_id in range(1, 32)] == [0] * 30 + [1]


def test_a_private_chat_takes_one_message_a_second():
    pace = Pace(Limits())
    assert pace.retry_after(1, 0.0) == 0
    assert pace.retry_after(1, 0.99) == 1
    assert pace.retry_after(1, 1.0) == 0


def test_a_group_takes_twenty_a_minute_and_says_how_long_to_wait():
    pace = Pace(Limits())
    assert not any(pace.retry_after(-1, float(second)) for second in range(20))
    assert pace.retry_after(-1, 20.0) == 40
    assert pace.retry_after(-1, 60.0) == 0


def test_paid_messages_are_measured_against_a_thousand_a_second():
    pace = Pace(Limits())
    assert not any(pace.retry_after(chat_id, 0.0, paid=True) for chat_id in range(1, 1001))
    assert pace.retry_after(5000, 0.0, paid=True) == 1
    assert pace.retry_after(5000, 0.0) == 1


def test_without_enforcement_it_only_counts():
    pace = Pace(Limits(enforced=False))
    assert not any(pace.retry_after(1, 0.0) for _ in range(100))
    assert pace.worst_second == 100


def test_it_remembers_only_the_last_second_of_private_chats():
    pace = Pace(Limits(per_second=1000, enforced=True))
    for chat_id in range(1, 20_000):
        pace.retry_after(chat_id, chat_id / 500)
    assert len(pace._private) <= 501
    assert len(pace._private_order) <= 501
