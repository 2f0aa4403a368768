"""Time the keywords of 100,000 readers against articles.

    python benchmarks/keywords.py FOLDER

FOLDER holds countries/newswire.jsonl.gz: 562 articles of 3,350 characters. The keywords are words and pairs of words
drawn from the articles themselves, the hardest case: every word begins some keyword.
"""

import random
import sys
import time
from itertools import pairwise
from pathlib import Path

from corpora import read

from bot.briefs.keywords import KeywordMatcher
from bot.briefs.words import words
from bot.domain.article import Article
from bot.domain.interest import keyword_key

KEYWORDS = 100_000


def main(folder: Path) -> None:
    articles = [
        Article(title=row["title"], text=row["text"]) for row in read(folder, "countries", "newswire")
    ]
    found = [word for article in articles for word in words(article.text)]
    pairs = [f"{left} {right}" for left, right in pairwise(found)]
    drawn = random.Random(0).sample(sorted({*found, *pairs}), KEYWORDS)
    start = time.perf_counter()
    matcher = KeywordMatcher(map(keyword_key, drawn))
    matcher.find(articles[0], "en")
    print(f"{len(drawn)} keywords made ready in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    hits = sum(len(matcher.find(article, "en")) for article in articles)
    spent = 1000 * (time.perf_counter() - start) / len(articles)
    print(f"{spent:.2f} ms an article, {hits / len(articles):.0f} keywords found in each")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
