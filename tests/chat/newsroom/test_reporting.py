"""What an editor's message says at each moment: a function of what is known, without database or Telegram."""

from datetime import timedelta

import pytest

from bot.chat.newsroom.reporting import report_on
from bot.domain.broadcast import Broadcast, BroadcastState, Content, Copies, Watch, Watched
from bot.domain.chat import UserId
from bot.domain.delivery import BroadcastId
from bot.services.progress import Progress
from tests.builders import NOW


def report(what, state=BroadcastState.FINISHED, *, planned=0, took=timedelta(seconds=9), **so_far):
    cast = Broadcast(
        id=BroadcastId(7), author=UserId(1), state=state, content=Content(html="Quake"), audience=None,
        created_at=NOW, started_at=NOW, finished_at=NOW + took,
    )  # fmt: skip
    watch = Watch(broadcast=cast.id, what=what, planned=planned, telegram_id=1, message_id=2)
    return report_on(
        None, watch, Progress(broadcast=cast, **so_far), takes=lambda number: timedelta(seconds=number)
    )


@pytest.mark.parametrize("what", Watched)
def test_while_copies_are_still_being_owed_the_total_is_what_the_editor_was_told(what):
    made = report(what, BroadcastState.RUNNING, planned=90, copies=Copies(), filling=True)
    assert "0 of 90" in made.html
    assert not made.is_final


@pytest.mark.parametrize("what", Watched)
def test_nothing_is_final_while_one_copy_waits(what):
    assert not report(what, copies=Copies(waiting=1, delivered=2)).is_final
    assert report(what, copies=Copies(delivered=3)).is_final


def test_what_was_stopped_counts_the_copies_that_nobody_got():
    made = report(Watched.SENDING, BroadcastState.CANCELLED, copies=Copies(delivered=3, dropped=7))
    assert "3 of 10" in made.html


def test_every_way_in_which_a_copy_ended_is_told():
    made = report(Watched.SENDING, copies=Copies(delivered=1884, blocked=9, failed=3, unknown=5))
    assert "delivered 1,884 · blocked 9 · failed 3 · unknown 5" in made.html


def test_a_recall_tells_what_was_deleted_what_was_changed_and_what_is_still_there():
    made = report(Watched.RECALL, copies=Copies(delivered=5, failed=1), edited=Copies(delivered=2, unknown=1))
    assert "5 copies deleted" in made.html
    assert "2, too old to delete, now say" in made.html
    assert "2 could be neither deleted nor changed" in made.html


def test_only_who_may_have_looked_away_is_told_of_the_end():
    assert report(Watched.SENDING, copies=Copies(delivered=3)).ping is None
    assert report(Watched.SENDING, copies=Copies(delivered=3), took=timedelta(minutes=2)).ping
