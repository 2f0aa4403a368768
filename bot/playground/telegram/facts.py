"""What the specification of the Bot API says of methods and types, without its prose.

The facts are in `botapi.json`, which benchmarks/botapi_facts.py makes from the specification. A field is written in
short: its types parted by `|`, an array in brackets, `!` if it is required, then its limits of length in characters
(`c`), bytes (`b`) or characters after the parsing of entities (`e`):

    "text": "String! 1-4096e"    "entities": "[MessageEntity]"    "callback_data": "String 1-64b"
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Length:
    """How long a string may be; `unit` is c, b or e, as in the module's docstring."""

    least: int
    most: int
    unit: str


@dataclass(frozen=True, slots=True)
class Field:
    kinds: tuple[str, ...]
    required: bool
    length: Length | None


Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Facts:
    """`unanswered` names the methods that exist at Telegram and not here."""

    version: str
    methods: Mapping[str, Fields]
    results: Mapping[str, tuple[str, ...]]
    types: Mapping[str, Fields]
    unions: Mapping[str, tuple[str, ...]]
    unanswered: frozenset[str]


@cache
def load() -> Facts:
    raw = json.loads(resources.files(__package__).joinpath("botapi.json").read_text(encoding="utf-8"))
    return Facts(
        version=raw["version"],
        methods={name: _fields(entry) for name, entry in raw["methods"].items()},
        results={name: tuple(kinds.split("|")) for name, kinds in raw["results"].items()},
        types={name: _fields(entry) for name, entry in raw["types"].items()},
        unions={name: tuple(members) for name, members in raw["unions"].items()},
        unanswered=frozenset(raw["unanswered"]),
    )


def _fields(entry: Mapping[str, str]) -> Fields:
    return {name: _field(fact) for name, fact in entry.items()}


def _field(fact: str) -> Field:
    kinds, _, limits = fact.partition(" ")
    return Field(tuple(kinds.rstrip("!").split("|")), kinds.endswith("!"), _length(limits))


def _length(limits: str) -> Length | None:
    if not limits:
        return None
    least, most = limits[:-1].split("-")
    return Length(int(least), int(most), limits[-1])
