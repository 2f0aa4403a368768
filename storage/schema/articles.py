"""The tables of what comes in: feeds, articles, briefs, stories."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema.base import Base, BigId, KeyText


class FeedRow(Base):
    """A feed and what we know of its manners. `interval` is in seconds, as learnt from its rhythm."""

    __tablename__ = "feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(default="")
    site_url: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(16), default="active")
    added_at: Mapped[datetime]
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    body_hash: Mapped[bytes | None]
    interval: Mapped[int] = mapped_column(default=0)
    next_check_at: Mapped[datetime] = mapped_column(index=True)
    checked_at: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    error_kind: Mapped[str] = mapped_column(String(16), default="", server_default="")
    error_at: Mapped[datetime | None]
    reported: Mapped[str] = mapped_column(String(16), default="")
    """What the editors were last told of it: nothing, `failing` or `silent`."""
    hints: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the feed itself asked for when it was last read: `every` in seconds, `skip_hours`, `skip_days`."""
    listed_as: Mapped[str] = mapped_column(default="")
    """The address by which NEWSBOT_FEEDS or the starter list names it; empty for one that was added by hand."""
    hub_url: Mapped[str] = mapped_column(default="")
    hub_topic: Mapped[str] = mapped_column(default="")
    hub_secret: Mapped[str] = mapped_column(default="")
    hub_until: Mapped[datetime | None]
    hub_ask_at: Mapped[datetime | None] = mapped_column(index=True)
    """When to ask the hub (again) to send us news; None where there is none."""
    hub_told_at: Mapped[datetime | None]
    leased_by: Mapped[str] = mapped_column(String(64), default="")
    leased_until: Mapped[datetime | None]


class ArticleRow(Base):
    """One item with its full text. `stage` names how far it came: see `bot.services.ingest`."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    feed_id: Mapped[int | None] = mapped_column(ForeignKey("feeds.id", ondelete="SET NULL"))
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="SET NULL"), index=True)
    stage: Mapped[str] = mapped_column(String(16), default="stored")
    reason: Mapped[str] = mapped_column(default="")
    pushable: Mapped[bool] = mapped_column(default=True)
    url: Mapped[str] = mapped_column(default="")
    guid: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    author: Mapped[str] = mapped_column(default="")
    image_url: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    categories: Mapped[list[Any]] = mapped_column(default=list)
    published_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime | None]
    edits: Mapped[int] = mapped_column(default=0, server_default="0")
    leased_by: Mapped[str] = mapped_column(String(64), default="", server_default="")
    leased_until: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_articles_unfinished",
            "stage",
            "pushable",
            "id",
            sqlite_where=sql("stage IN ('stored', 'briefed')"),
            postgresql_where=sql("stage IN ('stored', 'briefed')"),
        ),
        Index("ix_articles_feed", "feed_id", "first_seen_at"),
        Index(
            "ix_articles_texts",
            "first_seen_at",
            sqlite_where=sql("text != ''"),
            postgresql_where=sql("text != ''"),
        ),
    )


class OutletRow(Base):
    """What an outlet repeats under article after article, as `bot.briefs.outlet_lines` packs it."""

    __tablename__ = "outlets"

    name: Mapped[str] = mapped_column(primary_key=True)
    lines: Mapped[bytes]
    learnt_at: Mapped[datetime]


class ArticleKeyRow(Base):
    """One identity of an article: its guid, its address or its content, hashed.

    It outlives its article as a tombstone, so that what was purged does not come back as new.
    """

    __tablename__ = "article_keys"

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"), index=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class BriefRow(Base):
    """What was drawn from an article. Sentences are [start, end, words], the offsets into its text."""

    __tablename__ = "briefs"

    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    language: Mapped[str] = mapped_column(String(16))
    sentences: Mapped[list[Any]]
    more: Mapped[list[Any]]
    countries: Mapped[list[Any]]
    topics: Mapped[list[Any]]
    not_news: Mapped[str] = mapped_column(default="")
    signature: Mapped[bytes | None]


class StoryRow(Base):
    """The articles about one event."""

    __tablename__ = "stories"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime]
    article_count: Mapped[int] = mapped_column(default=0)
    countries: Mapped[list[Any]] = mapped_column(default=list)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    pushed: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    corrected_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    retagged_at: Mapped[datetime | None]
    """Set when an editor chose the tags: later articles no longer change them."""


class StoryKeyRow(Base):
    """The keys a story answers to: matched with subscriptions when it is told, and /latest later."""

    __tablename__ = "story_keys"

    key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    story_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    __table_args__ = ({"sqlite_with_rowid": False},)


class StoryTermRow(Base):
    """The telling words of recent articles, by which a new one finds the stories it may belong to."""

    __tablename__ = "story_terms"

    term: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    article_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    __table_args__ = ({"sqlite_with_rowid": False},)
