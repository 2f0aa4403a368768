"""Article pages, as outlets make them: clean, in one block, or with other things in the middle of the text."""

from collections.abc import Sequence
from html import escape
from itertools import islice

from bot.playground.newsstand.outlets import OUTLETS, Outlet, Page
from bot.playground.newsstand.stand import Published
from bot.playground.newsstand.words import WORDS, Words

TEASED = 3


def article_page(item: Published, others: Sequence[Published], base_url: str) -> str:
    words = WORDS[item.outlet.language]
    bodies = {Page.CLEAN: _clean, Page.PROMOTED: _promoted, Page.BREAKS: _breaks}
    body = bodies[item.outlet.page](item, list(islice(others, TEASED)), words)
    return _framed(item.outlet, item.article.title, _tags(item, base_url), f"<main>{body}</main>", words)


def outlet_page(outlet: Outlet, items: Sequence[Published]) -> str:
    rows = "".join(f'<li><a href="{item.path}">{escape(item.article.title)}</a></li>' for item in items)
    link = f'<link rel="alternate" href="{outlet.feed_path}" title="{escape(outlet.name)}">'
    return _framed(outlet, outlet.name, link, f"<main><ul>{rows}</ul></main>", WORDS[outlet.language])


def front_page() -> str:
    rows = "".join(
        f'<li><a href="/{outlet.slug}">{escape(outlet.name)}</a> ({outlet.language}), '
        f'<a href="{outlet.feed_path}">{outlet.feed.value}</a></li>'
        for outlet in OUTLETS.values()
    )
    return f"<!doctype html><meta charset='utf-8'><title>The newsstand</title><h1>The newsstand</h1><ul>{rows}</ul>"


def _clean(item: Published, others: Sequence[Published], words: Words) -> str:
    article = item.article
    return (
        f"<article><h1>{escape(article.title)}</h1>"
        f'<p class="byline">{escape(words.by.format(article.author))} · {_time(item)}</p>'
        f'<figure><img src="{item.picture_path}" alt=""><figcaption>{escape(words.photo)}</figcaption></figure>'
        f"{_paragraphs(article.paragraphs)}</article>"
        f"<aside><h2>{escape(words.also)}</h2><ul>{_teasers(others, 'li')}</ul></aside>"
    )


def _promoted(item: Published, others: Sequence[Published], words: Words) -> str:
    """The text, and in the same element the app, the teasers (one of them twice), the call for comments."""
    article = item.article
    half = len(article.paragraphs) // 2 + 1
    teasers = _teasers(others, "p")
    return (
        f'<div class="news-detail"><h1>{escape(article.title)}</h1>{_time(item)}'
        f'<div class="news-text">{_paragraphs(article.paragraphs[:half])}'
        f"<p>{escape(words.app)}</p>"
        f"{_paragraphs(article.paragraphs[half:])}"
        f"<p>{escape(article.author)}</p>{teasers}{_teasers(others[:1], 'p')}"
        f"<p>{escape(words.opinion)}</p><p>{escape(words.comment)}</p></div></div>"
    )


def _breaks(item: Published, others: Sequence[Published], words: Words) -> str:
    article = item.article
    text = "<br><br>".join(escape(paragraph) for paragraph in article.paragraphs)
    return (
        f'<h2 class="title">{escape(article.title)}</h2><div class="date">{_time(item)}</div>'
        f'<div class="text">{text}<br><br>{escape(words.by.format(article.author))}</div>'
        f'<div class="more"><b>{escape(words.also)}</b>{_teasers(others, "div")}</div>'
    )


def _paragraphs(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)


def _teasers(others: Sequence[Published], tag: str) -> str:
    return "".join(f"<{tag}>{_teaser(other)}</{tag}>" for other in others)


def _teaser(other: Published) -> str:
    title, text = escape(other.article.title), escape(_cut(other.article.paragraphs[1]))
    return f'<a href="{other.path}">{title}</a> {text}'


def _cut(text: str) -> str:
    return f"{text[:80].rsplit(' ', 1)[0]}..."


def _time(item: Published) -> str:
    return f'<time datetime="{item.at.isoformat()}">{item.at:%d.%m.%Y %H:%M}</time>'


def _tags(item: Published, base_url: str) -> str:
    article = item.article
    facts = {
        "og:type": "article",
        "og:title": article.title,
        "og:site_name": item.outlet.name,
        "og:description": article.teaser,
        "og:image": f"{base_url}{item.picture_path}",
        "og:url": f"{base_url}{item.path}",
        "article:published_time": item.at.isoformat(),
        "article:section": article.section,
    }
    tags = "".join(f'<meta property="{name}" content="{escape(value)}">\n' for name, value in facts.items())
    return f'{tags}<link rel="canonical" href="{base_url}{item.path}">\n'


def _framed(outlet: Outlet, title: str, head: str, main: str, words: Words) -> str:
    menu = "".join(f'<a href="/{outlet.slug}">{escape(entry)}</a> ' for entry in words.menu)
    return (
        f'<!doctype html>\n<html lang="{outlet.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)} | {escape(outlet.name)}</title>\n'
        f"{head}<style>body{{max-width:42rem;margin:auto;padding:1rem;font:17px/1.5 Georgia,serif}}"
        f"img{{max-width:100%}}nav a{{margin-right:.8rem}}</style></head>\n<body>"
        f'<header><a href="/{outlet.slug}"><strong>{escape(outlet.name)}</strong></a><nav>{menu}</nav></header>\n'
        f"{main}\n<footer><p>© {escape(outlet.name)}. {escape(words.rights)}</p><p>{escape(words.app)}</p></footer>"
        f"<script>window.dataLayer=[]</script></body></html>\n"
    )
