"""One HTTP client for everything that goes to Telegram.

python-telegram-bot's own client was measured to collapse under load: with 100 requests in flight it did a tenth of
what the same library did over aiohttp. So the library gets its transport from here (`LibraryRequest`), and bulk
sending uses the same sessions without building the library's objects (`BotApi`).
"""

import json
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.errors import NewsbotError
from bot.telegram.wire import Wire

MAX_IN_FLIGHT = 256
"""Telegram refuses everything from a bot with about 1,000 active requests; this stays well below."""

_KEEP_ALIVE = 15.0
"""Seconds an idle connection is kept: less than servers keep theirs, so that none is closed as we write to it."""

_CONNECT_TIMEOUT = 10.0
_ANSWER_TIMEOUT = 30.0


def open_session(*, in_flight: int = MAX_IN_FLIGHT) -> aiohttp.ClientSession:
    """A session for Telegram's server; whoever opens it closes it."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=in_flight, keepalive_timeout=_KEEP_ALIVE),
        timeout=aiohttp.ClientTimeout(total=_ANSWER_TIMEOUT, sock_connect=_CONNECT_TIMEOUT),
        auto_decompress=True,
        trust_env=False,
        cookie_jar=aiohttp.DummyCookieJar(),  # Telegram sets none, and looking for them costs each call
    )


class Refused(NewsbotError):
    """Telegram answered, and said no. `retry_after` is in seconds, 0 where it asked for no wait."""

    def __init__(self, method: str, code: int, description: str, retry_after: float = 0) -> None:
        super().__init__(f"{method}: {code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class BotApi:
    """Calls to the Bot API as bytes in and bytes out: for bulk sending, and whatever needs no library."""

    def __init__(self, api_url: str, token: str, *, in_flight: int = MAX_IN_FLIGHT) -> None:
        self._wire = Wire(api_url, in_flight=in_flight)
        self._base = f"/bot{quote(token, safe=':')}/"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._wire.close()

    async def call(self, method: str, body: bytes) -> tuple[int, bytes]:
        """POST a JSON body; the status and the body of the answer. Raises what `Wire.post` raises."""
        return await self._wire.post(self._base + method, body)

    async def ask(self, method: str, **parameters: Any) -> Any:
        """Call a method and return its `result`. Raises Refused, or what `call` raises."""
        status, body = await self.call(method, json.dumps(parameters).encode())
        try:
            answer = json.loads(body)
        except ValueError:
            answer = {"description": "the answer is no JSON; is NEWSBOT_TELEGRAM_API_URL a Bot API server?"}
        if status == 200 and answer.get("ok"):
            return answer["result"]
        wait = (answer.get("parameters") or {}).get("retry_after") or 0
        raise Refused(method, status, str(answer.get("description", "")), float(wait))


class LibraryRequest(BaseRequest):
    """What python-telegram-bot sends its requests through."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @property
    def read_timeout(self) -> float:
        return _ANSWER_TIMEOUT

    async def initialize(self) -> None:
        """Nothing: the session is opened and closed by whoever made it."""

    async def shutdown(self) -> None:
        """Nothing, for the same reason."""

    async def do_request(  # noqa: PLR0917  # the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # the session has one for the whole
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Send one request of the library's. Raises its own errors, as it expects."""
        timeout = aiohttp.ClientTimeout(
            total=read_timeout if isinstance(read_timeout, int | float) else _ANSWER_TIMEOUT,
            sock_connect=_CONNECT_TIMEOUT,
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=timeout
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__} while calling Telegram") from error


def _form(data: RequestData | None) -> Mapping[str, Any] | aiohttp.FormData | None:
    if data is None:
        return None
    if not data.multipart_data:
        return data.json_parameters
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
