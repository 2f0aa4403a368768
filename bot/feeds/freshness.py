"""What a response says about when to come back: Cache-Control, Expires and Retry-After (RFC 9110, 9111)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=30)
"""A server that asks for more than this is mistaken, or was told to by an attacker."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_UNCACHED = re.compile(r"(?:^|[\s,])(?:no-store|no-cache)\b(?!\s*=)", re.IGNORECASE)
_NOTHING = timedelta(0)


def fresh_for(headers: Mapping[str, str], *, now: datetime) -> timedelta:
    """How long the response may be used without asking again; nothing when it does not say."""
    control = headers.get("Cache-Control", "")
    if _UNCACHED.search(control):
        return _NOTHING
    if match := _MAX_AGE.search(control):
        age = headers.get("Age", "").strip()
        left = int(match[1]) - (int(age) if age.isascii() and age.isdigit() and len(age) < 12 else 0)
        return _within(timedelta(seconds=min(max(left, 0), int(LONGEST.total_seconds()))))
    expires = http_date(headers.get("Expires", ""))
    if expires is None:
        return _NOTHING
    return _within(expires - (http_date(headers.get("Date", "")) or now))


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """What Retry-After asks for, in seconds or as a date; None when it is not there or not readable."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return _within(timedelta(seconds=min(int(value[:12]), int(LONGEST.total_seconds()))))
    until = http_date(value)
    if until is None:
        return None
    return _within(until - (http_date(headers.get("Date", "")) or now))


def http_date(value: str) -> datetime | None:
    """A date of HTTP, in UTC; None for anything else, such as the common `Expires: 0`."""
    if len(value) < 10 or len(value) > 60:
        return None
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _within(span: timedelta) -> timedelta:
    return min(max(span, _NOTHING), LONGEST)
