"""How long it takes to understand what a reader types, and to render what he gets: `python benchmarks/texts.py`.

Needs no corpus. Inputs are the names of all countries and topics in all languages, as they are, in the case that
"in" asks for, with one and with two typing errors, two of them joined, and words that mean nothing.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

from bot.domain.article import Article, ArticleId, StoredArticle, StoryId
from bot.domain.brief import Brief, CountryCode, CountryTag, Sentence, TopicId, TopicTag
from bot.domain.chat import Preferences
from bot.domain.countries import COUNTRIES
from bot.domain.interest import Interest
from bot.domain.story import BriefedArticle, Story
from bot.domain.topics import TOPICS
from bot.telegram.gathering import Due, gather, render_together
from bot.telegram.rendering import render_brief
from bot.texts import LANGUAGES, texts_for
from bot.texts.complete import complete
from bot.texts.lexicon import lexicon
from bot.texts.messages import reader
from bot.texts.places import in_country
from bot.texts.understand import understand

_NOW = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
_LETTERS = "abcdefghijklmnopqrstuvwxyzəışğабвгдежзиклмнопрстуфхцчшщыэюя"


def main() -> None:
    """Print both tables."""
    start = time.perf_counter()
    for language in LANGUAGES:
        texts_for(language).gettext("Hello!")
    loaded = time.perf_counter()
    lexicon()
    understand("x")
    built = time.perf_counter()
    print(
        f"catalogues loaded in {1e3 * (loaded - start):.0f} ms, lexicon in {1e3 * (built - loaded):.0f} ms\n"
    )
    print(f"{'understand()':28}{'inputs':>8}{'median ms':>11}{'p99 ms':>9}{'max ms':>9}")
    for name, inputs in _typed(random.Random(7)).items():
        _row(name, [_timed(partial(understand, words)) for words in inputs])
    _row("complete(), 3 letters", [_timed(partial(complete, name[:3], "en")) for name in _names()[::5]])
    print(f"\n{'rendering':28}{'median µs':>19}")
    for name, act in _rendered().items():
        print(f"{name:28}{1e6 * statistics.median(_timed(act) for _ in range(300)):>19.0f}")


def _row(name: str, seconds: Sequence[float]) -> None:
    ordered = sorted(1e3 * one for one in seconds)
    p99 = ordered[int(len(ordered) * 0.99)]
    print(f"{name:28}{len(ordered):>8}{statistics.median(ordered):>11.2f}{p99:>9.2f}{ordered[-1]:>9.2f}")


def _timed(act: Callable[[], object]) -> float:
    start = time.process_time()  # of this process alone: the machine may be busy with others
    act()
    return time.process_time() - start


def _names() -> list[str]:
    texts = [texts_for(language) for language in LANGUAGES]
    interests = [
        *(Interest(country=code) for code in COUNTRIES),
        *(Interest(topic=topic) for topic in TOPICS),
    ]
    return [t.interest_name(interest) for t in texts for interest in interests]


def _typed(chance: random.Random) -> dict[str, list[str]]:
    names = _names()
    some = chance.sample(names, 400)
    return {
        "names": names,
        "names in their case": [in_country(code, language) for language in LANGUAGES for code in COUNTRIES],
        "one typing error": [_slip(name, chance) for name in some],
        "two typing errors": [_slip(_slip(name, chance), chance) for name in some],
        "two names, one error each": [f"{_slip(a, chance)} {_slip(b, chance)}" for a, b in pairwise(some)],
        "words without a meaning": [_nonsense(chance) for _ in range(400)],
    }


def _slip(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + chance.choice(["", chance.choice(_LETTERS)]) + name[at + 1 :]


def _nonsense(chance: random.Random) -> str:
    words: Iterable[str] = (
        "".join(chance.choices(_LETTERS, k=chance.randint(2, 12))) for _ in range(chance.randint(1, 8))
    )
    return " ".join(words)


def _rendered() -> dict[str, Callable[[], object]]:
    story, preferences = _story(), Preferences(language="ru", zone="Asia/Baku")
    dues = [Due(story)] * 12
    return {
        "a brief, 4 outlets, why": lambda: render_brief(story, preferences, matched="20000256/GE"),
        "12 stories gathered": lambda: gather(dues, preferences, numbered=True),
        "a page of 5 stories": lambda: render_together(dues[:5], preferences),
        "the help page": lambda: reader.help_page(texts_for("ru"), editor=True),
    }


def _story() -> Story:
    text = "The dam works again after nine months of repairs, its engineers say. " * 8
    length = len(text) // 8
    found = tuple(
        Sentence(n * length, (n + 1) * length - 1, text[n * length : (n + 1) * length - 1]) for n in range(8)
    )
    brief = Brief(language="en", sentences=found[:3], more=found[3:])
    reports = tuple(
        BriefedArticle(
            stored=StoredArticle(
                id=ArticleId(number),
                article=Article(
                    title="Enguri dam reopens",
                    text=text,
                    url="https://a.example/1",
                    source=f"Outlet {number}",
                ),
                feed_id=None,
                story_id=None,
                first_seen_at=_NOW,
            ),
            brief=brief,
        )
        for number in range(4)
    )
    return Story(
        id=StoryId(1),
        articles=reports,
        countries=(CountryTag(CountryCode("GE"), 0.9),),
        topics=(TopicTag(TopicId("medtop:20000256"), 0.9),),
        created_at=_NOW,
    )


if __name__ == "__main__":
    main()
