from bot.domain.article import StoryId
from bot.domain.chat import Chat, ChatId, ChatKind, ChatState, Place, Preferences
from bot.domain.delivery import Delivery, DeliveryId, Lane, OurFault, RetryAt, Sent
from bot.services.deliver.call import Call
from bot.services.deliver.suspects import ENOUGH, Suspects
from tests.builders import NOW

REFUSED = OurFault("Bad Request: can't parse entities")


def call(chat, *stories):
    return Call(
        chat=Chat(
            id=ChatId(chat),
            place=Place(chat),
            kind=ChatKind.PRIVATE,
            state=ChatState.ACTIVE,
            joined_at=NOW,
            preferences=Preferences(),
        ),
        deliveries=tuple(
            Delivery(
                id=DeliveryId(chat * 100 + story),
                chat_id=ChatId(chat),
                story_id=StoryId(story),
                lane=Lane.BRIEF,
                created_at=NOW,
                due_at=NOW,
            )
            for story in stories
        ),
        revisions=(0,) * len(stories),
        method="sendMessage",
        body=b"",
    )


def given_up(suspects, *calls, outcome=REFUSED):
    """What is given up along the way."""
    found = [suspects.note(one, outcome) for one in calls]
    return [one.story for one in found if one is not None]


def test_what_enough_chats_refuse_in_a_row_is_given_up():
    suspects = Suspects()
    assert given_up(suspects, *(call(chat, 7) for chat in range(1, ENOUGH))) == []
    assert given_up(suspects, call(ENOUGH, 7)) == [7]


def test_one_chat_that_refuses_again_and_again_is_its_own_matter():
    assert given_up(Suspects(), *(call(1, 7) for _ in range(20))) == []


def test_what_somebody_took_in_between_is_not_given_up():
    suspects = Suspects()
    given_up(suspects, *(call(chat, 7) for chat in range(1, ENOUGH)))
    given_up(suspects, call(50, 7), outcome=Sent(1))
    assert given_up(suspects, call(51, 7)) == []


def test_a_wait_that_telegram_asks_for_is_no_refusal():
    waits = RetryAt(NOW - NOW, "Too Many Requests", flood=True)
    assert given_up(Suspects(), *(call(chat, 7) for chat in range(20)), outcome=waits) == []


def test_stories_that_were_refused_together_are_sent_apart_and_nobody_is_condemned_for_the_others():
    suspects = Suspects()
    assert given_up(suspects, *(call(chat, 7, 8) for chat in range(20))) == []
    assert set(suspects.apart) == {7, 8}
    given_up(suspects, call(50, 8), outcome=Sent(1))
    assert set(suspects.apart) == {7}


def test_markup_that_enough_chats_refuse_is_not_tried_again():
    suspects = Suspects()
    for chat in range(ENOUGH):
        assert not suspects.is_plain_only(call(99, 7))
        suspects.note_markup(call(chat, 7), refused=True)
    assert suspects.is_plain_only(call(99, 7))
    assert not suspects.is_plain_only(call(99, 8))
