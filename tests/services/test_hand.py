from collections import deque

from bot.domain.chat import ChatKind
from bot.services.deliver.hand import Errand, Hand
from tests.builders import NOW


def an_errand(telegram_id):
    return Errand(telegram_id, ChatKind.PRIVATE, NOW, deque())


def test_a_chat_that_was_leased_anew_while_it_is_here_is_not_taken_twice():
    hand = Hand(lambda: NOW)
    for telegram_id in (1, 2, 1):
        hand.receive(an_errand(telegram_id))
    assert len(hand) == 2


def test_a_chat_that_was_given_back_may_come_again():
    hand = Hand(lambda: NOW)
    hand.receive(an_errand(1))
    hand.clear()
    hand.let_go([1])
    hand.receive(an_errand(1))
    assert len(hand) == 1
