"""Documents built to exhaust their reader, each made when it is asked for."""

from collections.abc import Callable

Make = Callable[[], bytes]


def _rss(inside: str, head: str = "") -> bytes:
    return f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>H</title>{inside}</channel></rss>".encode()


def _page(inside: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>H</title>{head}</head><body>{inside}</body></html>".encode()


def _attributes(name: str) -> str:
    return " ".join(f"{name}{number}='x'" for number in range(100_000))


def _data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def _laughs(levels: int = 9) -> str:
    names = [f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels)]
    return f'<!DOCTYPE r [<!ENTITY a0 "ha">{"".join(names)}]>'


FEEDS: dict[str, Make] = {
    "billion laughs": lambda: _rss("<item><title>&a8;</title></item>", _laughs()),
    "quadratic entity": lambda: _rss(
        f"<item><title>{'&a;' * 50_000}</title></item>", f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>'
    ),
    "external entity": lambda: _rss(
        "<item><title>&a;</title></item>", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "parameter entity": lambda: _rss("<item/>", '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x"> %a;]>'),
    "external DTD": lambda: _rss("<item><title>x</title></item>", '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd">'),
    "200,000 items": lambda: _rss("<item><title>a title of some words</title></item>" * 200_000),
    "200,000 items, broken": lambda: _rss("<item><title>a & b < c</title></item>" * 200_000),
    "10 MB title": lambda: _rss(f"<item><title>{'x' * 9_900_000}</title></item>"),
    "10 MB attribute": lambda: _rss(f"<item a='{'x' * 9_900_000}'><title>x</title></item>"),
    "100,000 attributes": lambda: _rss(f"<item {_attributes('a')}><title>x</title></item>"),
    "100,000 names of namespaces": lambda: _rss(f"<item {_attributes('xmlns:a')}/>"),
    "100,000 deep": lambda: _rss(f"<item><title>{'<a>' * 100_000}</title></item>"),
    "100,000 deep, escaped": lambda: _rss(f"<item><description>{'&lt;div&gt;' * 100_000}</description></item>"),
    "a million tags, escaped": lambda: _rss(f"<item><description>{'&lt;b&gt;x' * 1_000_000}</description></item>"),
    "full content, 900 times 10 kB": lambda: _rss(
        f"<item><title>x</title><description>{'&lt;p&gt;word' * 700}</description></item>" * 900
    ),
    "unclosed CDATA": lambda: _rss("<item><title><![CDATA[x</title></item>" * 50_000),
    "a million ampersands": lambda: _rss(f"<item><title>{'&' * 1_000_000}</title></item>"),
    "a million line feeds": lambda: b"\n" * 1_000_000 + _rss("<item/>"),
    "dates of 10,000 digits": lambda: _rss(f"<item><title>x</title><pubDate>{'1' * 10_000}</pubDate></item>" * 500),
    "dates of blanks": lambda: _rss(f"<item><title>x</title><pubDate>Mon, {' ' * 80}1 Jan</pubDate></item>" * 900),
    "names with a million blanks": lambda: _rss(f"<item><author>a@b {' ' * 900_000}</author></item>"),
    "comments": lambda: _rss("<!-- x -->" * 500_000),
    "processing instructions": lambda: _rss("<?a b?>" * 500_000),
    "JSON 50,000 deep": lambda: b'{"items": ' + b"[" * 50_000,
    "JSON of 300,000 items": lambda: b'{"items": [' + b'{"id": 1, "title": "x"},' * 300_000 + b"5]}",
    "JSON number of 4 MB": lambda: b'{"items": [{"id": ' + b"9" * 4_000_000 + b"}]}",
    "UTF-16 without end": lambda: b"\xff\xfe" + "<rss><channel><item>".encode("utf-16-le") * 200_000,
    "bytes without sense": lambda: bytes(range(256)) * 30_000,
    "zeros": lambda: bytes(8_000_000),
}  # fmt: skip

PAGES: dict[str, Make] = {
    "text and br, 200,000 times": lambda: _page("text<br>" * 200_000),
    "50,000 links": lambda: _page("<a href='/x'>a link of some words</a> " * 50_000),
    "20,000 paragraphs": lambda: _page("<p>A paragraph of some words.</p>" * 20_000),
    "24,000 spans": lambda: _page(f"<p>{'<span>word</span> ' * 24_000}</p>"),
    "20,000 deep": lambda: _page("<div>" * 20_000 + "word"),
    "20,000 formatting elements": lambda: _page("<p>" + "<b><i>" * 10_000 + "word"),
    "20,000 table cells": lambda: _page(f"<table>{'<tr><td>word</td></tr>' * 10_000}</table>"),
    "20,000 list items": lambda: _page(f"<ul>{'<li>word word word</li>' * 20_000}</ul>"),
    "5 MB JSON-LD": lambda: _page("<p>x</p>", _data(f'{{"a": [{"{}," * 1_600_000}1]}}')),
    "JSON-LD 100,000 deep": lambda: _page("<p>x</p>", _data("[" * 100_000)),
    "100 JSON-LD of 40 kB": lambda: _page("<p>x</p>", _data(f"[{'1,' * 20_000}1]") * 100),
    "20,000 meta tags": lambda: _page("<p>x</p>", '<meta property="og:title a b c" content="x">' * 20_000),
    "one line of 5 MB": lambda: _page("word " * 1_000_000),
    "one word of 5 MB": lambda: _page("x" * 5_000_000),
    "unclosed comment": lambda: _page("<!-- " * 200_000),
    "unclosed script": lambda: _page("<script>" + "x" * 4_000_000),
    "unclosed attribute": lambda: _page('<a href="' * 20_000 + "x" * 1_000_000),
    "100,000 attributes": lambda: _page(f"<p {_attributes('a')}>x</p>"),
    "entities": lambda: _page("&amp;&lt;&eacute;" * 300_000),
    "a million less-than": lambda: _page("<" * 1_000_000),
    "bytes without sense": lambda: bytes(range(256)) * 15_000,
}  # fmt: skip
