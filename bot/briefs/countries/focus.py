"""How probable it is that an article is about each country it names: a logistic model over `features`."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.briefs.countries.features import FEATURES, describe
from bot.briefs.countries.mentions import Mention
from bot.domain.brief import CountryCode


def weigh(mentions: Sequence[Mention], length: int) -> dict[CountryCode, float]:
    """The probability of each country that is mentioned; `length` is the text's, in characters."""
    weights, bias = _model()
    return {
        code: 1 / (1 + math.exp(-bias - sum(map(float.__mul__, weights, row))))
        for code, row in describe(mentions, length).items()
    }


@cache
def _model() -> tuple[list[float], float]:
    read: Mapping[str, float] = json.loads(
        (files("bot.briefs") / "data" / "countries" / "focus.json").read_text("utf-8")
    )
    return [read[name] for name in FEATURES], read["bias"]
