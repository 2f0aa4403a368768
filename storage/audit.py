"""What editors did. Rows are added, never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.chat import UserId
from storage.schema import AuditRow


async def add_audit(
    session: AsyncSession,
    user: UserId,
    action: str,
    *,
    subject: str = "",
    details: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """Write down who did what, to which broadcast, story or feed."""
    session.add(AuditRow(at=now, user_id=user, action=action, subject=subject, details=dict(details or {})))


async def list_audit(session: AsyncSession, *, limit: int) -> list[tuple[datetime, UserId, str, str]]:
    """The latest entries, newest first: when, who, what, to which."""
    rows = await session.execute(
        select(AuditRow.at, AuditRow.user_id, AuditRow.action, AuditRow.subject)
        .order_by(AuditRow.id.desc())
        .limit(limit)
    )
    return [(at, UserId(user), action, subject) for at, user, action, subject in rows]
