"""What the tables share: types that are the same on both databases, and names for every constraint."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. A naive datetime is refused: SQLite would give 09:00+02:00 back as 09:00."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy passes it
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


KeyText = String(80).with_variant(String(80, collation="C"), "postgresql")
"""A subscription key, compared byte by byte: quicker, and the greatest of several is the most specific."""

Insert = sqlite.Insert | postgresql.Insert
_INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column that is exactly INTEGER."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy asks for a plain dict
        datetime: Instant,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        bytes: LargeBinary,
        str: Text,
    }


def insert_into(session: AsyncSession, row: type[Base]) -> Insert:
    """An INSERT of the database's own kind: both know ON CONFLICT, and SQLAlchemy has one class for each."""
    statement: Insert = _INSERTS[session.get_bind().dialect.name](row)
    return statement


def upsert(
    session: AsyncSession,
    row: type[Base],
    values: Mapping[str, Any],
    *,
    key: Sequence[str],
    change: Sequence[str],
) -> Insert:
    """Insert a row; where one with this key is there already, set only the columns in `change`."""
    statement = insert_into(session, row).values(**values)
    return statement.on_conflict_do_update(
        index_elements=key, set_={name: statement.excluded[name] for name in change}
    )
