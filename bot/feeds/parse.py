"""Bytes to a feed: the fast path for what is well-formed, mending for what nearly is, feedparser for the rest.

It runs in a worker that may be killed (`bot.feeds.workers`): what it is given comes from strangers.
"""

import re
from dataclasses import replace

from lxml import etree

from bot.errors import ParseError
from bot.feeds.encoding import decode
from bot.feeds.fallback import read_any
from bot.feeds.jsonfeed import read_json
from bot.feeds.model import Feed
from bot.feeds.repair import repaired
from bot.feeds.sitemap import read_sitemap
from bot.feeds.xmlfeed import parse_tree, read_root

_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)
_TOO_DEEP = "depth"
_DEFINES = re.compile(rb"<!ENTITY", re.IGNORECASE)


def parse_feed(body: bytes, *, content_type: str = "", url: str = "") -> Feed:
    """The feed in a document fetched from `url`. Raises ParseError, which says what the document is instead.

    A broken entry costs only itself. Nothing is fetched and no entity is expanded that the document defines.
    """
    head = body[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head and not body.strip():
        raise ParseError("the document is empty")
    if head[:1] in {b"{", b"["}:
        return read_json(decode(body, content_type), url=url)
    if _PAGE.match(head):
        raise ParseError("a web page, not a feed")
    return _strict(body, content_type, url) or read_any(body, content_type=content_type, url=url)


def _strict(body: bytes, content_type: str, url: str) -> Feed | None:
    """The feed as the fast path reads it, as it came or mended; None when neither is XML it knows."""
    defines = _DEFINES.search(body[:100_000]) is not None
    try:
        if not defines:
            return _read(body, url)
    except etree.XMLSyntaxError as error:
        if _TOO_DEEP in str(error).lower():
            raise ParseError("its elements are nested deeper than any feed's") from error
    try:
        feed = _read(repaired(body, content_type), url)
    except etree.XMLSyntaxError:
        return None
    return replace(feed, bozo=not defines) if feed else None


def _read(body: bytes, url: str) -> Feed | None:
    root = parse_tree(body)
    return read_root(root, url=url) or read_sitemap(root)
