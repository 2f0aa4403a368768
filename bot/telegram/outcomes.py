"""What became of a call: Telegram's answers and the network's errors, each mapped once to an outcome of ours."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.delivery import ChatGone, ChatMoved, OurFault, Outcome, RetryAt, Sent, Unknown
from bot.telegram.wire import NotConnected

_SHORT = timedelta(seconds=1)
_MESSAGE_ID = re.compile(rb'"message_id":\s*(\d+)')

_GONE = re.compile(
    r"bot was blocked by the user|user is deactivated|bot was kicked|bot is not a member|group chat was deleted"
    r"|chat not found|peer_id_invalid|have no rights to send|not enough rights|need administrator rights"
    r"|chat_write_forbidden|chat_restricted"
    r"|bot can't initiate conversation|bots can't send messages to bots|chat_admin_required|channel_private",
    re.IGNORECASE,
)
_THREAD_GONE = re.compile(r"topic_closed|topic_deleted|message thread not found", re.IGNORECASE)
_DONE_ALREADY = re.compile(
    r"message is not modified|message to delete not found|message to edit not found|message_id_invalid",
    re.IGNORECASE,
)


def outcome_of(status: int, body: bytes) -> Outcome:
    """What a complete answer means.

    A 5xx is not known to be a refusal: the server may have sent the message before it failed.
    """
    if status == 200 and body.startswith(b'{"ok":true'):  # the usual case, without reading the JSON
        found = _MESSAGE_ID.search(body)
        return Sent(int(found[1]) if found else None)
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return Unknown(f"HTTP {status} with an answer that is no JSON")
    if answer.get("ok") is True:
        result = answer.get("result")
        return Sent(result.get("message_id") if isinstance(result, dict) else None)
    return _refusal(int(answer.get("error_code") or status), answer)


def _refusal(code: int, answer: Mapping[str, Any]) -> Outcome:
    reason = str(answer.get("description") or f"HTTP {code}")
    parameters = answer.get("parameters") or {}
    if (moved := parameters.get("migrate_to_chat_id")) is not None:
        return ChatMoved(int(moved))
    if code == 429:
        wait = timedelta(seconds=float(parameters.get("retry_after") or 1))
        return RetryAt(wait, reason, flood=True)
    if code >= 500:
        return Unknown(reason)
    if (thread := bool(_THREAD_GONE.search(reason))) or code == 403 or _GONE.search(reason):
        return ChatGone(reason, thread_only=thread)
    if _DONE_ALREADY.search(reason):
        return Sent(None)
    return OurFault(reason)


def outcome_of_error(error: Exception) -> Outcome:
    """What an error of the network means: whether the request can have arrived.

    It cannot when no connection came about; in every other case it may have.
    """
    if isinstance(error, NotConnected):
        return RetryAt(_SHORT, f"not connected: {error}")
    return Unknown(f"no answer: {type(error).__name__}")
