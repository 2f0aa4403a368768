"""Who has an article in hand, and the lines that outlets repeat."""

import sqlalchemy as sa
from alembic import op

import storage.schema.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UNFINISHED = {
    "sqlite_where": sa.text("stage IN ('stored', 'briefed')"),
    "postgresql_where": sa.text("stage IN ('stored', 'briefed')"),
}


def upgrade() -> None:
    op.add_column("articles", sa.Column("leased_by", sa.String(64), nullable=False, server_default=""))
    op.drop_index("ix_articles_unfinished", table_name="articles")
    op.create_index("ix_articles_unfinished", "articles", ["stage", "pushable", "id"], **_UNFINISHED)
    op.create_table(
        "outlets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("learnt_at", storage.schema.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outlets")),
    )


def downgrade() -> None:
    op.drop_table("outlets")
    op.drop_index("ix_articles_unfinished", table_name="articles")
    op.create_index("ix_articles_unfinished", "articles", ["id"], **_UNFINISHED)
    op.drop_column("articles", "leased_by")
