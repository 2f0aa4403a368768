"""The tables by which processes get along, and what editors did."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema.base import Base, BigId


class InboxRow(Base):
    """An update from Telegram, kept only until it is handled."""

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    lane: Mapped[int] = mapped_column(BigInteger, index=True)
    """The Telegram id of the chat (or person): updates of one lane keep their order."""
    repeated: Mapped[bool] = mapped_column(default=False)
    """A button press that came before under another update id: it is answered, and acts no second time."""
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str] = mapped_column(String(64), default="")
    leased_until: Mapped[datetime | None]


class SeenRow(Base):
    """An update or a button press that came in lately, hashed, so that the same one acts no second time.

    Telegram sends an update again when its acknowledgement was lost, and apps send an unanswered press again under a
    new update id.
    """

    __tablename__ = "seen"

    what: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    until_at: Mapped[datetime] = mapped_column(index=True)


class LeaseRow(Base):
    """Something that exactly one process does at a time."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until_at: Mapped[datetime]


class PaceRow(Base):
    """The shared send budget: when its next slot is."""

    __tablename__ = "pace"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    next_at: Mapped[datetime]
    slowed_at: Mapped[datetime | None]
    slowdown: Mapped[float] = mapped_column(default=1.0)


class AuditRow(Base):
    """What an editor did, when, and why. Never changed."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(64), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RepairRow(Base):
    """An editor's correction of tags or grouping, kept as a labelled example."""

    __tablename__ = "repairs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16))
    example: Mapped[dict[str, Any]]


class FactRow(Base):
    """A small fact that outlives the process: the bot's own name ..."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    value: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
