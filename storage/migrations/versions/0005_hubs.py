"""When to ask a feed's hub, and whether it keeps its word."""

import sqlalchemy as sa
from alembic import op

import storage.schema.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("hub_ask_at", storage.schema.base.Instant(timezone=True), nullable=True))
    op.add_column(
        "feeds", sa.Column("hub_told_at", storage.schema.base.Instant(timezone=True), nullable=True)
    )
    op.create_index(op.f("ix_feeds_hub_ask_at"), "feeds", ["hub_ask_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_feeds_hub_ask_at"), table_name="feeds")
    op.drop_column("feeds", "hub_told_at")
    op.drop_column("feeds", "hub_ask_at")
