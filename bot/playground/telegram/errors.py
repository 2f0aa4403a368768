"""What Telegram answers when it refuses a call, in its own words."""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A refusal: the HTTP status, the description, and the `parameters` of Telegram's answer."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters or {}


class Misuse(ApiError):
    """A call that breaks the specification of the Bot API: a defect of the bot, kept in `violations`."""


def misuse(method: str, problem: str) -> Misuse:
    """The answer names what is wrong more plainly than Telegram would."""
    return Misuse(400, f"Bad Request: {method}: {problem}")


def bad_request(text: str) -> ApiError:
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def unauthorized() -> ApiError:
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    return ApiError(404, "Not Found: method not found")


def conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(new_chat_id: int) -> ApiError:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, text, {"migrate_to_chat_id": new_chat_id})
