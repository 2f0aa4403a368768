"""The guard: every forbidden form of address, each tried in every way in which it could be reached.

    python benchmarks/guard.py

Needs no corpora. Addresses are tried in a URL, behind a name whose answers were checked, and behind a name
whose answers were not (as if the check of names had been got around), which leaves the check at the
socket. Nothing but this machine's loopback could be reached, and it is seen not to be.
"""

import asyncio
import socket
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.errors import FetchError, ForbiddenAddress
from bot.feeds.fetch import Fetcher
from bot.feeds.guard import refuse_address
from bot.feeds.pace import HostPace
from tests.feeds.hostile import RSS, answer, redirects_to, serving
from tests.feeds.test_guard import ALLOWED_ADDRESSES, ALLOWED_URLS, FORBIDDEN_ADDRESSES, FORBIDDEN_URLS


class Names(AbstractResolver):
    """A resolver that answers with one address, unchecked."""

    def __init__(self, address: str) -> None:
        self.address = address

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002  # aiohttp passes it
        kind = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        return [ResolveResult(hostname=host, host=self.address, port=port, family=kind, proto=0, flags=0)]

    async def close(self) -> None:
        pass


async def outcome(fetcher: Fetcher, url: str) -> str:
    try:
        await fetcher.fetch(url)
    except ForbiddenAddress:
        return "refused"
    except FetchError as error:
        return f"tried: {error}"[:80]
    return "reached"


async def by_url(addresses: list[str]) -> Counter[str]:
    async with Fetcher(pace=HostPace(spacing=0)) as fetcher:
        return Counter(
            [
                await outcome(fetcher, f"http://[{one}]/" if ":" in one else f"http://{one}/")
                for one in addresses
            ]
        )


async def by_spelling(urls: list[str]) -> Counter[str]:
    async with Fetcher(pace=HostPace(spacing=0)) as fetcher:
        return Counter([await outcome(fetcher, url) for url in urls])


async def by_socket(addresses: list[str], port: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in addresses:
        async with Fetcher(pace=HostPace(spacing=0), resolver=Names(one)) as fetcher:
            found[await outcome(fetcher, f"http://news.example.com:{port}/rss")] += 1
    return found


async def by_redirect(urls: list[str]) -> Counter[str]:
    """What is forbidden even where private addresses are allowed, behind a redirect from this machine."""
    found: Counter[str] = Counter()
    async with Fetcher(allow_private=True, pace=HostPace(spacing=0)) as fetcher:
        for url in urls:
            async with serving({"": redirects_to(url)}) as visits:
                found[await outcome(fetcher, f"{visits.url}/")] += 1
    return found


async def measure() -> None:
    always = [
        one for one in FORBIDDEN_ADDRESSES if refuse_address(one, allow_private=True) and "%" not in one
    ]
    targets = [f"http://[{one}]/" if ":" in one else f"http://{one}/" for one in always]
    async with serving({"rss": answer("200 OK", body=RSS)}) as visits:
        rows = {
            f"{len(FORBIDDEN_ADDRESSES)} addresses in a URL": await by_url(FORBIDDEN_ADDRESSES),
            f"{len(FORBIDDEN_URLS)} spellings of URLs": await by_spelling(FORBIDDEN_URLS),
            f"{len(FORBIDDEN_ADDRESSES)} addresses at the socket": await by_socket(FORBIDDEN_ADDRESSES, 8080),
            f"{len(targets)} addresses behind a redirect": await by_redirect(targets),
        }
        for name, found in rows.items():
            print(f"{name:<36}{dict(found)}")
        print(f"{'requests this machine saw':<36}{len(visits.heads)}")
    refused = [one for one in ALLOWED_ADDRESSES if refuse_address(one)]
    print(
        f"{len(ALLOWED_ADDRESSES)} public addresses and {len(ALLOWED_URLS)} public URLs, refused: {len(refused)}"
    )


if __name__ == "__main__":
    asyncio.run(measure())
