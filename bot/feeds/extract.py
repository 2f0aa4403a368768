"""The article in a page: trafilatura's text behind our own judgement, and what the page says of itself.

It runs in a worker that may be killed; pages of more elements than any article has are not tried.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from bot.domain.article import MAX_TEXT
from bot.errors import ParseError
from bot.feeds.clean import html_to_text, plain
from bot.feeds.encoding import decode
from bot.feeds.metadata import Metadata, read_metadata
from bot.feeds.quality import SHORTEST, refusal

MAX_ELEMENTS = 25_000
"""Elements in a page; the largest of 335 real ones has 13,000, and 200,000 cost trafilatura 40 seconds."""

HEADLINE = 15
"""Characters of the shortest link that is taken for a headline."""

_BULLET = re.compile(r"^[-–•*]\s+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as an article. `reason` says why its text is none: empty, wall, paywall, video or teasers."""

    title: str = ""
    text: str = field(default="", repr=False)
    reason: str = ""
    image_url: str = ""
    author: str = ""
    published_at: datetime | None = None
    language: str = ""
    canonical_url: str = ""
    site_name: str = ""


def extract_page(body: bytes, *, url: str = "", content_type: str = "") -> Page:
    """The article in a page. Raises ParseError for bytes that are no HTML, or far too much of it."""
    tree = _tree(body, content_type)
    meta = read_metadata(tree, url=url)
    linked = _link_texts(tree)
    full = _text(tree, meta)
    text = without_teasers(full, linked)
    return Page(
        title=meta.title,
        text=text[:MAX_TEXT],
        reason=refusal(text, meta, dropped=len(full) - len(text)),
        image_url=meta.image_url,
        author=meta.author,
        published_at=meta.published_at,
        language=meta.language,
        canonical_url=meta.canonical_url,
        site_name=meta.site_name,
    )


def _tree(body: bytes, content_type: str) -> Any:
    text = decode(body, content_type)
    if "<" not in text[:10_000] or "\0" in text[:1_000]:
        raise ParseError("not a web page")
    if text.count("<") > 3 * MAX_ELEMENTS:
        raise ParseError("a page of more elements than any article has")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ParseError(f"not a web page: {error}"[:200]) from error
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise ParseError("a page of more elements than any article has")
    return tree


def _text(tree: Any, meta: Metadata) -> str:
    """The quick extraction; where it finds little, the page's own JSON-LD and the thorough one compete."""
    text = _extracted(tree, thorough=False)
    if len(text) >= 2 * SHORTEST:
        return text
    declared = html_to_text(meta.body) if len(meta.body) > len(text) else ""
    if len(declared) >= 2 * SHORTEST:
        return declared
    return max(text, declared, _extracted(tree, thorough=True), key=len)


def _link_texts(tree: Any) -> frozenset[str]:
    """The words of the links that are as long as a headline."""
    texts = (_folded("".join(link.itertext())) for link in tree.iter("a"))
    return frozenset(text for text in texts if len(text) >= HEADLINE)


def without_teasers(text: str, linked: frozenset[str]) -> str:
    """A text without the lines that are nothing but a link: headlines of other articles, "read also"."""
    return "\n".join(line for line in text.split("\n") if _folded(line) not in linked)


def _folded(line: str) -> str:
    return " ".join(_WORD.findall(line[:500].lower()))


def _extracted(tree: Any, *, thorough: bool) -> str:
    found = trafilatura.extract(tree, fast=not thorough, include_comments=False, include_tables=False) or ""
    lines = (_BULLET.sub("", plain(line).strip()) for line in found.split("\n"))
    return "\n".join(line for line in lines if line)


def better_text(feed_text: str, page: Page) -> str:
    """The fuller of two texts of one article: the feed's own when the page is none, is shorter, or is another text."""
    if page.reason or len(page.text) <= len(feed_text):
        return feed_text
    ours, theirs = _WORD.findall(feed_text.lower()), set(_WORD.findall(page.text.lower()))
    known = sum(word in theirs for word in ours)
    return page.text if len(ours) < 8 or known * 2 >= len(ours) else feed_text
