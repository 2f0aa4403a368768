"""The dates of feeds: RFC 822 as it is really written, ISO 8601 in its many lengths, and the rest."""

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta, timezone

from feedparser import datetimes

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "cest": 120, "eet": 120,
    "eest": 180, "msk": 180, "trt": 180, "azt": 240, "get": 240, "ist": 330, "jst": 540, "aest": 600,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "ast": -240, "adt": -180,
}  # fmt: skip
_RFC822 = re.compile(
    r"(?:[^\W\d]{2,}\.?,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*"
    r"(?:([+-])\s?(\d{2}):?(\d{2})?|([A-Za-z]{1,5})(?:([+-])(\d{1,2}):?(\d{2})?)?)?(?:\s*\([^)]*\))?"
)
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]\s*(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?\s*"
    r"(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?"
)
MAX_DATE = 100
"""Characters; whatever is longer is no date."""


def parse_date(text: str) -> datetime | None:
    """The moment a feed names, in UTC and whole seconds; None when it cannot be read. No zone means UTC."""
    value = text.strip()
    if not 4 <= len(value) <= MAX_DATE:
        return None
    try:
        if match := _RFC822.fullmatch(value):
            return _from_rfc822(match)
        if match := _ISO.fullmatch(value):
            return _from_iso(match)
    except (ValueError, KeyError, OverflowError):
        return None
    return _rare(value)


def _from_rfc822(match: re.Match[str]) -> datetime:
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes, name, *relative = match.groups()
    years = int(year)
    if len(year) == 2:
        years += 2000 if years < 70 else 1900
    offset = _offset(sign, zone_hours, zone_minutes)
    if name:  # "GMT+3" is an offset, "EST" a name; a military letter or an unknown name is UTC
        offset = _offset(*relative) if relative[0] else timedelta(minutes=_ZONES.get(name.lower(), 0))
    return _utc(years, _MONTHS[month.lower()], int(day), (hour, minute, second), offset)


def _from_iso(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, _, sign, zone_hours, zone_minutes = match.groups()
    return _utc(
        int(year), int(month), int(day), (hour, minute, second), _offset(sign, zone_hours, zone_minutes)
    )


def _utc(year: int, month: int, day: int, clock: tuple[str | None, ...], offset: timedelta) -> datetime:
    hour, minute, second = (int(part or 0) for part in clock)
    extra = timedelta(days=1) if hour == 24 else timedelta(0)
    at = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=timezone(offset))
    return at.astimezone(UTC) + extra


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timedelta:
    size = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return -size if sign == "-" else size


def _rare(value: str) -> datetime | None:
    """Partial, Korean, Greek, Hungarian and asctime dates: feedparser knows them."""
    try:
        found = datetimes._parse_date(value)  # noqa: SLF001  # feedparser has no public name for it
        return datetime.fromtimestamp(timegm(found), UTC) if found else None
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError):
        return None
