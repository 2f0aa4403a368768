"""Times of the day as people write them: `18:30`, `8`, `10 pm`, `22-7`, `с 22 до 7`."""

import re
from datetime import time

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_ONE = re.compile(rf"\D{{0,12}}?{_TIME}\D{{0,8}}", re.IGNORECASE)
_TWO = re.compile(rf"\D{{0,12}}?{_TIME}(?:\s*[-–—]\s*|\D{{1,12}}?){_TIME}\D{{0,12}}", re.IGNORECASE)


def read_time(words: str) -> time | None:
    """A time of the day; None for words that hold none."""
    match = _ONE.fullmatch(words.strip())
    return _time(*match.groups()) if match else None


def read_hours(words: str) -> tuple[time, time] | None:
    """A span of the day, such as the quiet hours; None for words that hold none, or one that has no length."""
    match = _TWO.fullmatch(words.strip())
    if match is None:
        return None
    start, end = _time(*match.groups()[:3]), _time(*match.groups()[3:])
    return None if start is None or end is None or start == end else (start, end)


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    if hours == 24 and not minutes:
        hours = 0
    return time(hours, minutes) if hours < 24 and minutes < 60 else None
