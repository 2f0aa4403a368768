"""The tables of who reads: chats, what they follow and what they do not want."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema.base import Base, BigId, KeyText


class ChatRow(Base):
    """A destination, what its reader chose, and when it may be sent to next."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger, default=0)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(16), default="active")
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(16), default="en")
    language_chosen: Mapped[bool] = mapped_column(default=False)
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    mode: Mapped[str] = mapped_column(String(16), default="instant")
    digest_hours: Mapped[list[Any]] = mapped_column(default=lambda: [8, 18])
    quiet_from: Mapped[str] = mapped_column(String(5), default="")
    quiet_until: Mapped[str] = mapped_column(String(5), default="")
    breaking_in_quiet: Mapped[bool] = mapped_column(default=False)
    daily_cap: Mapped[int] = mapped_column(default=0)
    length: Mapped[str] = mapped_column(String(16), default="normal")
    silent: Mapped[bool] = mapped_column(default=False)
    next_digest_at: Mapped[datetime]
    sent_today: Mapped[int] = mapped_column(default=0)
    sent_day: Mapped[int] = mapped_column(default=0)
    free_at: Mapped[datetime]
    """The theoretical arrival time of its next message: see `bot.domain.pace`."""

    __table_args__ = (
        UniqueConstraint("telegram_id", "thread_id"),
        Index(
            "ix_chats_next_digest",
            "next_digest_at",
            sqlite_where=sql("mode = 'digest'"),
            postgresql_where=sql("mode = 'digest'"),
        ),
        {
            "postgresql_with": {"fillfactor": 80}
        },  # free_at changes with every message: in place, not beside it
    )


class ChatLeaseRow(Base):
    """A chat that one process is sending to right now: all of its threads, for they share Telegram's limits."""

    __tablename__ = "chat_leases"

    telegram_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    worker: Mapped[str] = mapped_column(String(64), index=True)
    until_at: Mapped[datetime]


class SubscriptionRow(Base):
    """A chat follows a key. `typed` is how the reader spelled a keyword: its key has lost accents and case."""

    __tablename__ = "subscriptions"

    key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    chat_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    typed: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime]

    __table_args__ = ({"sqlite_with_rowid": False},)


class MuteRow(Base):
    """A chat does not want a key, for good or until a time."""

    __tablename__ = "mutes"

    chat_id: Mapped[int] = mapped_column(BigId, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(KeyText, primary_key=True, index=True)
    until_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_with_rowid": False},)
