"""From what is owed to what is written: the requests for stories, broadcasts, and changes to either."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.article import StoryId
from bot.domain.broadcast import Broadcast
from bot.domain.chat import Chat, Preferences
from bot.domain.delivery import Action, BroadcastId, Delivery, Lane
from bot.domain.hours import local
from bot.domain.story import Story
from bot.services.deliver import bodies
from bot.services.deliver.call import Call, Wanted
from bot.services.deps import Deps
from bot.telegram.gathering import Due, gather, render_together
from bot.telegram.rendering import Occasion, Rendered
from bot.texts import texts_for
from bot.texts.messages import brief as words
from storage import broadcasts, deliveries, stories

Keyboard = Callable[[Sequence[Story], Preferences], Mapping[str, Any] | None]
"""The buttons below a message that tells these stories, as Telegram's `reply_markup`."""


class Composer:
    """Writes what chats get. See `bot.services.deliver.call.Compose`."""

    def __init__(self, deps: Deps, keyboard: Keyboard) -> None:
        self._deps = deps
        self._keyboard = keyboard

    async def __call__(self, wanted: Sequence[Wanted]) -> list[list[Call]]:
        told, sent = await self._look_up(wanted)
        gathered = _Gathered()
        composed = []
        for chat, messages in wanted:
            calls: list[Call] = []
            for message in messages:
                calls += await self._message(chat, message, told, sent, gathered)
            composed.append(calls)
        return composed

    async def _look_up(
        self, wanted: Sequence[Wanted]
    ) -> tuple[dict[StoryId, Story], dict[BroadcastId, Broadcast]]:
        owed = [one for _, messages in wanted for message in messages for one in message]
        casts = {one.broadcast_id for one in owed if one.broadcast_id is not None}
        async with self._deps.database.read() as session:
            told = await stories.get_stories(
                session, {one.story_id for one in owed if one.story_id is not None}
            )
            found = {id_: await broadcasts.find_broadcast(session, id_) for id_ in casts}
        return told, {id_: broadcast for id_, broadcast in found.items() if broadcast is not None}

    async def _message(
        self,
        chat: Chat,
        message: tuple[Delivery, ...],
        told: Mapping[StoryId, Story],
        sent: Mapping[BroadcastId, Broadcast],
        gathered: "_Gathered",
    ) -> list[Call]:
        first = message[0]
        if first.broadcast_id is not None:
            broadcast = sent.get(first.broadcast_id)
            return [] if broadcast is None else [self._of_broadcast(chat, message, broadcast)]
        if first.action is Action.EDIT:
            return await self._edit_of_story(chat, message)
        return self._of_stories(chat, message, told, gathered)

    def _of_stories(
        self,
        chat: Chat,
        message: Sequence[Delivery],
        told: Mapping[StoryId, Story],
        gathered: "_Gathered",
    ) -> list[Call]:
        """Messages for all these stories: as few as it takes."""
        owed = {one.story_id: one for one in message if one.story_id in told}
        dues = [
            Due(told[id_], delivery.matched, Occasion.UPDATE if delivery.revision else Occasion.NEW)
            for id_, delivery in owed.items()
            if id_ is not None and told[id_].withdrawn_at is None
        ]
        heading = self._heading(chat, message, len(dues))
        calls = []
        for rendered in gathered.of(dues, chat.preferences, heading):
            shown = [told[id_] for id_ in rendered.stories]
            body = bodies.message(
                chat,
                rendered,
                self._keyboard(shown, chat.preferences),
                paid=self._deps.settings.paid_broadcast,
            )
            calls.append(
                Call(
                    chat=chat,
                    deliveries=tuple(owed[story.id] for story in shown),
                    revisions=tuple(story.revision for story in shown),
                    method="sendMessage",
                    body=bodies.as_bytes(body),
                    plain=bodies.as_bytes(bodies.without_markup(body, rendered.plain)),
                )
            )
        return calls

    def _heading(self, chat: Chat, message: Sequence[Delivery], count: int) -> str:
        """The title of a digest, or of several briefs that came due together; none above a single brief."""
        t = texts_for(chat.preferences.language)
        if any(one.lane is Lane.DIGEST for one in message):
            now = local(chat.preferences.zone, self._deps.now())
            return bodies.title(words.digest_title(t, now.date(), now.hour, count))
        return bodies.title(words.gathered_title(t, count)) if count > 1 else ""

    async def _edit_of_story(self, chat: Chat, message: tuple[Delivery, ...]) -> list[Call]:
        """The message that a story was sent in, written anew with all the stories that stand in it."""
        story = message[0].story_id
        if story is None or message[0].message_id is None:
            return []
        async with self._deps.database.read() as session:
            mates = await deliveries.list_in_message(session, chat.id, story)
            shown = await stories.get_stories(
                session, {one.story_id for one in mates if one.story_id is not None}
            )
        dues = [Due(shown[one.story_id], one.matched) for one in mates if one.story_id in shown]
        if not dues:
            return []
        rendered = (
            gather(dues, chat.preferences)[0]
            if len(dues) == 1
            else render_together(dues, chat.preferences, heading=self._heading(chat, mates, len(dues)))
        )
        markup = self._keyboard([due.story for due in dues], chat.preferences)
        body = bodies.edit(chat, message[0].message_id, rendered, markup)
        return [
            Call(
                chat=chat,
                deliveries=message,
                revisions=tuple(one.revision for one in message),
                method="editMessageText",
                body=bodies.as_bytes(body),
                plain=bodies.as_bytes(bodies.without_markup(body, rendered.plain)),
            )
        ]

    def _of_broadcast(self, chat: Chat, message: tuple[Delivery, ...], broadcast: Broadcast) -> Call:
        method, body, plain = bodies.of_broadcast(
            chat, message[0], broadcast, paid=self._deps.settings.paid_broadcast
        )
        return Call(
            chat=chat,
            deliveries=message,
            revisions=tuple(broadcast.revision for _ in message),
            method=method,
            body=bodies.as_bytes(body),
            plain=bodies.as_bytes(plain) if plain else b"",
        )


class _Gathered:
    """What was written so far of the chats in hand: readers with the same taste get the same words, written once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], list[Rendered]] = {}

    def of(self, dues: Sequence[Due], preferences: Preferences, heading: str) -> list[Rendered]:
        """See `bot.telegram.gathering.gather`."""
        key = (tuple((due.story.id, due.matched, due.occasion) for due in dues), preferences, heading)
        if key not in self._known:
            self._known[key] = gather(dues, preferences, heading=heading, numbered=bool(heading))
        return self._known[key]
