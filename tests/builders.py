"""Ready-made nouns for tests: each with sound defaults, so that a test names only what it is about."""

from datetime import UTC, datetime

from bot.domain.chat import Chat, ChatKind, Place
from storage import chats
from storage.database import Database

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def a_chat(
    database: Database, telegram_id: int = 1, thread_id: int = 0, *, kind: ChatKind = ChatKind.PRIVATE
) -> Chat:
    async with database.write() as session:
        return await chats.add_chat(
            session, Place(telegram_id, thread_id), kind, title="A reader", language="en", now=NOW
        )
