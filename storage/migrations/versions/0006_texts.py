"""Find the articles whose texts are still here."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_articles_texts",
        "articles",
        ["first_seen_at"],
        sqlite_where=sa.text("text != ''"),
        postgresql_where=sa.text("text != ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_articles_texts", table_name="articles")
