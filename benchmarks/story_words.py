"""Counting how telling words, names and ideas are: in how many articles of the news each of them stands."""

import html
import json
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import feedparser
import numpy as np
from story_corpora import read_lines

from bot.briefs.grouping.signature import background_terms
from bot.domain.article import Article

LANGUAGES = ("en", "ru", "az", "tr")
SLOTS = 1 << 18
"""Places of the table; terms that fall on one place share the commonest one's rarity."""

_UNSEEN = 1 / 20_000
_STEP = 10 / 255
_TASKS = ("summaries", "stories", "countries", "topics")
_NO_TEXTS = ("vocab", "mapping")
_MAX_CHARS = 4000


def count_words(folder: Path, target: Path) -> None:
    """Count, and write the table. A term's share is the greatest of its shares in the four languages.

    A share is taken at its lower bound (one standard deviation of the count), so that a small corpus makes no
    word common.
    """
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    articles: Counter[str] = Counter()
    for language, article in _articles(folder):
        seen[language].update(background_terms(article, language))
        articles[language] += 1
    share = np.zeros(SLOTS)
    for language, counts in seen.items():
        for term, count in counts.items():
            place = term & (SLOTS - 1)
            share[place] = max(share[place], (count - count**0.5) / articles[language])
    rarity = np.clip(np.round(-np.log(share + _UNSEEN) / _STEP), 0, 255).astype(np.uint8)
    np.savez_compressed(target, rarity=rarity, step=np.float32(_STEP))
    print("counted", dict(articles), "articles,", int((share > 0).sum()), "places")


def _articles(folder: Path) -> Iterator[tuple[str, Article]]:
    for path in sorted(folder.glob("*/*.jsonl.gz")):
        if path.parent.name in _TASKS and not path.name.startswith(_NO_TEXTS):
            for row in read_lines(path):
                for one in (row["a"], row["b"]) if "a" in row else (row,):
                    if one.get("language") in LANGUAGES:
                        yield (
                            one["language"],
                            Article(title=one.get("title") or "", text=(one.get("text") or "")[:_MAX_CHARS]),
                        )
    yield from _entries(folder / "feeds" / "history_native.tar.xz", "en")
    yield from _entries(folder / "feeds" / "history_ru.tar.xz", "ru")


def _entries(archive: Path, language: str) -> Iterator[tuple[str, Article]]:
    """Each entry of polled feeds once: a feed is parsed only where it holds an address that is new."""
    known: set[bytes] = set()
    with tarfile.open(archive) as files:
        for member in files:
            file = files.extractfile(member)
            body = file.read() if file else b""
            addresses = set(re.findall(rb"<(?:guid|link)[^>]*>([^<]+)<", body))
            if addresses <= known:
                continue
            known |= addresses
            for entry in feedparser.parse(body).entries:
                title, text = _plain(entry.get("title", "")), _plain(entry.get("summary", ""))
                key = blake2b(json.dumps([title, text]).encode(), digest_size=8).digest()
                if key not in known:
                    known.add(key)
                    yield language, Article(title=title, text=text[:_MAX_CHARS])


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
