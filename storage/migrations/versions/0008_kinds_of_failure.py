"""Keep the kind of a feed's failure, which editors are told in their language."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("error_kind", sa.String(16), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("feeds", "error_kind")
