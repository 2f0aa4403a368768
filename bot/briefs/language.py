"""Which language a text is in.

The script decides where it can: Georgian letters are Georgian. Between languages that share a script a naive Bayes
model over sequences of up to five characters decides; docs/models/language.md tells where it comes from.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from bot.briefs.words import lower

LOOKED_AT = 800
"""Characters that are looked at; more do not change the answer."""

LONGEST = 5

_SCRIPTS = (
    (0x0370, 0x03FF, "el"), (0x1F00, 0x1FFF, "el"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"),
    (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B00, 0x0B7F, "or"),
    (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"),
    (0x0D80, 0x0DFF, "si"), (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"),
    (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1C90, 0x1CBF, "ka"), (0x1100, 0x11FF, "ko"),
    (0xAC00, 0xD7AF, "ko"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"), (0x3040, 0x30FF, "ja"),
    (0x3400, 0x4DBF, "zh"), (0x4E00, 0x9FFF, "zh"), (0xF900, 0xFAFF, "zh"), (0x0900, 0x097F, "Deva"),
    (0x0400, 0x052F, "Cyrl"), (0x0600, 0x06FF, "Arab"), (0x0750, 0x077F, "Arab"),
)  # fmt: skip
"""Blocks of Unicode and the one language they are used for here, or the script that several share."""

_SHARED = {
    "Cyrl": ("ru", "be bg kk ky mk mn ru sr tg tt uk"),
    "Arab": ("ar", "ar fa ku ps ug ur"),
    "Deva": ("hi", "hi mr ne"),
    "Latn": (
        "en",
        """af az bs ca cs cy da de en es et eu fi fr ga gl ha hr hu id is it ku lt lv ms mt nl no pl pt ro sk sl so sq
        sr sv sw tk tl tr uz vi""",
    ),
}
"""Of each shared script: the language of a text that tells nothing, and the languages written in it."""

_ALIASES = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "fil": "tl", "zh-hans": "zh",
    "zh-hant": "zh",
}  # fmt: skip

_PRIOR = {
    "en": 5.0, "ru": 5.0, "az": 5.0, "tr": 3.0, "de": 1.0, "nl": 1.0, "fr": 1.0, "es": 1.0, "it": 1.0,
    "id": 2.0, "ar": 3.0, "pt": 1.0, "pl": 1.0, "fa": 1.0, "uk": 1.0, "ms": -10.0, "bs": -6.0,
    "gl": -4.0, "af": -3.0, "tk": -3.0, "tt": -2.0,
}  # fmt: skip
"""Nats for and against a language before a character is read: how much news is written in it."""

_LETTERS = {
    "ə": "az", "ğ": "az tr tt", "ı": "az tr tt", "ş": "az tr ro ku tk", "ß": "de", "ñ": "es gl eu tl",
    "ã": "pt", "õ": "pt et vi", "ő": "hu", "ű": "hu", "ł": "pl", "ż": "pl mt", "ą": "pl lt",
    "ę": "pl lt", "ř": "cs", "ů": "cs", "ľ": "sk", "ă": "ro vi", "ț": "ro", "ș": "ro",
    "å": "sv no da fi", "ø": "no da", "æ": "no da is fr", "ð": "is", "þ": "is", "ģ": "lv", "ķ": "lv",
    "ļ": "lv", "ė": "lt", "ų": "lt", "ħ": "mt", "ơ": "vi", "ư": "vi", "ы": "ru be kk ky mn tt",
    "э": "ru be kk ky mn tg tt", "ї": "uk", "є": "uk mn", "ґ": "uk", "і": "uk be kk", "ў": "be",
    "ђ": "sr", "ћ": "sr", "ѓ": "mk", "ќ": "mk", "ј": "sr mk", "љ": "sr mk", "њ": "sr mk", "ә": "kk tt",
    "қ": "kk tg", "ң": "kk ky tt", "ҳ": "tg", "ө": "kk ky mn tt", "پ": "fa ur ps ku ug",
    "گ": "fa ur ku ug ps", "ی": "fa ur ps ku", "ک": "fa ur ps ku", "ہ": "ur", "ے": "ur", "ټ": "ps",
    "ې": "ps ug", "ة": "ar", "ۇ": "ug", "ێ": "ku",
}  # fmt: skip
"""Letters that few languages write, and those that do."""

_LETTER = 4.0
"""Nats for the languages of such a letter, once per letter: foreign names bring single ones into any text."""

_DECLARED = 3.0
"""Nats for the language that the publisher names."""

_SPACE = re.compile(r"\s+")
_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[@#]\w+|[\d_]+")


def identify(text: str, *, hint: str = "") -> str:
    """The language of a text as ISO 639-1. `hint` is the publisher's own word for it, such as `en-GB`.

    The hint weighs, it does not decide: feeds lie. A text without a letter is in the language of the hint, else in
    English.
    """
    declared = _declared(hint)
    sample = _sample(text)
    script = _script(sample)
    if script is None:
        return declared or "en"
    if script not in _SHARED:
        return _in_one_script(script, declared)
    return _between(script, sample, declared)


def _declared(hint: str) -> str:
    name = hint.strip().replace("_", "-").lower()
    first = name.split("-")[0]
    return _ALIASES.get(name, _ALIASES.get(first, first)) if 2 <= len(first) <= 3 and first.isalpha() else ""


def _sample(text: str) -> str:
    cleaned = unicodedata.normalize("NFC", _NO_WORDS.sub(" ", text[: 2 * LOOKED_AT]))
    if cleaned.isupper():
        cleaned = lower(cleaned)
    elif _is_title_case(cleaned):
        cleaned = lower(cleaned)  # capitals would speak for German
    return _SPACE.sub(" ", f" {cleaned} ")[:LOOKED_AT]


def _is_title_case(text: str) -> bool:
    initials = [word[0] for word in text.split() if word[0].isalpha()]
    return len(initials) >= 3 and sum(map(str.isupper, initials)) > 0.6 * len(initials)


def _script(sample: str) -> str | None:
    """The script, or the language of it, that most letters are in."""
    counts = Counter(_script_of(char) for char in sample if char.isalpha())
    if not counts:
        return None
    if counts["ja"] and counts["ja"] + counts["zh"] > counts["Latn"]:
        return "ja" if counts["ja"] * 8 >= counts["zh"] else "zh"
    ideographs = 5 * counts["zh"]  # one of them says what a Latin word of several letters says
    return "zh" if ideographs > counts.total() - counts["zh"] else counts.most_common(1)[0][0]


@cache
def _script_of(char: str) -> str:
    code = ord(char)
    return next((name for low, high, name in _SCRIPTS if low <= code <= high), "Latn")


def _in_one_script(script: str, declared: str) -> str:
    """Languages that share a script with a larger one are believed when the publisher names them."""
    named = {"he": {"yi"}, "bn": {"as"}, "zh": {"ja", "yue"}, "am": {"ti"}}.get(script, set())
    return declared if declared in named else script


def _between(script: str, sample: str, declared: str) -> str:
    fallback, listed = _SHARED[script]
    names = listed.split()
    scores = _model().scores(sample)
    if scores is None:
        return declared if declared in names else fallback
    letters = Counter(name for char in set(lower(sample)) for name in _LETTERS.get(char, "").split())
    said = {
        name: scores[name] + _PRIOR.get(name, 0.0) + _LETTER * letters[name] + _DECLARED * (name == declared)
        for name in names
    }
    return max(said, key=said.__getitem__)


@dataclass(frozen=True)
class _Model:
    """For each sequence the row of `weights` that says, in steps of 1/`step` nat, what it speaks for."""

    languages: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.int8]
    step: float

    def scores(self, sample: str) -> dict[str, float] | None:
        """What a text says for each language, in nats; None if it holds no sequence that is known."""
        found = Counter(self._sequences(sample))
        if not found:
            return None
        times = np.log1p(np.fromiter(found.values(), dtype=np.float32, count=len(found)))
        at = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
        total = times @ self.weights[at].astype(np.float32) / self.step
        return dict(zip(self.languages, total.tolist(), strict=True))

    def _sequences(self, sample: str) -> list[int]:
        """At each character the longest known sequence that ends there."""
        rows = self.rows
        found = []
        for end in range(1, len(sample) + 1):
            for size in range(min(LONGEST, end), 0, -1):
                row = rows.get(sample[end - size : end])
                if row is not None:
                    found.append(row)
                    break
        return found


@cache
def _model() -> _Model:
    with np.load(BytesIO(files("bot.briefs").joinpath("data/languages.npz").read_bytes())) as stored:
        sequences = stored["sequences"].tobytes().decode().split("\n")
        return _Model(
            languages=tuple(stored["languages"].tolist()),
            rows={sequence: row for row, sequence in enumerate(sequences)},
            weights=stored["weights"],
            step=float(stored["step"][0]),
        )
