"""Search: what a story is found by."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 2')"
        )
        return
    op.execute("""
        CREATE TABLE article_search (
            article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
            words TSVECTOR NOT NULL
        )""")
    op.execute("CREATE INDEX ix_article_search_words ON article_search USING gin (words)")


def downgrade() -> None:
    op.execute("DROP TABLE article_search")
