"""Make bot/briefs/data/languages.npz: the telling character sequences of each language, and what each says for it.

    python benchmarks/train_language.py

The source is the naive Bayes model of the py3langid package (BSD-3-Clause; 100,053 byte sequences, 142 languages,
47 MB in memory). Kept are the languages below and, of each, the sequences of whole characters that tell most: those
with the largest share of its text times the distance to the other languages. Weights are rounded to 1/8 of a nat.
Needs `make bench-setup`; half a minute.
"""

from collections import deque
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import LanguageIdentifier

TARGET = Path(__file__).parent.parent / "bot" / "briefs" / "data" / "languages.npz"

LANGUAGES = (
    "af", "ar", "az", "be", "bg", "bs", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "gl", "ha", "hi", "hr", "hu", "id", "is", "it", "kk", "ku", "ky", "lt", "lv", "mk", "mn", "mr", "ms", "mt", "ne",
    "nl", "no", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "sw", "tg", "tk", "tl", "tr", "tt",
    "ug", "uk", "ur", "uz", "vi",
)  # fmt: skip
"""News is written in them, and their script alone does not give them away."""

PER_LANGUAGE = 350
PER_MAIN_LANGUAGE = 1200
MAIN = frozenset({"en", "az", "ru", "tr", "id", "ms", "de", "es", "fr", "it", "pl", "ar", "fa", "uk", "pt"})
LONGEST = 5
STEP = 8.0


def main() -> None:
    teacher = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=False)
    columns = [[at for at, name in enumerate(teacher.nb_classes) if name == one] for one in LANGUAGES]
    weights = np.stack([teacher.nb_ptc[:, own].astype(np.float32).max(axis=1) for own in columns], axis=1)
    sequences = {text: number for number, text in sorted(strings(teacher).items()) if usable(text)}
    texts = np.array(list(sequences))
    table = weights[list(sequences.values())]
    kept = np.array(sorted(most_telling(table)))
    centred = table[kept] - table[kept].mean(axis=1, keepdims=True)
    rounded = np.clip(np.round(centred * STEP), -127, 127).astype(np.int8)
    joined = "\n".join(texts[kept]).encode()
    np.savez_compressed(
        TARGET,
        languages=np.array(LANGUAGES),
        sequences=np.frombuffer(joined, dtype=np.uint8),
        weights=rounded,
        step=np.array([STEP], dtype=np.float32),
    )
    print(f"{len(kept):,} sequences, {len(LANGUAGES)} languages, {TARGET.stat().st_size:,} bytes")


def strings(teacher: LanguageIdentifier) -> dict[int, str]:
    """The character sequence of each feature, by walking the automaton breadth first from its root."""
    found: dict[int, str] = {}
    waiting: deque[tuple[int, bytes]] = deque([(0, b"")])
    seen = {0}
    rows = [row << 8 for row in teacher.tk_row]
    while waiting:
        state, prefix = waiting.popleft()
        for byte in range(256):
            following = teacher.tk_nextmove[rows[state] + byte]
            if following in seen:
                continue
            seen.add(following)
            text = prefix + bytes([byte])
            waiting.append((following, text))
            feature = teacher.tk_output[following]
            if feature >= 0 and feature not in found:
                try:
                    found[feature] = text.decode()
                except UnicodeDecodeError:
                    continue
    return found


def usable(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return 0 < len(text) <= LONGEST and "\n" not in text and bool(letters) and all(map(_weighed, letters))


def _weighed(char: str) -> bool:
    """Whether a letter is of a script that several of the languages share: Latin, Cyrillic, Arabic, Devanagari."""
    return (
        char < "\u0370"
        or "\u0400" <= char < "\u0530"
        or "\u0600" <= char < "\u0700"
        or ("\u0900" <= char < "\u0980" or "\u1e00" <= char < "\u1f00")
    )


def most_telling(table: NDArray[np.float32]) -> set[int]:
    """The numbers of the sequences kept, over all languages."""
    kept: set[int] = set()
    for column, name in enumerate(LANGUAGES):
        own = table[:, column]
        others = np.delete(table, column, axis=1)
        value = np.exp(own) * (own - np.log(np.exp(others).mean(axis=1)))
        kept |= set(np.argsort(-value)[: PER_MAIN_LANGUAGE if name in MAIN else PER_LANGUAGE].tolist())
    return kept


if __name__ == "__main__":
    main()
