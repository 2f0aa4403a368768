"""Who is there and who belongs where: people, groups, topics and channels, coming and going."""

from collections.abc import Mapping
from typing import Any

from bot.playground.telegram.local import LocalTelegram
from bot.playground.telegram.nouns import Chat, ChatType, Message, Status, Topic, User
from bot.playground.telegram.shapes import Json, chat_json, member_json, message_json, user_json
from bot.playground.telegram.world import Event, World


class Membership:
    """The part of the phone side that changes who may write to whom; the bot hears of it as Telegram would tell it."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self.telegram = telegram

    @property
    def world(self) -> World:
        return self.telegram.world

    def chat_of(self, place: User | Chat) -> Chat:
        return self.world.chats[place.id]

    def add_user(self, first_name: str, **more: Any) -> User:
        """A person. `more`: last_name, username, language_code, user_id."""
        return self.world.add_user(first_name, **more)

    def add_group(self, title: str, *people: User, bot: Status | None = "member") -> Chat:
        return self._new_chat("group", title, people, bot)

    def add_supergroup(
        self,
        title: str,
        *people: User,
        bot: Status | None = "member",
        forum: bool = False,
        username: str = "",
    ) -> Chat:
        return self._new_chat("supergroup", title, people, bot, is_forum=forum, username=username)

    def add_channel(
        self, title: str, *people: User, bot: Status | None = "administrator", username: str = ""
    ) -> Chat:
        return self._new_chat("channel", title, people, bot, username=username)

    def add_topic(self, forum: Chat, name: str, *, by: User) -> Topic:
        topic = self.world.open_topic(forum, name, by.id)
        self._tell_of_service(forum.messages[topic.id])
        return topic

    def close_topic(self, forum: Chat, topic: Topic, *, by: User) -> None:
        topic.closed = True
        self._service(forum, by, {"forum_topic_closed": {}}, thread_id=topic.id)

    def delete_topic(self, forum: Chat, topic: Topic) -> None:
        del forum.topics[topic.id]
        for message in [message for message in forum.messages.values() if message.thread_id == topic.id]:
            self.world.delete(message)

    def join(self, chat: Chat, user: User, status: Status = "member") -> None:
        """A person comes in."""
        chat.members[user.id] = status
        if chat.is_group:
            self._service(chat, user, {"new_chat_members": [user_json(user)]})

    def leave(self, chat: Chat, user: User) -> None:
        chat.members[user.id] = "left"
        if chat.is_group:
            self._service(chat, user, {"left_chat_member": user_json(user)})

    def add_bot(self, chat: Chat, *, by: User, status: Status = "member") -> None:
        """Somebody takes the bot into a group or channel, or changes its rights there."""
        before = chat.members.get(self.world.bot.id, "left")
        chat.members[self.world.bot.id] = status
        self._bot_status(chat, by, before, status)
        if chat.is_group and before in {"left", "kicked"}:
            self._service(chat, by, {"new_chat_members": [user_json(self.world.bot)]})

    def kick_bot(self, chat: Chat, *, by: User) -> None:
        before = chat.members.get(self.world.bot.id, "left")
        chat.members[self.world.bot.id] = "kicked"
        self._bot_status(chat, by, before, "kicked")

    def block(self, user: User) -> None:
        """The person stops the bot."""
        chat = self.chat_of(user)
        if not chat.blocked:
            chat.blocked = True
            self._bot_status(chat, user, "member", "kicked")

    def unblock(self, user: User) -> None:
        chat = self.chat_of(user)
        if chat.blocked:
            chat.blocked = False
            self._bot_status(chat, user, "kicked", "member")

    def deactivate(self, user: User) -> None:
        """The person's account is deleted; the bot is told nothing."""
        user.deactivated = True
        self.world.tell(Event("chat", user.id))

    def delete_group(self, chat: Chat) -> None:
        chat.deleted = True
        self.world.tell(Event("chat", chat.id))

    def migrate(self, group: Chat, *, by: User) -> Chat:
        """A group becomes a supergroup, with a new id; both sides say so."""
        supergroup = self.world.add_chat("supergroup", group.title, members=dict(group.members))
        self._service(group, by, {"migrate_to_chat_id": supergroup.id})
        group.migrated_to = supergroup.id
        self._service(supergroup, by, {"migrate_from_chat_id": group.id})
        return supergroup

    def _new_chat(
        self, kind: ChatType, title: str, people: tuple[User, ...], bot: Status | None, **more: Any
    ) -> Chat:
        """A chat of these people, the first of them its owner; with the bot in it unless `bot` is None."""
        chat = self.world.add_chat(kind, title, **more)
        for user in people:
            chat.members[user.id] = "creator" if user is people[0] else "member"
        self.world.tell(Event("chat", chat.id))
        if bot is not None and people:
            self.add_bot(chat, by=people[0], status=bot)
        return chat

    def _bot_status(self, chat: Chat, by: User, before: Status, after: Status) -> None:
        bot = self.world.bot
        update: Json = {
            "chat": chat_json(self.world, chat),
            "from": user_json(by),
            "date": self.world.now,
            "old_chat_member": member_json(bot, before),
            "new_chat_member": member_json(bot, after),
        }
        self._tell_bot("my_chat_member", update, chat.id)
        self.world.tell(Event("chat", chat.id))

    def _service(self, chat: Chat, by: User, service: Mapping[str, Any], **more: Any) -> None:
        self._tell_of_service(self.world.post(chat, by.id, service=service, **more))

    def _tell_of_service(self, message: Message) -> None:
        self._tell_bot("message", message_json(self.world, message), message.chat_id)

    def _tell_bot(self, kind: str, payload: Json, queue: int) -> None:
        self.telegram.add_update(kind, payload, queue)
