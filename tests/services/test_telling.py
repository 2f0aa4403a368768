from datetime import timedelta

from bot.services.ingest.telling import Telling, what_to_tell
from tests.builders import NOW


def told(*, age=timedelta(minutes=10), since_last=timedelta(minutes=5), **facts):
    given = {"was_pushed": True, "pushable": True, "concerns_more": False, "is_correction": False} | facts
    return what_to_tell(opened_at=NOW - age, last_article_at=NOW - since_last, now=NOW, **given)


def test_a_new_story_is_pushed():
    assert what_to_tell(
        opened_at=NOW,
        last_article_at=None,
        was_pushed=False,
        pushable=True,
        concerns_more=True,
        is_correction=False,
        now=NOW,
    ) == Telling(push=True)


def test_what_was_old_when_we_saw_it_is_not_pushed():
    assert told(was_pushed=False, pushable=False) == Telling()


def test_a_story_of_which_we_only_had_old_articles_is_pushed_with_its_first_new_one_however_old_it_is():
    assert told(was_pushed=False, age=timedelta(days=3)).push


def test_another_report_only_edits_what_was_sent():
    assert told() == Telling(retell=True)


def test_another_report_with_further_tags_goes_to_those_whom_they_concern():
    assert told(concerns_more=True) == Telling(push=True, retell=True)


def test_old_messages_are_left_alone():
    assert told(age=timedelta(hours=7)) == Telling()
    assert told(age=timedelta(hours=25), concerns_more=True) == Telling()


def test_a_correction_reaches_every_copy_however_old():
    assert told(age=timedelta(days=2), is_correction=True) == Telling(retell=True)


def test_those_who_follow_a_story_hear_of_it_again_when_it_goes_on_after_hours():
    assert told(age=timedelta(hours=10), since_last=timedelta(hours=4)).tell_followers
    assert not told(age=timedelta(hours=10), since_last=timedelta(hours=1)).tell_followers
