"""The words of ours around a brief: plain text, which the rendering puts into its tree."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.texts.texts import Texts

_NAMED = 3
"""Other outlets that are named; the rest are counted."""


def also_reported(t: Texts, outlets: Sequence[str]) -> str:
    """Who else reported a story; empty when nobody did."""
    if not outlets:
        return ""
    named, rest = list(outlets[:_NAMED]), len(outlets) - _NAMED
    if rest > 0:
        named.append(t.nplain("one more", "{n} more", rest))
    return t.plain("Also reported by {outlets}", outlets=t.listed(named))


def unnamed_outlets(t: Texts, count: int) -> str:
    """How many more reports there are, when the outlets have no names."""
    return t.nplain("Also reported once more", "Also reported {n} times more", count)


def corrected_mark(t: Texts, at: datetime, zone: str) -> str:
    return t.plain("✏️ Corrected on {time}", time=t.moment(at, zone))


def withdrawn_mark(t: Texts, at: datetime, zone: str) -> str:
    return t.plain("⚠️ Withdrawn on {time}. Please do not rely on it.", time=t.moment(at, zone))


def breaking_mark(t: Texts) -> str:
    return t.plain("❗️ Breaking")


def updated_notice(t: Texts) -> str:
    """Above a brief that follows an earlier one of the same story, for those who follow it."""
    return t.plain("🔄 News in a story you follow")


def digest_title(t: Texts, of: date, hour: int, count: int) -> str:
    """Above a digest: the time of day, the day, how many stories."""
    if hour < 5 or hour >= 17:
        name = t.plain("Evening digest")
    elif hour < 12:
        name = t.plain("Morning digest")
    else:
        name = t.plain("Afternoon digest")
    return " · ".join((name, t.day(of), t.nplain("one story", "{n} stories", count)))


def gathered_title(t: Texts, count: int) -> str:
    """Above several briefs that came due together."""
    return t.nplain("One new story", "{n} new stories", count)
