"""Feeds: RSS 2.0 (sound and broken), Atom, JSON Feed."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from bot.playground.newsstand.outlets import Feed, Outlet
from bot.playground.newsstand.stand import Published

_CONTENT_TYPES = {
    Feed.RSS: "application/rss+xml",
    Feed.BROKEN_RSS: "text/xml",
    Feed.ATOM: "application/atom+xml",
    Feed.JSON: "application/feed+json",
}
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def content_type(outlet: Outlet) -> str:
    return _CONTENT_TYPES[outlet.feed]


def feed_of(outlet: Outlet, items: Sequence[Published], base_url: str) -> str:
    if outlet.feed is Feed.ATOM:
        return _atom(outlet, items, base_url)
    if outlet.feed is Feed.JSON:
        return _json(outlet, items, base_url)
    return _rss(outlet, items, base_url)


def modified_at(items: Sequence[Published]) -> datetime:
    return max((item.at for item in items), default=_LONG_AGO).replace(microsecond=0)


def _rss(outlet: Outlet, items: Sequence[Published], base_url: str) -> str:
    broken = outlet.feed is Feed.BROKEN_RSS
    # What a template that was written by hand does to a name with an ampersand, and to a space.
    about = "новости&nbsp;степи & гор" if broken else escape(f"{outlet.name}: the latest")
    entries = "".join(_rss_item(item, base_url) for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>\n'
        f"<title>{escape(outlet.name)}</title><link>{base_url}/{outlet.slug}</link>\n"
        f"<description>{about}</description><language>{outlet.language}</language>\n"
        f"{entries}</channel></rss>\n"
    )


def _rss_item(item: Published, base_url: str) -> str:
    article = item.article
    categories = "".join(f"<category>{escape(name)}</category>" for name in article.categories)
    whole = f"<content:encoded><![CDATA[{_html(item)}]]></content:encoded>\n" if item.outlet.full else ""
    return (
        f"<item><title>{escape(article.title)}</title>\n<link>{base_url}{item.path}</link>\n"
        f'<guid isPermaLink="false">{article.outlet}:{article.slug}</guid>\n'
        f"<pubDate>{format_datetime(item.at)}</pubDate><dc:creator>{escape(article.author)}</dc:creator>\n"
        f"<description>{escape(article.teaser)}</description>{categories}\n{whole}"
        f'<media:content url="{base_url}{item.picture_path}" medium="image"/></item>\n'
    )


def _atom(outlet: Outlet, items: Sequence[Published], base_url: str) -> str:
    entries = "".join(_atom_entry(item, base_url) for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<title>{escape(outlet.name)}</title><id>{base_url}{outlet.feed_path}</id>\n"
        f'<link rel="self" href="{base_url}{outlet.feed_path}"/><link href="{base_url}/{outlet.slug}"/>\n'
        f"<updated>{modified_at(items).isoformat()}</updated>\n{entries}</feed>\n"
    )


def _atom_entry(item: Published, base_url: str) -> str:
    article = item.article
    categories = "".join(f"<category term={quoteattr(name)}/>" for name in article.categories)
    whole = f'<content type="html">{escape(_html(item))}</content>\n' if item.outlet.full else ""
    return (
        f"<entry><title>{escape(article.title)}</title><id>{base_url}{item.path}</id>\n"
        f'<link href="{base_url}{item.path}"/><author><name>{escape(article.author)}</name></author>\n'
        f"<published>{item.at.isoformat()}</published><updated>{item.at.isoformat()}</updated>\n"
        f"<summary>{escape(article.teaser)}</summary>{categories}\n{whole}</entry>\n"
    )


def _json(outlet: Outlet, items: Sequence[Published], base_url: str) -> str:
    shape = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"{base_url}/{outlet.slug}",
        "feed_url": f"{base_url}{outlet.feed_path}",
        "language": outlet.language,
        "items": [_json_item(item, base_url) for item in items],
    }
    return json.dumps(shape, ensure_ascii=False, indent=1)


def _json_item(item: Published, base_url: str) -> dict[str, object]:
    article = item.article
    shape: dict[str, object] = {
        "id": f"{article.outlet}/{article.slug}",
        "url": f"{base_url}{item.path}",
        "title": article.title,
        "summary": article.teaser,
        "date_published": item.at.isoformat(),
        "authors": [{"name": article.author}],
        "tags": list(article.categories),
        "image": f"{base_url}{item.picture_path}",
    }
    return shape | {"content_text": article.text if item.outlet.full else article.teaser}


def _html(item: Published) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.article.paragraphs)
