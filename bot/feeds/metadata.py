"""What a page says of itself: title, time, author, picture, language and address, from its head."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from bot.feeds.clean import clean_title, plain, without_outlet
from bot.feeds.dates import parse_date
from bot.feeds.urls import site_of

MAX_JSON = 300_000
"""Characters of one JSON-LD script; five million took the usual library 650 MB."""

MAX_NODES = 2_000
_ARTICLE = re.compile(
    r"(?:News|Report|Analysis|Opinion|Background|Review|Live|Blog|Tech|Scholarly|Advertiser)?\w*(?:Article|BlogPosting|Posting|Report)$"
)
_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "headline",
)
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date",
    "article.published", "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.created", "cxenseparse:recs:publishtime", "publish_date", "publication_date", "last-modified",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
)
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_PERSON = re.compile(r"^(?!.*(?:://|www\.|\.[a-z]{2,3}\b)).*[^\W\d_]")
_BYLINE = re.compile(r"^(?:by|von|par|por|автор:?|текст:?|müəllif:?|yazan:?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Each field is empty, or None, when the page does not say. `types` are its JSON-LD and Open Graph types."""

    title: str = ""
    published_at: datetime | None = None
    author: str = ""
    image_url: str = ""
    language: str = ""
    canonical_url: str = ""
    site_name: str = ""
    body: str = ""
    description: str = ""
    types: frozenset[str] = frozenset()
    is_free: bool = True


def read_metadata(tree: Any, *, url: str) -> Metadata:
    """The metadata of a parsed page; nothing in it is trusted further than as words."""
    meta = _meta(tree)
    nodes = list(_json_ld(tree))
    article = next((one for one in nodes if any(_ARTICLE.match(kind) for kind in _types(one))), {})
    site = clean_title(meta.get("og:site_name", ""))
    return Metadata(
        title=without_outlet(_title(tree, meta, article, site), site_of(url)),
        published_at=_date(tree, meta, article),
        author=_author(tree, meta, article, outlet=site),
        image_url=_image(meta, article, url),
        language=_language(tree, meta, article),
        canonical_url=_canonical(tree, meta, url),
        site_name=site,
        body=_string(article.get("articleBody")),
        description=clean_title(meta.get("og:description", "") or meta.get("description", "")),
        types=frozenset(kind for one in nodes for kind in _types(one))
        | {meta.get("og:type", "").lower()} - {""},
        is_free=str(article.get("isAccessibleForFree", "true")).lower() not in {"false", "no", "0"},
    )


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if content:
            for attribute in ("property", "name", "itemprop"):
                for name in (element.get(attribute) or "").lower().split():
                    found.setdefault(name, plain(content.strip())[:2_000])
    return found


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or not 2 < len(text) <= MAX_JSON:
            continue
        try:
            value = json.loads(
                text.strip().removeprefix("<![CDATA[").removesuffix("]]>").rstrip("; \n"), strict=False
            )
        except (ValueError, RecursionError):
            continue
        yield from _nodes(value)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """The objects on the first levels of JSON-LD: lists, graphs and main entities are opened."""
    waiting, seen = [value], 0
    while waiting and seen < MAX_NODES:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, list):
            waiting.extend(one[:100])
        elif isinstance(one, dict):
            yield one
            waiting.extend(one[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in one)


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)][:10]


def _string(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _title(tree: Any, meta: dict[str, str], article: dict[str, Any], site: str) -> str:
    named = _string(article.get("headline")) or next((meta[name] for name in _TITLES if name in meta), "")
    if not named:
        named = next((one.text_content() for one in tree.iter("h1") if one.text_content().strip()), "")
    if not named:
        named = next((one.text or "" for one in tree.iter("title")), "")
    return clean_title(named[:1_000], outlet=site or "")


def _date(tree: Any, meta: dict[str, str], article: dict[str, Any]) -> datetime | None:
    said = [_string(article.get("datePublished")), *(meta[name] for name in _DATES if name in meta)]
    said += [one.get("datetime", "") for one in tree.iter("time")][:3]
    return next((at for text in said if text and (at := parse_date(text))), None)


def _author(tree: Any, meta: dict[str, str], article: dict[str, Any], *, outlet: str) -> str:
    """The people who wrote it: no addresses, no numbers, and not the outlet itself."""
    said = article.get("author") or article.get("creator")
    names = [_name(one) for one in (said if isinstance(said, list) else [said])[:10]]
    names = names if any(names) else [meta[name] for name in _AUTHORS if name in meta]
    if not any(names):
        names = [one.text_content() for one in tree.xpath("//a[@rel='author'] | //*[@itemprop='author']")[:5]]
    cleaned = (_BYLINE.sub("", clean_title(name)) for name in names)
    people = [one for one in cleaned if len(one) < 120 and _PERSON.search(one)]
    return ", ".join(dict.fromkeys(one for one in people if one.casefold() != outlet.casefold()))[:200]


def _name(person: Any) -> str:
    if isinstance(person, dict):
        return _string(person.get("name"))
    return person if isinstance(person, str) else ""


def _image(meta: dict[str, str], article: dict[str, Any], url: str) -> str:
    image = article.get("image")
    image = image[0] if isinstance(image, list) and image else image
    said = image.get("url", "") if isinstance(image, dict) else image
    address = next((meta[name] for name in _IMAGES if name in meta), "") or _string(said)
    return _absolute(address, url)


def _language(tree: Any, meta: dict[str, str], article: dict[str, Any]) -> str:
    root = next(tree.iter("html"), tree)
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    said = (
        said
        or _string(article.get("inLanguage"))
        or meta.get("og:locale", "")
        or meta.get("content-language", "")
    )
    return said.replace("_", "-").strip()[:40]


def _canonical(tree: Any, meta: dict[str, str], url: str) -> str:
    """Where the page says it lives, if that is on its own site."""
    named = next(
        (one.get("href", "") for one in tree.iter("link") if (one.get("rel") or "").lower() == "canonical"),
        "",
    )
    address = _absolute(named or meta.get("og:url", ""), url)
    return address if not url or site_of(address) == site_of(url) else ""


def _absolute(address: str, url: str) -> str:
    try:
        found = urljoin(url, plain(address.strip())) if address else ""
    except ValueError:
        return ""
    return found[:2_000] if found.startswith(("http://", "https://")) else ""
