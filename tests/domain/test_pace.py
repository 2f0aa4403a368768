from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chat import ChatKind
from bot.domain.pace import HEADROOM, limit_of, spacing

START = datetime(2026, 11, 23, 12, tzinfo=UTC)


def send_all(limit, wishes):
    """When messages go that are wished for at these moments."""
    tat = START
    sent: list[datetime] = []
    for wish in sorted(wishes):
        at = max(START + timedelta(seconds=wish), limit.ready_at(tat), *sent[-1:])
        tat = limit.after(tat, at)
        sent.append(at)
    return sent


def worst_window(sent, seconds):
    window = timedelta(seconds=seconds)
    return max(sum(first <= other < first + window for other in sent) for first in sent)


@pytest.mark.parametrize(
    ("kind", "most", "seconds"),
    [(ChatKind.PRIVATE, 1, 1), (ChatKind.GROUP, 20, 60), (ChatKind.CHANNEL, 20, 60)],
)
@given(wishes=st.lists(st.floats(0, 120), min_size=1, max_size=60))
def test_no_window_of_a_chat_holds_more_than_telegram_allows(kind, most, seconds, wishes):
    assert worst_window(send_all(limit_of(kind), wishes), seconds) <= most


def test_a_group_gets_four_answers_at_once_and_then_one_every_four_seconds():
    sent = send_all(limit_of(ChatKind.GROUP), [0] * 6)
    assert [(at - START).total_seconds() for at in sent] == [0, 0, 0, 0, 4, 8]


def test_the_budget_is_used_but_for_the_headroom():
    assert 1 / spacing(30).total_seconds() == pytest.approx(30 * HEADROOM, rel=1e-4)
