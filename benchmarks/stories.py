"""Measure story grouping beside two baselines, show its worst errors, and time it.

    python benchmarks/stories.py FOLDER [--errors N] [--repairs FILE] [--speed]

FOLDER holds the corpora named in story_corpora.py. Baselines: every article alone, and NewsBlur's rule (the
same title, or an overlap of title words of 0.6 with three shared, within 120 hours). Intervals are 95 %, by
bootstrap over stories or pairs. The shipped weights were learnt on these corpora: train_stories.py --check
measures on what was not learnt from.
"""

import argparse
import random
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from story_corpora import CLUSTERS, PAIRS, Corpus, accuracy, b_cubed, read_corpus
from story_repairs import measure_repairs

from bot.briefs.grouping.choice import weigh_stories
from bot.briefs.grouping.probes import probe_terms
from bot.briefs.grouping.signature import signature
from bot.briefs.grouping.stream import group, sign
from bot.briefs.grouping.window import WINDOW, RecentWindow
from bot.briefs.words import words
from bot.domain.article import Article, StoryId

SAMPLES = 200
_STOP = """
a an the of to in on at for with by and or as is are was were be been from that this it its his her their after over new
says say said will has have had not but who how what why when than into out up about more
"""


def product(corpus: Corpus) -> list[int]:
    numbered = ((str(at), article) for at, article in enumerate(corpus.articles))
    return [int(story) for _, story in group(numbered)]


def alone(corpus: Corpus) -> list[int]:
    return list(range(len(corpus.articles)))


def newsblur(corpus: Corpus) -> list[int]:
    stop = frozenset(_STOP.split())
    found: list[int] = []
    titles = [
        {word for word in words(one.title) if word not in stop and len(word) > 1} for one in corpus.articles
    ]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, title in enumerate(titles):
        shared: dict[int, int] = defaultdict(int)
        for word in title:
            for other in holders[word]:
                shared[other] += 1
        overlaps = {
            other: count / min(len(title), len(titles[other]))
            for other, count in shared.items()
            if count >= 3 and _within(corpus.articles[at], corpus.articles[other])
        }
        best = max(overlaps, key=lambda other: overlaps[other], default=None)
        found.append(found[best] if best is not None and overlaps[best] >= 0.6 else at)
        for word in title:
            holders[word].append(at)
    return found


def _within(one: Article, other: Article) -> bool:
    return not one.published_at or not other.published_at or one.published_at - other.published_at <= WINDOW


SYSTEMS: dict[str, Callable[[Corpus], list[int]]] = {
    "newsbot": product, "NewsBlur's rule": newsblur, "each alone": alone,
}  # fmt: skip


def measure(corpus: Corpus, found: Sequence[int]) -> tuple[float, ...]:
    return (accuracy(corpus.pairs, found),) if corpus.pairs else b_cubed(corpus.groups, found)


def interval(corpus: Corpus, found: Sequence[int]) -> float:
    """Half the width of the 95 % interval of the last figure (F1, or accuracy), in points."""
    chance = random.Random(1)
    samples = []
    by_group: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(corpus.groups):
        by_group[one].append(at)
    for _ in range(SAMPLES):
        if corpus.pairs:
            samples.append(accuracy(chance.choices(corpus.pairs, k=len(corpus.pairs)), found))
        else:
            drawn = [
                (turn, at)
                for turn, one in enumerate(chance.choices(list(by_group), k=len(by_group)))
                for at in by_group[one]
            ]
            samples.append(b_cubed([turn for turn, _ in drawn], [found[at] for _, at in drawn])[2])
    low, high = np.quantile(samples, [0.025, 0.975])
    return float(high - low) / 2


