"""Dates, times and spans of time in a reader's language and zone, on the 24-hour clock."""

import math
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.units import format_unit

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_TO_THE_SECOND = 10 * _MINUTE
"""Below it, seconds are worth telling."""


def moment(at: datetime, zone: str, language: str) -> str:
    """A date and time: `23 Nov, 14:20`, with `UTC` behind it for a reader who chose no zone."""
    shown = format_datetime(at.astimezone(ZoneInfo(zone)), "d MMM, HH:mm", locale=language)
    return f"{shown} UTC" if zone == "UTC" else shown


def clock(at: datetime, zone: str) -> str:
    """A time of the day: `14:20`."""
    shown = f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
    return f"{shown} UTC" if zone == "UTC" else shown


def day(of: date, language: str) -> str:
    """A day of the year: `23 November`."""
    return str(format_date(of, "d MMMM", locale=language))


def ago(passed: timedelta, language: str) -> str:
    """How long ago something was: `3 hours ago`."""
    return str(format_timedelta(-max(passed, timedelta(minutes=1)), add_direction=True, locale=language))


def span(length: timedelta, language: str) -> str:
    """How long something takes, in at most two units: `45 sec`, `4 min 41 sec`, `12 min`, `2 hr 5 min`, `3 days`."""
    seconds = max(math.ceil(length.total_seconds()), 0)
    if seconds < _MINUTE:
        return _unit(seconds, "second", language)
    minutes = math.ceil(seconds / _MINUTE)
    if seconds >= 2 * _DAY:
        return _unit(round(seconds / _DAY), "day", language)
    if seconds < _TO_THE_SECOND and seconds % _MINUTE:
        whole = _unit(seconds // _MINUTE, "minute", language)
        return f"{whole} {_unit(seconds % _MINUTE, 'second', language)}"
    if minutes < 60:
        return _unit(minutes, "minute", language)
    hours, minutes = divmod(minutes, 60)
    shown = _unit(hours, "hour", language)
    return f"{shown} {_unit(minutes, 'minute', language)}" if minutes else shown


def zone_name(zone: str, language: str) -> str:
    """A zone as a reader of this language calls it: its city, or its distance from UTC."""
    if match := re.fullmatch(r"Etc/GMT([+-])(\d+)", zone):
        return f"UTC{'-' if match[1] == '+' else '+'}{match[2]}"  # the names of POSIX count westwards
    city = Locale(language).time_zones.get(zone, {}).get("city")
    return str(city or zone.rsplit("/", 1)[-1].replace("_", " "))


def _unit(number: int, unit: str, language: str) -> str:
    return str(format_unit(number, f"duration-{unit}", length="short", locale=language)).rstrip(".")
