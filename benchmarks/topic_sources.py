"""What teaches the topics beside the labelled corpora, so that the model knows more than a few newspapers' ways.

IPTC's own definitions of its topics (topics/vocab_iptc_2024_en.jsonl.gz, CC BY 4.0), and headlines of polled feeds
(feeds/history_native.tar.xz: a folder an outlet, a file a poll), whose addresses name the section they stood in.
"""

import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
from corpora import Row, read

from bot.feeds.clean import html_to_text

_SECTIONS = {
    "politics elections": "11 02",
    "sport sports": "15",
    "entertainment entertainment-arts arts music movies books television tv-radio dance theater celebrity": "01",
    "health": "07",
    "science": "13 06 07 17 03",
    "tech technology": "13 04 06",
    "lifestyle life-style": "10 14 08 01 07",
    "travel food food-drink dining real-estate homed": "10 04",
    "business economy": "04 09 06",
    "crime": "02",
    "environment climate": "06 17 03",
    "education": "05",
    "faith-values religion": "12",
    "parenting": "14 10",
}
"""A folder of an address, and the top levels that its articles may be of, the likeliest first."""

_TOPICS = {
    folder: [f"medtop:{number}000000" for number in numbers.split()]
    for folders, numbers in _SECTIONS.items()
    for folder in folders.split()
}


def more_rows(folder: Path) -> dict[str, list[Row]]:
    """Rows as a corpus has them, by the name of their source; English, all of them."""
    return {"definitions": list(_definitions(folder)), "sections": list(_sections(folder))}


def _definitions(folder: Path) -> Iterator[Row]:
    for row in read(folder, "topics", "vocab_iptc_2024_en"):
        if not row.get("retired"):
            yield _row(row["id"], row["name"], row.get("definition") or "", [row["level1"]])


def _sections(folder: Path) -> Iterator[Row]:
    seen: set[str] = set()
    for body in _polls(folder / "feeds" / "history_native.tar.xz"):
        for entry in feedparser.parse(BytesIO(body)).entries:
            title, address = entry.get("title", ""), entry.get("link", "")
            topics = section_topics(address)
            if topics and title and title not in seen:
                seen.add(title)
                yield _row(address, title, html_to_text(entry.get("summary", "")), topics)


def section_topics(address: str) -> list[str]:
    """The topics of the innermost folder of an address that is known."""
    folders = urlsplit(address).path.split("/")[:-1]
    return next((_TOPICS[one] for one in reversed(folders) if one in _TOPICS), [])


def _polls(archive: Path) -> Iterator[bytes]:
    with tarfile.open(archive) as polls:
        for member in polls:
            if content := polls.extractfile(member):
                yield content.read()


def _row(name: str, title: str, text: str, topics: list[str]) -> Row:
    return {"id": name, "title": title, "text": text, "topics": topics, "language": "en", "label": topics[0]}
