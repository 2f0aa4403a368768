"""Logs: lines for people on a terminal, JSON for machines, and never a token in either."""

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
_QUIET = (
    "alembic",
    "aiohttp.access",
    "apscheduler",
    "asyncio",
    "httpx",
    "telegram",
    "trafilatura",
    "htmldate",
    "charset_normalizer",
)


def set_up_logs(*, style: str, level: str, stream: TextIO = sys.stderr) -> None:
    """Write logs to a stream: `style` is `text`, `json`, or `auto` (text on a terminal)."""
    people = goes_to_people(style, stream)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if people else "iso", utc=not people),
        structlog.processors.format_exc_info,
        redact,
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty())
        if people
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    _take_over_the_libraries(level)


def goes_to_people(style: str, stream: TextIO = sys.stderr) -> bool:
    """Whether logs of this style are lines for people on this stream, and not JSON."""
    return style == "text" or (style == "auto" and stream.isatty())


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Mask bot tokens and the credentials of addresses, wherever in an entry they stand."""
    return {name: _masked(value) for name, value in event.items()}


def mask(text: str) -> str:
    """The text without bot tokens and credentials."""
    return _CREDENTIALS.sub("***@", _TOKEN.sub("<token>", text))


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, BaseException):
        return mask(repr(value))
    return value


class _ToStructlog(logging.Handler):
    """Hands what libraries log to structlog, so that it is masked and shaped as ours is."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            message += f": {record.exc_info[1]!r}"
        structlog.get_logger(record.name).log(record.levelno, message, library=record.name)


def _take_over_the_libraries(level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [_ToStructlog()]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)  # httpx logs every address, with the token in it
