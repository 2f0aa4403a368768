"""Fuzz the parsers, the extractor and the guard for a while: anything but our own errors is a fault.

    python benchmarks/fuzz.py FOLDER [--seconds 60] [--seed N]

FOLDER holds feeds/{feedparser,miniflux,real}.jsonl.gz and pages/{scrapinghub,readability}.jsonl.gz as
benchmarks/feeds.py and benchmarks/pages.py describe them; their documents are cut, doubled, spliced and
damaged. Each case runs in this process with a limit of five seconds on the clock.
"""

import argparse
import gzip
import json
import random
import signal
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.errors import ParseError
from bot.feeds.clean import clean_title, html_to_text
from bot.feeds.dates import parse_date
from bot.feeds.discover import candidates
from bot.feeds.guard import refuse_address, refuse_url
from bot.feeds.jobs import read_feed, read_page
from bot.feeds.urls import canonical_url, readers_url
from tests.feeds.test_guard import ALLOWED_URLS, FORBIDDEN_ADDRESSES, FORBIDDEN_URLS

LIMIT = 5
PIECES = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"&#0;",
    b"&#xD800;", b"<item>", b"</item>", b"<entry>", b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"&a;", b"xmlns='x'",
    b"xml:base='//['", b"<script>", b"<pubDate>9999-99-99T99:99:99+99:99</pubDate>",
    b"\xf0\x9f", b"href='http://['", b"<div>" * 300,
)  # fmt: skip


class TooSlow(Exception):
    """A case passed its limit."""


def load(folder: Path) -> tuple[list[bytes], list[bytes]]:
    feeds = [
        body
        for name in ("feedparser", "miniflux", "real")
        for body in _bodies(folder / "feeds" / f"{name}.jsonl.gz")
    ]
    pages = [
        body
        for name in ("scrapinghub", "readability")
        for body in _bodies(folder / "pages" / f"{name}.jsonl.gz")
    ]
    return feeds, [body[:200_000] for body in pages]


def _bodies(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["body"].encode(row["body_encoding"], "surrogateescape")


def damaged(body: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The document after one to six accidents."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        until = min(len(body), at + chance.choice((1, 3, 20, 400)))
        match chance.randrange(6):
            case 0:
                body = body[:at] + body[until:]
            case 1:
                body = body[:at] + chance.choice(PIECES) + body[at:]
            case 2:
                body = body[:at] + chance.randbytes(until - at) + body[until:]
            case 3:
                body = body[:until] + body[at:until] * chance.randint(1, 50) + body[until:]
            case 4:
                other = chance.choice(others)
                body = body[:at] + other[chance.randrange(len(other) + 1) :]
            case _:
                body = body[:at]
    return body


@contextmanager
def limited() -> Iterator[None]:
    def expire(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, expire)
    signal.alarm(LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)


def text_case(text: str) -> None:
    clean_title(text)
    html_to_text(text)
    parse_date(text)
    canonical_url(text)
    readers_url(text)
    refuse_address(text)
    if refuse_url(text) == "" and any(name in text for name in ("127.0.0.1", "localhost/", "[::1]")):
        host = text.split("/")[2]
        if host.startswith(("127.0.0.1", "localhost", "[::1]")):
            raise AssertionError(f"the guard let {text!r} pass")


def cases(
    feeds: list[bytes], pages: list[bytes], chance: random.Random
) -> Iterator[tuple[str, Callable[[], object]]]:
    texts = [one.encode() for one in [*FORBIDDEN_URLS, *ALLOWED_URLS, *FORBIDDEN_ADDRESSES]]
    while True:
        body = damaged(chance.choice(feeds), feeds, chance)
        yield "feed", lambda body=body: read_feed(body, url="https://herald.example/rss")  # type: ignore[misc]
        if chance.random() < 0.2:
            body = damaged(chance.choice(pages), pages, chance)
            yield "page", lambda body=body: read_page(body, url="https://herald.example/x")  # type: ignore[misc]
            yield "links", lambda body=body: candidates(body, url="https://herald.example/")  # type: ignore[misc]
        text = damaged(chance.choice(texts), texts, chance).decode("utf-8", "replace")
        yield "text", lambda text=text: text_case(text)  # type: ignore[misc]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()
    warnings.simplefilter("ignore")
    chance = random.Random(options.seed)
    feeds, pages = load(options.folder)
    ends: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    until = time.monotonic() + options.seconds
    for kind, run in cases(feeds, pages, chance):
        began = time.monotonic()
        if began > until:
            break
        ends[f"{kind}: {one_case(run)}"] += 1
        slowest[kind] = max(slowest.get(kind, 0.0), time.monotonic() - began)
    for end, count in sorted(ends.items()):
        print(f"{count:>9,}  {end}")
    print("slowest: " + ", ".join(f"{kind} {took:.2f} s" for kind, took in slowest.items()))


def one_case(run: Callable[[], object]) -> str:
    try:
        with limited():
            run()
    except ParseError:
        return "ParseError"
    except TooSlow:
        return "over the limit: a worker would have been killed"
    except Exception as error:  # noqa: BLE001  # a fault is what is being looked for
        return f"FAULT {type(error).__name__}: {error}"[:160]
    return "read"


if __name__ == "__main__":
    main()