def table(corpora: Sequence[Corpus]) -> dict[str, list[int]]:
    """Print every system on every corpus; what the product found."""
    kept = {}
    for corpus in corpora:
        print(f"\n{corpus.name}: {len(corpus.articles)} articles, {len(corpus.pairs) or len(set(corpus.stories))} "
              f"{'pairs' if corpus.pairs else 'stories'}, {'/'.join(sorted(set(corpus.languages)))}")  # fmt: skip
        for name, system in SYSTEMS.items():
            began = time.perf_counter()
            found = system(corpus)
            took = 1000 * (time.perf_counter() - began) / len(corpus.articles)
            figures = measure(corpus, found)
            written = "accuracy {:5.1f}" if corpus.pairs else "P {:5.1f}  R {:5.1f}  F1 {:5.1f}"
            print(
                f"  {name:16} {written.format(*figures)} ± {interval(corpus, found):3.1f}   {took:.2f} ms an article",
                flush=True,
            )
            if name == "newsbot":
                kept[corpus.name] = found
    return kept


def worst_errors(corpus: Corpus, found: Sequence[int], count: int) -> Iterator[str]:
    """Articles that were put with a story of others, the surest first, by their headlines."""
    first: dict[int, int] = {}
    for at, story in enumerate(found):
        first.setdefault(story, at)
    groups = corpus.groups
    window = RecentWindow()
    wrong = []
    for at, article in enumerate(corpus.articles):
        made, probes = sign(article)
        weighed = weigh_stories(made, window.candidates(probes, made.at))
        head = first[found[at]]
        if head != at and groups[head] != groups[at] and weighed:
            wrong.append((weighed[0].probability, at, head))
        window.add(made, probes, StoryId(found[at]))
    for probability, at, head in sorted(wrong, reverse=True)[:count]:
        names = [corpus.articles[n].title or corpus.articles[n].text[:90] for n in (at, head)]
        yield f"  {probability:.2f}  {names[0]}\n        joined  {names[1]}"


def speed(corpora: Sequence[Corpus], articles: int = 200_000) -> None:
    """Print what one article costs with so many recent ones: the corpora again and again, with other words."""
    every = [one for corpus in corpora for one in corpus.articles]
    chance = random.Random(1)
    window = RecentWindow()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(articles):
        made = signature(_varied(chance.choice(every), chance), language="en")
        window.add(made, probe_terms(made), StoryId(number // 2))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    times = []
    for article in chance.choices(every, k=500):
        began = time.perf_counter()
        made = signature(article, language="en")
        weigh_stories(made, window.candidates(probe_terms(made), None))
        times.append(1000 * (time.perf_counter() - began))
    median, slow = np.quantile(times, [0.5, 0.95])
    print(
        f"\n{articles} recent articles: {median:.1f} ms an article, 95 % under {slow:.1f}; "
        f"{grown:.0f} MB for all of them"
    )


def _varied(article: Article, chance: random.Random) -> Article:
    """Another article of the same kind: a third of its words replaced by one another's."""
    body = article.text[:2000].split()
    for at in chance.sample(range(len(body)), len(body) // 3):
        body[at] = f"{body[at][:3]}{chance.randrange(3000)}"
    title = " ".join(
        word if chance.random() < 0.6 else f"{word[:3]}{chance.randrange(3000)}"
        for word in article.title.split()
    )
    return Article(title=title, text=" ".join(body))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show the N surest wrong merges of each corpus"
    )
    parser.add_argument(
        "--repairs", type=Path, metavar="FILE", help="measure on what editors split and merged, too"
    )
    parser.add_argument(
        "--speed", action="store_true", help="time it with 200,000 recent articles; nothing else"
    )
    chosen = parser.parse_args()
    corpora = [read_corpus(chosen.folder, name) for name in (*CLUSTERS, *PAIRS)]
    if chosen.speed:
        speed(corpora)
        return
    found = table(corpora)
    clusters = [measure(one, found[one.name]) for one in corpora if one.stories]
    pairs = [measure(one, found[one.name])[0] for one in corpora if one.pairs]
    precision, _, f1 = np.mean(clusters, axis=0)
    print(f"\nmean of clusters: P {precision:.1f}  F1 {f1:.1f}; mean of pairs: accuracy {np.mean(pairs):.1f}")
    if chosen.repairs:
        measure_repairs(chosen.repairs)
    for corpus in corpora:
        if chosen.errors:
            print(f"\n{corpus.name}: the surest wrong merges")
            print("\n".join(worst_errors(corpus, found[corpus.name], chosen.errors)))


if __name__ == "__main__":
    main()
