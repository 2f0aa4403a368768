"""Fetch a document from the open web: checked at every hop, limited in every direction, asked once.

One `Fetcher` serves a process. It follows redirects itself, expands bodies itself, sends a feed's
validators back as they came, and turns every library's error into one of ours.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import http_exceptions
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot import __version__
from bot.errors import BadStatus, FetchError, ForbiddenAddress, TooLarge, Unreachable
from bot.feeds.connect import AddressRefused, checked_connector
from bot.feeds.expand import Expander
from bot.feeds.freshness import fresh_for, retry_after
from bot.feeds.guard import check_url
from bot.feeds.pace import HostPace

USER_AGENT = f"Newsbot/{__version__} (feed reader)"
MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_XML = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What we ask for and how much of it we take: bytes on the wire and expanded, seconds in all."""

    accept: str
    max_wire: int
    max_body: int
    seconds: float = 20.0


FEED = Terms(accept=f"{_XML}, */*;q=0.5", max_wire=5_000_000, max_body=10_000_000)
PAGE = Terms(
    accept="text/html, application/xhtml+xml;q=0.9, */*;q=0.5", max_wire=3_000_000, max_body=5_000_000
)
ROBOTS = Terms(accept="text/plain, */*;q=0.5", max_wire=512_000, max_body=512_000, seconds=10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document, or word that it has not changed (`status` 304, no body).

    `url` is where it was found. `permanent_url` is where it has moved for good, empty when it has
    not: a chain counts up to its first temporary hop. `fresh_for` is what its cache headers promise.
    """

    url: str
    status: int
    permanent_url: str = ""
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    link: str = ""
    fresh_for: timedelta = timedelta(0)
    retry_after: timedelta | None = None
    wire_bytes: int = 0

    @property
    def unchanged(self) -> bool:
        return self.status == 304


@dataclass(frozen=True, slots=True)
class _Moved:
    to: URL
    permanent: bool


class Fetcher:
    """Fetches documents; an async context manager, because it holds connections."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        at_once: int = 100,
        pace: HostPace | None = None,
        resolver: AbstractResolver | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        user_agent: str = USER_AGENT,
    ) -> None:
        self._allow_private = allow_private
        self._at_once = at_once
        self._pace = pace
        self._resolver = resolver
        self._now = now
        self._user_agent = user_agent
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._pace = self._pace or HostPace()
        self._session = aiohttp.ClientSession(
            connector=checked_connector(
                allow_private=self._allow_private, limit=self._at_once, resolver=self._resolver
            ),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate, br"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_field_size=16_384,
            timeout=aiohttp.ClientTimeout(total=None),
            requote_redirect_url=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def fetch(
        self, url: str, *, terms: Terms = FEED, etag: str = "", last_modified: str = ""
    ) -> Fetched:
        """The document at this address. `etag` and `last_modified` are sent back exactly as they came.

        Raises FetchError: ForbiddenAddress, TooLarge, Unreachable, or BadStatus for what is neither a
        document nor "not modified".
        """
        headers = {"Accept": terms.accept}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        at, permanent, all_permanent = check_url(url, allow_private=self._allow_private), "", True
        clock, seconds = asyncio.get_running_loop().time, terms.seconds
        for _ in range(MAX_REDIRECTS + 1):
            async with self._turns.turn(at.authority):
                began = clock()
                found = await self._hop(at, headers, terms, seconds=seconds)
                seconds -= clock() - began  # the time is for all hops together, without the wait for a turn
            if isinstance(found, Fetched):
                return replace(found, permanent_url=permanent)
            all_permanent = all_permanent and found.permanent
            at = check_url(str(found.to), allow_private=self._allow_private)
            permanent = str(at) if all_permanent else permanent
        raise Unreachable(f"{url}: more than {MAX_REDIRECTS} redirects")

    async def post(self, url: str, fields: dict[str, str], *, seconds: float = 20.0) -> int:
        """Send a form, as WebSub asks; the status of the answer. Redirects are not followed."""
        target = check_url(url, allow_private=self._allow_private)
        try:
            async with (
                asyncio.timeout(seconds),
                self._client.post(target, data=fields, allow_redirects=False) as response,
            ):
                return response.status
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _translated(error, str(target), seconds) from error

    async def _hop(
        self, url: URL, headers: dict[str, str], terms: Terms, *, seconds: float
    ) -> Fetched | _Moved:
        request = self._client.get(url, headers=headers, allow_redirects=False)
        try:
            async with asyncio.timeout(seconds), request as response:
                return await self._read(response, url, terms, asked=len(headers) > 1)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise _translated(error, str(url), terms.seconds) from error

    async def _read(
        self, response: aiohttp.ClientResponse, url: URL, terms: Terms, *, asked: bool
    ) -> Fetched | _Moved:
        location = response.headers.get("Location", "")
        if response.status in _REDIRECTS and location:
            return _Moved(url.join(URL(location)).with_fragment(None), response.status in _PERMANENT)
        now, headers = self._now(), response.headers
        if response.status not in {200, 203} and not (response.status == 304 and asked):
            raise BadStatus(response.status, str(url), retry_after(headers, now=now))
        expander = Expander(
            headers.get("Content-Encoding", ""), max_wire=terms.max_wire, max_body=terms.max_body
        )
        body = await _body(response, expander) if response.status != 304 else b""
        return Fetched(
            url=str(url),
            status=response.status,
            body=body,
            content_type=headers.get("Content-Type", "")[:200],
            etag=headers.get("ETag", ""),
            last_modified=headers.get("Last-Modified", ""),
            link=", ".join(headers.getall("Link", []))[:2000],
            fresh_for=fresh_for(headers, now=now),
            retry_after=retry_after(headers, now=now),
            wire_bytes=expander.wire,
        )

    @property
    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the fetcher is not open: use `async with Fetcher() as fetcher`")
        return self._session

    @property
    def _turns(self) -> HostPace:
        if self._pace is None:
            raise RuntimeError("the fetcher is not open: use `async with Fetcher() as fetcher`")
        return self._pace


async def _body(response: aiohttp.ClientResponse, expander: Expander) -> bytes:
    pieces = []
    async for chunk in response.content.iter_chunked(64 * 1024):
        for piece in expander.expand(chunk):
            pieces.append(piece)
            await asyncio.sleep(0)  # a long expansion lets others run between its pieces
    expander.finish()
    return b"".join(pieces)


def _translated(error: Exception, url: str, seconds: float) -> FetchError:
    if isinstance(error, TimeoutError):
        return Unreachable(f"{url}: no complete answer within {seconds:g} s")
    refused = _refusal(error)
    if refused is not None:
        return ForbiddenAddress(f"{url}: {refused}")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Unreachable(f"{url}: its name is not known")
    if isinstance(error, aiohttp.ClientSSLError | aiohttp.ClientConnectorCertificateError):
        return Unreachable(f"{url}: no secure connection: {error}")
    if isinstance(error.__cause__, http_exceptions.LineTooLong):
        return TooLarge(f"{url}: its headers are too long")
    return Unreachable(f"{url}: {type(error).__name__}: {error}"[:500])


def _refusal(error: BaseException | None) -> BaseException | None:
    """The guard's word, wherever a library wrapped it."""
    while error is not None:
        if isinstance(error, AddressRefused):
            return error
        inner = getattr(error, "os_error", None)
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
    return None
