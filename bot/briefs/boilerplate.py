"""What stands in the text of an article and is no news: promotion, prompts, credits, teasers of other articles.

Three kinds of evidence: what a line says (data/boilerplate.txt), how the lines of one article relate to each other
(`lines_to_drop`),
and what an outlet repeats under article after article (`bot.briefs.outlet_lines`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.briefs.words import lower

_BYLINE = re.compile(
    r"(?:By|BY|Reporting by|Editing by|Additional reporting by|Written by|Compiled by)\s(?:the\s)?[A-Z][\w.'’-]+"
    r"(?:(?:\s|,\s|\sand\s|;\s)(?:[A-Z][\w.'’-]+|and|by|in|editing|reporting)){1,14}\W*$"
)

_WHO_TOLD = re.compile(
    r"(?:об этом|о чём|о чем)\b(?!.*\bчто\b).*\b(?:сообща|сообщи|рассказ|заяв|пиш|написа|говорит|передаёт|передает|"
    r"стало известно)\w*"
    r"|(?:bu barədə|bu haqda)\b(?!.*\bki\b).*(?:xəbər ver|məlumat ver|bildir|yaz|yay)\w*\W*$"
    r"|(?:bunu|bu sözləri)\b(?!.*\bki\b).*\b(?:deyib|bildirib|söyləyib|açıqlayıb|qeyd edib|vurğulayıb)\W*$"
    r"|[\w.-]+(?:\s[\w.-]+)?\s(?:xəbər verir|məlumat verir|bildirir|yazır) ki,"
    r"\s(?:bu barədə|bu haqda|bu sözləri|bunu)\b(?!.*\bki\b)"
    r"|(?:такое мнение|такую точку зрения|такое заявление|соответствующее заявление)\b(?!.*\bчто\b)"
    r".*\b(?:сообщи|высказа|вырази|озвучи|сдела|прозвуча)\w*"
    r"|(?:konuyla ilgili|bu konuda)\b.*\b(?:haberine göre|bildirdi|duyurdu)\W*$"
    r"|(?:this was|that was|the news was) (?:reported|announced|stated)\b(?!.*\bthat\b.*\bthat\b)"
)

_SHORT = 170
"""Characters up to which a sentence may tell nothing but who told."""

_HEADINGS = frozenset(
    {
        "read also", "read more", "read next", "see also", "related", "related stories", "related articles",
        "related news", "related content", "related topics", "more stories", "more news", "recommended",
        "recommended for you", "most read", "latest news", "you may also like", "top stories", "trending",
        "читайте также", "смотрите также", "по теме", "похожие новости", "похожие материалы", "другие новости",
        "новости по теме", "материалы по теме", "рекомендуем", "həmçinin oxuyun", "bunu da oxuyun", "oxşar xəbərlər",
        "əlaqəli xəbərlər", "digər xəbərlər", "son xəbərlər", "ilgili haberler", "benzer haberler", "diğer haberler",
        "bunlar da ilginizi çekebilir",
    }
)  # fmt: skip
"""What stands over a list of other articles."""

_TERMINAL = frozenset(".!?…。！？؟।։:;")
_CLOSING = ")]\"'”»’“ "
_CUT = re.compile(r"(?:\.\.\.|…)\W*$")


_TELLING = 30
"""Characters at the head of a line that tell whether two lines are the same teaser, one of them cut off."""

_PROSE = 50
"""Characters from which a line that ends like a sentence is prose again, not one more teaser."""


def is_boilerplate(text: str) -> bool:
    """Whether a line or a sentence is said by the page and not by the article."""
    known = _known()
    folded = lower(text[:400])
    return (
        bool(known.opens.match(folded))
        or any(said in folded for said in known.says)
        or bool(_BYLINE.match(text[:400]))
    )


@dataclass(frozen=True)
class _Known:
    """What data/boilerplate.txt lists: expressions for the beginning of a line, words for anywhere in it."""

    opens: re.Pattern[str]
    says: tuple[str, ...]


@cache
def _known() -> _Known:
    text = files("bot.briefs").joinpath("data/boilerplate.txt").read_text(encoding="utf-8")
    listed = [line for line in text.splitlines() if line and not line.startswith("#")]
    opens = "|".join(f"(?:{line})" for line in listed if not line.startswith("~"))
    return _Known(re.compile(rf"\W*(?:{opens})"), tuple(line[1:] for line in listed if line.startswith("~")))


def tells_only_who_told(text: str) -> bool:
    """Whether a sentence names the source of the news and nothing of it: "Об этом сообщает РИА Новости"."""
    return len(text) <= _SHORT and bool(_WHO_TOLD.match(lower(text)))


def ends_like_a_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _TERMINAL


def lines_to_drop(lines: Sequence[str]) -> frozenset[int]:
    """The lines of an article, by number, that are the page's and not the article's.

    Beside what `is_boilerplate` knows: a line that stands there twice, or again cut off with "...", is a teaser;
    what follows a heading such as "Read also" is a list of teasers until a line looks like prose again.
    """
    folded = [_fold(line) for line in lines]
    times = Counter(folded)
    cut_off = [bool(_CUT.search(line)) and len(line) < 300 for line in lines]
    beginnings = Counter(key[:_TELLING] for key in folded if len(key) >= _TELLING)
    cut = {key[:_TELLING] for key, cuts in zip(folded, cut_off, strict=True) if cuts and len(key) >= _TELLING}
    dropped = set()
    below_heading = False
    for number, (line, key) in enumerate(zip(map(str.strip, lines), folded, strict=True)):
        prose = ends_like_a_sentence(line) and len(line) >= _PROSE and not cut_off[number]
        below_heading = key.strip(" :.|-–—»") in _HEADINGS or (below_heading and not prose)
        again = number > 0 and times[key] > 1
        teaser = number > 0 and beginnings[key[:_TELLING]] > 1 and key[:_TELLING] in cut and len(key) <= 200
        listed = cut_off[number] and number >= max(2, len(lines) // 2) and len(line) < 160
        if key and (below_heading or again or teaser or listed or is_boilerplate(line)):
            dropped.add(number)
    return frozenset(dropped)


def _fold(line: str) -> str:
    return " ".join(lower(line).replace("…", " ").replace("...", " ").split())
