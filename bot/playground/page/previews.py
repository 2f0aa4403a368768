"""Link previews: the card under a message, made from a page's Open Graph tags.

Only pages of this machine are asked, as the newsstand's; the playground never reaches beyond it.
"""

import asyncio
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.playground.telegram.nouns import Message

LARGEST_PAGE = 512 * 1024
PATIENCE = aiohttp.ClientTimeout(total=5)


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    site: str = ""
    description: str = ""
    image: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def previewed_url(message: Message) -> str:
    """The address whose preview a message shows: the one it names, else the first in its text; or none."""
    if message.media or message.preview.get("is_disabled"):
        return ""
    if url := message.preview.get("url"):
        return str(url)
    for entity in message.body.entities:
        if entity.type == "text_link":
            return entity.url
        if entity.type == "url":
            units = message.text.encode("utf-16-le")[entity.offset * 2 : entity.end * 2]
            return units.decode("utf-16-le")
    return ""


class Previews:
    """The cards that were asked for, each fetched once."""

    def __init__(self) -> None:
        self._cards: dict[str, asyncio.Task[Card | None]] = {}

    async def card(self, url: str) -> Card | None:
        """The card of an address; None where there is none to show."""
        if url not in self._cards:
            self._cards[url] = asyncio.create_task(_card(url))
        return await self._cards[url]


async def _card(url: str) -> Card | None:
    if not _is_here(url):
        return None
    try:
        async with aiohttp.request("GET", url, timeout=PATIENCE) as answer:
            content = await answer.content.read(LARGEST_PAGE)
    except (aiohttp.ClientError, TimeoutError):
        return None
    tags = _Tags()
    tags.feed(content.decode("utf-8", "replace"))
    title = tags.found.get("og:title", "")
    if not title:
        return None
    image = tags.found.get("og:image", "")
    return Card(
        title,
        site=tags.found.get("og:site_name", ""),
        description=tags.found.get("og:description", ""),
        image=urljoin(url, image) if image else "",
    )


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"


class _Tags(HTMLParser):
    """The Open Graph tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("property") or ""
        if tag == "meta" and name.startswith("og:"):
            self.found.setdefault(name, given.get("content") or "")
