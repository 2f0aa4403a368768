"""Alembic's entry: runs the migrations on the connection that `storage.migrate` hands over."""

from alembic import context

from storage.schema import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite cannot alter a table in place
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
