"""Stories and broadcasts that Telegram refuses to take from us: a bad one must not cost a call for each of its readers.

A refusal of a gathered message says nothing about which of its stories is at fault, so they are sent apart from then
on. What enough chats in a row refuse, with nobody taking it in between, is given up for all. All of this is kept in
memory: a process that starts anew learns it anew, at the price of a few calls.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.article import StoryId
from bot.domain.delivery import Action, BroadcastId, Delivery, OurFault, Outcome, Sent
from bot.services.deliver.call import Call

ENOUGH = 5
"""So many different chats that refuse it in a row, and it is the message's fault and not theirs."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What calls are about: sending a story, or changing it; the same of a broadcast."""

    story: StoryId | None
    broadcast: BroadcastId | None
    action: Action


class Suspects:
    """What was refused lately, by whom, and whether as plain text as well."""

    def __init__(self) -> None:
        self._refused: dict[Subject, set[int]] = {}
        self._refused_markup: dict[Subject, set[int]] = {}

    @property
    def apart(self) -> Collection[StoryId]:
        """Stories that must not be gathered with others."""
        return {one.story for one in self._refused if one.story is not None and one.action is Action.SEND}

    def note(self, call: Call, outcome: Outcome) -> Subject | None:
        """Remember what became of a call; the subject that is to be given up for everybody, if it has come to that."""
        if isinstance(outcome, Sent):
            self._forget(call, self._refused)
        if not isinstance(outcome, OurFault):
            return None
        chat = call.chat.place.telegram_id
        for subject in _subjects(call):
            chats = self._refused.setdefault(subject, set())
            if len(call.deliveries) == 1:
                chats.add(chat)
                if len(chats) >= ENOUGH:
                    return subject
        return None

    def note_markup(self, call: Call, *, refused: bool) -> None:
        """Remember whether Telegram took the markup of a call."""
        if not refused:
            self._forget(call, self._refused_markup)
            return
        for subject in _subjects(call):
            self._refused_markup.setdefault(subject, set()).add(call.chat.place.telegram_id)

    def is_plain_only(self, call: Call) -> bool:
        """Whether the markup of a call need not be tried any more."""
        return any(len(self._refused_markup.get(subject, ())) >= ENOUGH for subject in _subjects(call))

    @staticmethod
    def _forget(call: Call, refused: dict[Subject, set[int]]) -> None:
        if refused:
            for subject in _subjects(call):
                refused.pop(subject, None)


def _subjects(call: Call) -> Collection[Subject]:
    return [_subject(one) for one in call.deliveries]


def _subject(delivery: Delivery) -> Subject:
    return Subject(delivery.story_id, delivery.broadcast_id, delivery.action)
