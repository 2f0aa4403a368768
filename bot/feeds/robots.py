"""robots.txt, for pages. A feed is published to be read by programs and is not asked for permission."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego
from yarl import URL

from bot.errors import BadStatus, FetchError
from bot.feeds.fetch import ROBOTS, USER_AGENT, Fetcher

KEPT_FOR = timedelta(hours=24)
KEPT_FOR_FAILED = timedelta(hours=1)
REMEMBERED = 5_000
MAX_BYTES = 500_000
"""RFC 9309 asks for at least 500 KiB to be read; what follows is not."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site allows. `everything` and `nothing` stand for the answers that hold no rules."""

    text: Protego | None
    allows_all: bool
    until: datetime

    def allow(self, url: str, agent: str = "Newsbot") -> bool:
        return bool(self.text.can_fetch(url, agent)) if self.text else self.allows_all


def read_rules(body: bytes, *, now: datetime) -> Rules:
    """The rules in a robots.txt."""
    return Rules(
        Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace")), allows_all=True, until=now + KEPT_FOR
    )


def rules_without(error: FetchError, *, now: datetime) -> Rules:
    """RFC 9309: no file allows everything; a server that fails or cannot be reached allows nothing for now."""
    missing = isinstance(error, BadStatus) and 400 <= error.status < 500 and error.status != 429
    return Rules(None, allows_all=missing, until=now + (KEPT_FOR if missing else KEPT_FOR_FAILED))


class Robots:
    """The rules of the sites we read pages of, fetched once a day each."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: dict[str, Rules] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def allow(self, url: str, *, now: datetime) -> bool:
        """Whether this page may be read by a program called Newsbot."""
        origin = str(URL(url).origin())
        rules = self._known.get(origin)
        if rules is None or rules.until <= now:
            rules = await self._ask(origin, now=now)
        return rules.allow(url, USER_AGENT)

    async def _ask(self, origin: str, *, now: datetime) -> Rules:
        """Fetch the rules of a site; whoever else needs them meanwhile waits for the same answer."""
        lock = self._asking.setdefault(origin, asyncio.Lock())
        try:
            async with lock:
                rules = self._known.get(origin)
                if rules is None or rules.until <= now:
                    rules = await self._fetch(origin, now=now)
                    self._remember(origin, rules, now=now)
                return rules
        finally:
            self._asking.pop(origin, None)

    async def _fetch(self, origin: str, *, now: datetime) -> Rules:
        try:
            found = await self._fetcher.fetch(f"{origin}/robots.txt", terms=ROBOTS)
        except FetchError as error:
            return rules_without(error, now=now)
        return read_rules(found.body, now=now)

    def _remember(self, origin: str, rules: Rules, *, now: datetime) -> None:
        self._known[origin] = rules
        if len(self._known) > REMEMBERED:
            self._known = {name: one for name, one in self._known.items() if one.until > now}
            while len(self._known) > REMEMBERED:
                del self._known[next(iter(self._known))]
