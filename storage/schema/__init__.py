"""The tables. Everything else in `storage` reads and writes these, and nothing else does."""

from storage.schema.articles import (
    ArticleKeyRow,
    ArticleRow,
    BriefRow,
    FeedRow,
    OutletRow,
    StoryKeyRow,
    StoryRow,
    StoryTermRow,
)
from storage.schema.base import Base, Instant
from storage.schema.chats import ChatLeaseRow, ChatRow, MuteRow, SubscriptionRow
from storage.schema.outbox import BroadcastRow, DeliveryRow, FanOutRow
from storage.schema.processes import AuditRow, FactRow, InboxRow, LeaseRow, PaceRow, RepairRow, SeenRow

__all__ = [
    "ArticleKeyRow",
    "ArticleRow",
    "AuditRow",
    "Base",
    "BriefRow",
    "BroadcastRow",
    "ChatLeaseRow",
    "ChatRow",
    "DeliveryRow",
    "FactRow",
    "FanOutRow",
    "FeedRow",
    "InboxRow",
    "Instant",
    "LeaseRow",
    "MuteRow",
    "OutletRow",
    "PaceRow",
    "RepairRow",
    "SeenRow",
    "StoryKeyRow",
    "StoryRow",
    "StoryTermRow",
    "SubscriptionRow",
]
