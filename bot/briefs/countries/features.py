"""What speaks for a country being the subject of an article, as numbers for a linear model."""

import math
from collections import defaultdict
from collections.abc import Sequence

from bot.briefs.countries.gazetteer import KINDS
from bot.briefs.countries.mentions import Mention
from bot.domain.brief import CountryCode

FEATURES = (
    *(f"log {kind}" for kind in KINDS),
    "log toponyms", "share of toponyms", "share", "most", "two toponyms", "distinct", "title", "title names",
    "lead", "dateline", "first", "earliness", "alone", "rivals", "strong", "rank", "half of most", "short", "spread",
)  # fmt: skip
_TOPONYM = frozenset({"name", "region", "city", "town"})
_WEIGHT = {"name": 1.0, "people": 0.8, "region": 0.9, "city": 0.9, "power": 0.6, "weak": 0.15, "town": 0.7}
_LEAD = 300
_DATELINE = 40


def describe(mentions: Sequence[Mention], length: int) -> dict[CountryCode, list[float]]:
    """A row of FEATURES for each country that is mentioned; `length` is the text's, in characters."""
    groups: defaultdict[CountryCode, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.code].append(mention)
    mass = {code: sum(_WEIGHT[m.kind] for m in group) for code, group in groups.items()}
    places = {code: sum(m.kind in _TOPONYM for m in group) for code, group in groups.items()}
    first = min(groups, key=lambda code: _position(groups[code][0], length), default=None)
    order = sorted(mass, key=lambda code: -mass[code])
    return {
        code: [
            *_counts(group),
            *_shares(code, mass, places),
            *_standing(group, length),
            float(code == first),
            1 - min(_position(m, length) for m in group),
            float(len(groups) == 1),
            math.log(len(groups)),
            float(any(m.kind in {"name", "people", "region", "city"} for m in group)),
            1 / (1 + order.index(code)),
            float(mass[code] >= 0.5 * mass[order[0]]),
            float(length < 800),
            len({int(10 * _position(m, length)) for m in group}) / 10,
        ]
        for code, group in groups.items()
    }


def _counts(group: Sequence[Mention]) -> list[float]:
    return [math.log1p(sum(m.kind == kind for m in group)) for kind in KINDS]


def _shares(code: CountryCode, mass: dict[CountryCode, float], places: dict[CountryCode, int]) -> list[float]:
    toponyms = sum(places.values())
    return [
        math.log1p(places[code]),
        places[code] / toponyms if toponyms else 0.0,
        mass[code] / sum(mass.values()),
        float(mass[code] == max(mass.values())),
        float(places[code] >= 2),
    ]


def _standing(group: Sequence[Mention], length: int) -> list[float]:
    inside = [m for m in group if m.where == "text"]
    title = [m for m in group if m.where == "title"]
    del length
    return [
        math.log(len({m.words for m in group})),
        float(bool(title)),
        float(any(m.kind in {"name", "people"} for m in title)),
        float(any(m.start < _LEAD for m in inside)),
        float(any(m.start < _DATELINE and m.kind in _TOPONYM for m in inside)),
    ]


def _position(mention: Mention, length: int) -> float:
    return 0.0 if mention.where == "title" else min(1.0, (mention.start + 1) / (length + 1))
