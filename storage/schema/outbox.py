"""The tables of what goes out: deliveries, how they come to be, broadcasts."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema.base import Base, BigId, KeyText

_PENDING = "state = 'pending'"


class DeliveryRow(Base):
    """The outbox: one thing owed to one chat. See `bot.domain.delivery`.

    It has no foreign keys: PostgreSQL checks them row by row, which would halve the speed of a fan-out, and deleting
    a chat would search every delivery ever made. `storage.chats.forget` and `storage.retention` remove the rows.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigId)
    story_id: Mapped[int | None] = mapped_column(BigId)
    broadcast_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(8), default="send")
    lane: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(default=0)
    matched: Mapped[str] = mapped_column(KeyText, default="")
    state: Mapped[str] = mapped_column(String(8), default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    bundle_id: Mapped[int | None] = mapped_column(BigInteger)
    """The first delivery of the message, when several were gathered into one."""
    worker: Mapped[str] = mapped_column(String(64), default="")
    """Who set it to `sending`."""
    error: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        Index(
            "uq_deliveries_story",
            "story_id",
            "chat_id",
            "action",
            "revision",
            unique=True,
            sqlite_where=sql("story_id IS NOT NULL"),
            postgresql_where=sql("story_id IS NOT NULL"),
        ),
        Index(
            "uq_deliveries_broadcast",
            "broadcast_id",
            "chat_id",
            "action",
            "revision",
            unique=True,
            sqlite_where=sql("broadcast_id IS NOT NULL"),
            postgresql_where=sql("broadcast_id IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_due",
            "lane",
            "due_at",
            "id",
            sqlite_where=sql(f"{_PENDING} AND broadcast_id IS NULL"),
            postgresql_where=sql(f"{_PENDING} AND broadcast_id IS NULL"),
        ),
        Index(
            "ix_deliveries_broadcast_due",
            "broadcast_id",
            "due_at",
            "id",
            sqlite_where=sql(f"{_PENDING} AND broadcast_id IS NOT NULL"),
            postgresql_where=sql(f"{_PENDING} AND broadcast_id IS NOT NULL"),
        ),
        Index(
            "ix_deliveries_chat",
            "chat_id",
            sqlite_where=sql(_PENDING),
            postgresql_where=sql(_PENDING),
        ),
        Index(
            "ix_deliveries_sending",
            "worker",
            sqlite_where=sql("state = 'sending'"),
            postgresql_where=sql("state = 'sending'"),
        ),
        Index(
            "ix_deliveries_bundle",
            "bundle_id",
            sqlite_where=sql("bundle_id IS NOT NULL"),
            postgresql_where=sql("bundle_id IS NOT NULL"),
        ),
    )


class FanOutRow(Base):
    """A story or broadcast on its way into the outbox, chunk by chunk; `after_chat_id` is how far it came."""

    __tablename__ = "fan_outs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    story_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("stories.id", ondelete="CASCADE"))
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id", ondelete="CASCADE"))
    action: Mapped[str] = mapped_column(String(8))
    revision: Mapped[int] = mapped_column(default=0)
    lane: Mapped[int]
    created_at: Mapped[datetime]
    after_chat_id: Mapped[int] = mapped_column(BigInteger, default=0)
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_fan_outs_unfinished",
            "id",
            sqlite_where=sql("finished_at IS NULL"),
            postgresql_where=sql("finished_at IS NULL"),
        ),
    )


class BroadcastRow(Base):
    """One editor's message to many chats. See `bot.domain.broadcast`."""

    __tablename__ = "broadcasts"

    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    html: Mapped[str]
    photo: Mapped[str] = mapped_column(default="")
    audience: Mapped[str | None] = mapped_column(KeyText)
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    scheduled_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    recall_reason: Mapped[str] = mapped_column(default="")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the editor is being asked for: a correction not yet confirmed; where its progress stands."""
