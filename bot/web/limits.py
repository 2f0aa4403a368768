"""What a request may cost us: bytes, seconds, and nothing of our insides in an answer."""

import asyncio

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.exc import DBAPIError

from bot.feeds.fetch import FEED
from bot.services.ingest import hubs

log = structlog.get_logger()

LARGEST = 2_000_000
"""Bytes of a request; the longest reports of the press are a tenth of it."""

LARGEST_DOCUMENT = FEED.max_wire
"""Bytes of what a hub sends, which is a feed, and may be as large as one that we fetch."""

_PATIENCE = 10.0
"""Seconds within which a body must have come; Telegram and newsrooms need one."""


@web.middleware
async def within_limits(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Take the body in time and in size, then handle the request; whoever gets a 503 is to try again."""
    largest = LARGEST
    if request.path.startswith(f"{hubs.PATH}/"):
        largest = LARGEST_DOCUMENT
        request = request.clone(client_max_size=largest)
    try:
        if request.can_read_body:
            async with asyncio.timeout(_PATIENCE):
                await request.read()
        return await handler(request)
    except TimeoutError:
        return _refusal(408, f"the body did not come within {_PATIENCE:g} seconds")
    except web.HTTPRequestEntityTooLarge:
        return _refusal(413, f"a request may have {largest:,} bytes at most")
    except DBAPIError as error:
        log.warning("the database does not answer; a request is to come again", error=str(error.orig))
        return web.json_response({"error": "try again"}, status=503, headers={"Retry-After": "5"})


def _refusal(status: int, reason: str) -> web.Response:
    """An answer after which the connection ends, for the rest of the body is still to come."""
    answer = web.json_response({"error": reason}, status=status)
    answer.force_close()
    return answer


def as_bytes(header: str) -> bytes:
    """A header's value as it came; what is no UTF-8 in it would not compare otherwise."""
    return header.encode("utf-8", "surrogateescape")
