import pytest

from bot.domain.broadcast import BroadcastState, Change, next_state


@pytest.mark.parametrize("state", [BroadcastState.FINISHED, BroadcastState.CANCELLED])
@pytest.mark.parametrize("change", Change)
def test_a_broadcast_that_ended_never_starts_again(state, change):
    assert next_state(state, change) is None


def test_a_second_press_of_a_button_means_nothing():
    for change in (Change.SEND, Change.PAUSE, Change.RESUME, Change.STOP):
        for state in BroadcastState:
            after = next_state(state, change)
            assert after is None or next_state(after, change) is None


def test_every_state_but_the_last_two_can_be_stopped():
    ended = {BroadcastState.FINISHED, BroadcastState.CANCELLED}
    for state in set(BroadcastState) - ended:
        assert next_state(state, Change.STOP) is BroadcastState.CANCELLED
