"""Thousands of made-up publishers in one process, each on a loopback address of its own: `ingest_latency.py` starts it.

    python benchmarks/ingest_origin.py PORT ENTRIES

Feed N is at http://<host of N>:PORT/N. At each poll one feed in twenty has a new article, two have another build date
and nothing else, the others are answered 304. Half of the new articles are teasers with a page.
"""

import asyncio
import random
import sys
from collections import Counter
from functools import cache
from html import escape

from aiohttp import web

from bot.playground.newsstand.articles import load

CHANGING, RESTLESS = 1, 2
"""Of each twenty feeds."""

_SHORT = 5
_RENAMED = 0.6
_SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]


def host_of(number: int) -> str:
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


def kind_of(number: int) -> str:
    rest = number % 20
    return "changing" if rest < CHANGING else "restless" if rest < CHANGING + RESTLESS else "quiet"


@cache
def _sentences() -> list[str]:
    articles = [one for one in load().values() if one.text.isascii()]
    return [sentence for one in articles for line in one.paragraphs for sentence in line.split(". ")]


@cache
def _titles() -> list[str]:
    return [word for one in load().values() if one.title.isascii() for word in one.title.split()]


def article(feed: int, number: int) -> tuple[str, str]:
    """The title and the text of an article: each two feeds report the same event, half of it in the same words.

    Its longer words are mostly made up for the event, so that no two events look alike.
    """
    event, own = random.Random(f"{feed // 2} {number}"), random.Random(f"own {feed} {number}")
    names = ["".join(event.choice(_SYLLABLES) for _ in range(event.randint(2, 4))) for _ in range(40)]
    title = event.sample(_titles(), 9)
    common, others = event.sample(_sentences(), 9), own.sample(_sentences(), 5)
    lines = [_renamed(line, names, event) for line in common] + [
        _renamed(line, names, own) for line in others
    ]
    own.shuffle(lines)
    return _renamed(" ".join(title), names, event).capitalize(), ". ".join(lines) + "."


def _renamed(line: str, names: list[str], chance: random.Random) -> str:
    return " ".join(
        chance.choice(names) if len(word) > _SHORT and chance.random() < _RENAMED else word
        for word in line.split()
    )


def feed(number: int, newest: int, entries: int, port: int, build: int) -> str:
    base = f"http://{host_of(number)}:{port}"
    items = "".join(_item(number, one, base) for one in range(newest, newest - entries, -1))
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>Outlet {number}</title><link>{base}/</link>"
        f"<lastBuildDate>{build}</lastBuildDate><language>en</language>{items}</channel></rss>"
    )


def _item(number: int, one: int, base: str) -> str:
    title, text = article(number, one)
    shown = text if one % 2 else text[:200]
    return (
        f"<item><title>{escape(title)}</title><link>{base}/{number}/{one}</link>"
        f"<guid isPermaLink='false'>{number}-{one}</guid><description>{escape(shown)}</description></item>"
    )


def main(port: int, entries: int) -> None:
    polls: Counter[int] = Counter()

    async def answer_feed(request: web.Request) -> web.Response:
        number = int(request.match_info["feed"])
        polls[number] += 1
        kind = kind_of(number)
        newest = 1_000 + (polls[number] if kind == "changing" else 0)
        etag = f'"{newest}"'
        if kind != "restless" and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        body = feed(number, newest, entries, port, polls[number])
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})

    async def answer_page(request: web.Request) -> web.Response:
        title, text = article(int(request.match_info["feed"]), int(request.match_info["one"]))
        paragraphs = "".join(f"<p>{escape(line)}.</p>" for line in text.split(". "))
        html = f"<!doctype html><html lang='en'><title>{title}</title><article><h1>{title}</h1>{paragraphs}</article>"
        return web.Response(text=html, content_type="text/html")

    async def count(_: web.Request) -> web.Response:
        return web.json_response({"polls": polls.total()})

    app = web.Application()
    app.router.add_get("/count", count)
    app.router.add_get(r"/{feed:\d+}", answer_feed)
    app.router.add_get(r"/{feed:\d+}/{one:\d+}", answer_page)
    web.run_app(
        app, host="0.0.0.0", port=port, print=None, access_log=None, loop=asyncio.new_event_loop()
    )  # loopback has many addresses


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
