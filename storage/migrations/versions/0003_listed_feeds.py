"""Which feeds a list names: one that leaves it is no longer polled."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not as a batch: that drops SQLite's old table, and with it every article's feed (ON DELETE SET NULL).
    op.add_column("feeds", sa.Column("listed_as", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("feeds", "listed_as")
