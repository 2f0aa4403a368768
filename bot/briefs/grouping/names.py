"""A key for a name that is the same in English, Russian, Azerbaijani and Turkish.

Erdogan, Эрдогану and Ərdoğan are one person. A name is written in Latin letters, letters that languages
exchange for one another are made one (h, kh, g, ğ, x, q, k), vowels go, except that a first one leaves a mark,
and so do endings, which are mostly vowels. It is the idea of Soundex, for the alphabets of this bot.
"""

import re
from functools import lru_cache

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "k", "ґ": "k", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "s", "и": "i",
        "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "k", "ц": "ts", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "u",
        "я": "a", "і": "i", "ї": "i", "є": "e", "ў": "u",
    }
)  # fmt: skip
_TURKIC = str.maketrans({"c": "j", "ç": "c", "ş": "s", "ğ": "k", "x": "k", "q": "k", "h": "k", "ə": "a"})
_ENGLISH = (
    ("tch", "c"), ("sch", "s"), ("dzh", "j"), ("kh", "k"), ("gh", "k"), ("sh", "s"), ("zh", "j"), ("ch", "C"),
    ("ph", "f"), ("ck", "k"), ("dj", "j"), ("dz", "z"), ("th", "t"), ("hn", "n"), ("ce", "se"), ("ci", "si"),
    ("cy", "si"), ("c", "k"), ("C", "c"), ("x", "ks"), ("q", "k"), ("h", "k"),
)  # fmt: skip
_RUSSIAN_ENDING = re.compile(
    r"(?<=[бвгджзклмнпрстфхцчшщ])(?:ыми|ими|ого|его|ому|ему|ами|ями|ой|ей|ый|ий|ым|им|ом|ем)$"
    r"|(?<=\w{6}[бвгджзклмнпрстфхцчшщ])(?:ах|ях|ам|ям)$"  # Карпатах; but Ильхам and Карабах end so themselves
)
_AZERBAIJANI_ENDING = re.compile(r"(?<=\w{4})(?:[nıiuü]n[ıiuü]n|[ıiuü]n|d[aə]n|d[aə]|l[aə])$")
_VOWELS = re.compile(r"[aeiouyıöüáâäåéèêíîóôúû]+")
_SAME = str.maketrans({"g": "k", "w": "v", "z": "s"})
_DOUBLED = re.compile(r"(.)\1+")

MIN_KEY = 3
"""Letters of a key; shorter ones would be everybody's."""


@lru_cache(maxsize=50_000)
def name_key(word: str, language: str) -> str:
    """The key of one word of a name; empty when too little of it is left to tell it from others.

    `word` is in lower case, with its accents. Without vowels Iran is `arn`, Путиным is `ptn`.
    """
    latin = _to_latin(word.replace("’", "'").partition("'")[0], language)
    bare = _VOWELS.sub(lambda found: "a" if found.start() == 0 else "", latin).translate(_SAME)
    key = _DOUBLED.sub(r"\1", "".join(char for char in bare if "a" <= char <= "z"))
    return key if len(key) >= MIN_KEY else ""


def _to_latin(word: str, language: str) -> str:
    if any("а" <= char <= "ґ" for char in word):
        return _RUSSIAN_ENDING.sub("", word).replace("дж", "ж").replace("дз", "з").translate(_CYRILLIC)
    if language in {"az", "tr"}:
        return (_AZERBAIJANI_ENDING.sub("", word) if language == "az" else word).translate(_TURKIC)
    for written, spoken in _ENGLISH:
        word = word.replace(written, spoken)
    return word
