"""`<tg-time>`: a moment that every reader sees in his own zone."""

import re
from collections.abc import Callable, Mapping

from bot.playground.telegram.errors import ApiError, bad_request
from bot.playground.telegram.text.entities import Entity

_FORMAT = re.compile("r|w?[dD]?[tT]?")
_LARGEST = 2**31 - 1
_DAYS_AHEAD = 3 * 366
"""How far ahead a time may lie: on 2026-05-13, 2029-05-15 passed and the day after did not.

https://github.com/tdlib/telegram-bot-api/issues/852
"""


def time_entity(
    attributes: Mapping[str, str], offset: int, length: int, error: Callable[[str], ApiError]
) -> Entity | None:
    """The entity of a closed `tg-time`; None for a moment that Telegram's 32 bits cannot hold, which it ignores.

    Telegram does not document its refusals here; these are as strict as its description of the tag.
    """
    unix, form = attributes.get("unix", ""), attributes.get("format", "")
    if not re.fullmatch(r"\d{1,19}", unix):
        raise error('Tag "tg-time" must have attribute "unix" with a Unix time')
    if not _FORMAT.fullmatch(form):
        raise error(f'Tag "tg-time" has unsupported format "{form}"')
    if int(unix) > _LARGEST:
        return None
    return Entity("date_time", offset, length, unix_time=int(unix), date_time_format=form)


def check_moment(entity: Entity, now: float) -> None:
    """Raise Telegram's error for a moment too far ahead."""
    if entity.unix_time > now + _DAYS_AHEAD * 86400:
        raise bad_request("ENTITY_DATE_INVALID")
