"""Lists of feeds in and out: OPML, as every reader writes it, and plain lists of addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from bot.errors import FeedListError
from bot.feeds.clean import clean_title, plain
from bot.feeds.guard import refuse_url
from bot.feeds.repair import repaired
from bot.feeds.xmlfeed import parse_tree

MAX_BYTES = 5_000_000
MAX_FEEDS = 10_000
_ADDRESS = re.compile(r"https?://[^\s,;<>\"']+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed in a list. `category` is the folder it stood in, folders inside folders parted by `/`."""

    url: str
    title: str = ""
    site_url: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class FeedList:
    """The feeds of a list, each once, and what was passed over, with the reason."""

    feeds: tuple[ListedFeed, ...]
    refused: tuple[tuple[str, str], ...] = ()


def read_feed_list(body: bytes, *, allow_private: bool = False) -> FeedList:
    """The feeds in an OPML document or in a text of addresses. Raises FeedListError when it holds none."""
    if len(body) > MAX_BYTES:
        raise FeedListError(f"the list is larger than {MAX_BYTES // 1_000_000} MB")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        listed = _from_opml(body)
    else:
        listed = [ListedFeed(url=one) for one in _ADDRESS.findall(body.decode("utf-8", "replace"))]
    if not listed:
        raise FeedListError("the list names no feed: give OPML with xmlUrl attributes, or one address a line")
    if len(listed) > MAX_FEEDS:
        raise FeedListError(f"the list names more than {MAX_FEEDS:,} feeds")
    return _sorted_out(listed, allow_private=allow_private)


def _from_opml(body: bytes) -> list[ListedFeed]:
    if b"<!ENTITY" in body:
        raise FeedListError("the list defines entities, which no list of feeds needs")
    try:
        root = _root(body)
    except etree.XMLSyntaxError as error:
        raise FeedListError(f"the list is not XML: {error}"[:300]) from error
    if str(root.tag).lower() not in {"opml", "outlinedocument"}:
        raise FeedListError(f"the list is not OPML: its root is <{str(root.tag)[:40]}>")
    return [feed for outline in root.iter("outline", "Outline") for feed in _feed(outline)]


def _root(body: bytes) -> etree._Element:
    try:
        return parse_tree(body)
    except etree.XMLSyntaxError:
        return parse_tree(repaired(body))  # loose ampersands in addresses are the rule


def _feed(outline: etree._Element) -> Iterable[ListedFeed]:
    values = {name.lower(): value.strip() for name, value in outline.attrib.items()}
    url = plain(values.get("xmlurl", ""))
    if not url:
        return
    folders = [
        clean_title(one.get("text") or one.get("title") or "") for one in outline.iterancestors("outline")
    ]
    yield ListedFeed(
        url=url,
        title=clean_title(values.get("title") or values.get("text", ""))[:200],
        site_url=plain(values.get("htmlurl", ""))[:2000],
        category="/".join(name for name in reversed(folders) if name)[:200],
    )


def _sorted_out(listed: Iterable[ListedFeed], *, allow_private: bool) -> FeedList:
    feeds: dict[str, ListedFeed] = {}
    refused = []
    for one in listed:
        why = refuse_url(one.url, allow_private=allow_private)
        if why:
            refused.append((one.url[:200], why))
        else:
            feeds.setdefault(one.url, one)
    return FeedList(tuple(feeds.values()), tuple(refused))


def write_opml(feeds: Iterable[ListedFeed], *, now: datetime, title: str = "Newsbot feeds") -> bytes:
    """The feeds as OPML 2.0, in folders by category. Every value is text here, whatever it holds."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _xml_text(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for feed in feeds:
        parent = body
        if feed.category:
            if feed.category not in folders:
                folders[feed.category] = etree.SubElement(body, "outline", text=_xml_text(feed.category))
            parent = folders[feed.category]
        name = _xml_text(feed.title or feed.url)
        outline = etree.SubElement(
            parent, "outline", type="rss", text=name, title=name, xmlUrl=_xml_text(feed.url)
        )
        if feed.site_url:
            outline.set("htmlUrl", _xml_text(feed.site_url))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _xml_text(text: str) -> str:
    return re.sub("[\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]", "", text)
