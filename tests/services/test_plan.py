from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.article import StoryId
from bot.domain.chat import Chat, ChatId, ChatKind, ChatState, Mode, Place, Preferences
from bot.domain.delivery import Action, BroadcastId, Delivery, DeliveryId, Lane
from bot.services.deliver.plan import plan
from storage.claims import DueChat
from tests.builders import NOW

HOURS = timedelta(hours=1)
NIGHT = {"quiet_from": time(11), "quiet_until": time(13)}  # it is 12:00 in these tests


def owed(number, lane=Lane.BRIEF, *, action=Action.SEND, age=timedelta(0), message_id=None):
    return Delivery(
        id=DeliveryId(number),
        chat_id=ChatId(1),
        story_id=None if lane is Lane.BREAKING else StoryId(number),
        broadcast_id=BroadcastId(number) if lane is Lane.BREAKING else None,
        action=action,
        lane=lane,
        created_at=NOW - age,
        due_at=NOW - age,
        message_id=message_id,
    )


def planned(*deliveries, state=ChatState.ACTIVE, kind=ChatKind.PRIVATE, tat=NOW, sent_today=0, **preferences):
    chat = Chat(
        id=ChatId(1),
        place=Place(5),
        kind=kind,
        state=state,
        joined_at=NOW,
        preferences=Preferences(**preferences),
    )
    due = DueChat(chat=chat, tat=tat, sent_today=sent_today, deliveries=deliveries)
    return plan(due, now=NOW, brief_max_age=6 * HOURS)


def messages(made):
    return [[one.id for one in message] for message in made.messages]


def test_breaking_news_goes_first_and_alone_and_stories_are_gathered():
    assert messages(planned(owed(1, Lane.BREAKING), owed(2, Lane.BREAKING), owed(3), owed(4))) == [
        [1],
        [2],
        [3, 4],
    ]


def test_a_digest_takes_along_the_briefs_that_are_due():
    assert messages(planned(owed(1), owed(2, Lane.DIGEST), digest_hours=(12,))) == [[1, 2]]


def test_changes_to_one_message_are_one_call_and_come_last():
    edits = [
        owed(number, Lane.EDIT, action=Action.EDIT, message_id=message)
        for number, message in ((1, 7), (2, 8), (3, 7))
    ]
    assert messages(planned(*edits, owed(4))) == [[4], [1, 3], [2]]


def test_a_copy_is_corrected_before_its_reader_is_told_of_it():
    copies = [owed(number, Lane.BREAKING, action=Action.EDIT, message_id=number) for number in (7, 8)]
    notice = replace(owed(3, Lane.BREAKING, action=Action.NOTICE, message_id=8), broadcast_id=BroadcastId(8))
    assert messages(planned(owed(1, Lane.BREAKING), notice, *copies, owed(4))) == [[8], [1], [3], [4], [7]]


def test_quiet_hours_hold_briefs_and_breaking_news_back_until_they_end():
    made = planned(owed(1, Lane.BREAKING), owed(2), **NIGHT)
    (late,) = made.postponed
    assert (late.ids, late.due_at, late.lane) == ((1, 2), NOW + 1 * HOURS, None)
    assert made.messages == ()


def test_breaking_news_passes_quiet_hours_only_where_the_reader_allowed_it():
    made = planned(owed(1, Lane.BREAKING), owed(2), breaking_in_quiet=True, **NIGHT)
    assert messages(made) == [[1]]


def test_corrections_and_recalls_pass_quiet_hours_for_they_do_not_ring():
    changes = [
        owed(1, Lane.BREAKING, action=Action.EDIT, message_id=7),
        owed(2, Lane.BREAKING, action=Action.DELETE, message_id=8),
        owed(3, Lane.BREAKING, action=Action.NOTICE, message_id=7),
    ]
    assert messages(planned(*changes, **NIGHT)) == [[3], [1], [2]]


def test_a_brief_past_its_age_goes_to_the_next_digest():
    made = planned(owed(1, age=7 * HOURS), owed(2, age=5 * HOURS), digest_hours=(18,))
    (late,) = made.postponed
    assert (late.ids, late.due_at, late.lane) == ((1,), NOW + 6 * HOURS, Lane.DIGEST)
    assert messages(made) == [[2]]


def test_a_brief_that_waited_for_the_end_of_the_night_is_as_fresh_as_its_morning():
    waited = replace(owed(1, age=9 * HOURS), due_at=NOW)
    assert messages(planned(waited)) == [[1]]


def test_what_is_older_than_a_day_is_no_news_whatever_held_it_up():
    parked = replace(owed(1, age=25 * HOURS), due_at=NOW)
    assert planned(parked).messages == ()


def test_a_digest_that_was_missed_is_sent_late():
    assert messages(planned(owed(1, Lane.DIGEST, age=20 * HOURS))) == [[1]]


def test_beyond_the_daily_number_briefs_go_to_the_digest():
    made = planned(owed(1), owed(2), owed(3), daily_cap=5, sent_today=3)
    assert messages(made) == [[1, 2]]
    assert made.postponed[0].ids == (3,)


def test_the_daily_number_does_not_hold_back_digests_or_breaking_news():
    made = planned(owed(1, Lane.BREAKING), owed(2, Lane.DIGEST), daily_cap=1, sent_today=1)
    assert messages(made) == [[1], [2]]


def test_a_reader_who_changed_to_digests_gets_what_waits_in_the_next_one():
    made = planned(owed(1), mode=Mode.DIGEST, digest_hours=(18,))
    assert (made.postponed[0].ids, made.postponed[0].lane) == ((1,), Lane.DIGEST)


def test_a_reader_of_breaking_news_only_gets_no_briefs():
    made = planned(owed(1), owed(2, Lane.BREAKING), mode=Mode.BREAKING)
    assert (messages(made), made.dropped) == ([[2]], (1,))


def test_a_reader_who_paused_gets_nothing_new_but_recalls_still_reach_him():
    made = planned(
        owed(1), owed(2, Lane.BREAKING, action=Action.DELETE, message_id=7), state=ChatState.PAUSED
    )
    assert (messages(made), made.dropped) == ([[2]], (1,))


def test_to_a_chat_that_is_gone_nothing_is_owed():
    assert planned(owed(1), owed(2), state=ChatState.GONE).dropped == (1, 2)


@pytest.mark.parametrize("wait", [timedelta(seconds=5), timedelta(hours=12)])
def test_a_chat_that_asked_us_to_wait_is_left_alone_until_then(wait):
    made = planned(owed(1), tat=NOW + wait)
    assert made.postponed[0].due_at == NOW + wait
    assert made.messages == ()
