"""Where sentences begin and end.

The sentencex library proposes the borders; a second pass repairs what it is known to get wrong in news: ordinals
("3. kez"), initials, abbreviations, quotes that several sentences share, a dash that tells who spoke, and years
and amounts that end a Russian sentence ("в 1799 г. Это").
"""

import re
from collections.abc import Iterator

import sentencex

from bot.briefs.words import is_stop_word, lower
from bot.domain.brief import Sentence

MAX_QUOTE = 450
"""Characters up to which the sentences of one quote are kept together; a longer speech is split."""

_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(«„\"“'’])(?:Nos?|Nr|núm|pág|art|p|pp|vol|fig|sec|approx|ca|est|тел|стр|рис|ст|п|ок|с|tel|səh|mad|md|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_INITIAL = re.compile(r"(?:^|[\s(«„\"“'’.\-])[^\W\d_]\.$")
_ENDS_A_LIST = re.compile(r"\sт\.\s?[дп]\.$")
_ENDS_A_YEAR = re.compile(r"\d\s?[гр]\.$")
_ENOUGH_WORDS = 8
"""Words up to "2027 г." from which what follows is a new sentence; "В 1999 г. Школы" more likely goes on."""

_TITLE = re.compile(
    r"(?:^|[\s(«„\"“'’])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Capt|Lt|Sgt|Maj|Sen|Rep|Gov|Rev|Hon|St|M|MM|Mme|Mlle|Hr|Fr|Sra?|"
    r"Srta|Dra|Av|Uzm|Op|Yrd|Doç|prof|akad|dos|dott|avv|им|ул|проф|акад|доц|тов|обл|см|напр|св|вул|ім|просп)\.$"
)
_ENDS_A_SENTENCE = re.compile(
    r"(?:\d\s?(?:(?:тыс|млн|млрд|трлн)\.?\s)?(?:гг?|руб|грн|р|рр|тыс|млн|млрд|трлн|долл)|т\.\s?д|т\.\s?п|и\s+др|та\s+ін|və\s+s|vb|vs|etc)\.\s+(?=[«„“\"'(]?[^\W\d_a-zа-яё])"
)
_ENDS_IN_A_SPEECH = re.compile(rf"{_ENDS_A_SENTENCE.pattern}|[.!?…][\"”»’']*\s+(?=[\"“«(]?[^\W\d_a-zа-яё])")
QUOTE = re.compile('["“”«»„「」]')
_HANGING_QUOTE = re.compile(r"(?<=[.!?…]\s)[“«„\"]$")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MAY_END = re.compile(r"[.!?…][\"”»’')]*\s+|[。！？][”」』]?")
_ORDINAL = re.compile(r"(?:^|\s)\d{1,3}\.$")
_GERMAN_ORDINAL = re.compile(
    r"(?:^|\s)(?:der|die|das|dem|den|des|am|im|vom|zum|zur|beim|bis|seit|ab|ins?)\s\d{1,2}\.$", re.IGNORECASE
)
_ORDINAL_LANGUAGES = frozenset(
    {"tr", "az", "de", "da", "no", "fi", "cs", "sk", "pl", "hu", "et", "hr", "sr", "sl", "bs"}
)
_DASHES = "-–—"
_WORD = re.compile(r"\w+")
_ALNUM = re.compile(r"[^\W_]")
_WINDOW = 60
"""Characters on each side of a border that decide about it."""

CHUNK = 1500
"""Characters of a line that are looked at together, at least; twice as many at most."""

_BREAKS = re.compile(r"[\n\r\u2028\u2029\x0b\x0c\x1c-\x1e\x85]")


def split(text: str, language: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order, with their offsets in code points; none spans a line break."""
    return tuple(
        Sentence(start, end, text[start:end])
        for begin, line in _lines(text)
        for start, end in _repaired(text, list(_proposed(line, begin, language)), language)
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for found in _BREAKS.finditer(text):
        if found.start() > start:
            yield start, text[start : found.start()]
        start = found.end()
    if start < len(text):
        yield start, text[start:]


def _proposed(line: str, begin: int, language: str) -> Iterator[tuple[int, int]]:
    """The borders that the library finds, bare of white space, with the ones that it misses inside."""
    at = 0
    line = _SURROGATES.sub("\ufffd", line)  # the library refuses halves of characters
    for piece in (piece for chunk in _chunks(line) for piece in _pieces(chunk, language)):
        start = line.index(piece, at)
        at = start + len(piece)
        border = _ENDS_A_SENTENCE if len(piece) <= MAX_QUOTE else _ENDS_IN_A_SPEECH
        cuts = [found.end() for found in border.finditer(piece)]
        for low, high in zip([0, *cuts], [*cuts, len(piece)], strict=True):
            part = piece[low:high]
            if bare := part.strip():
                offset = begin + start + low + len(part) - len(part.lstrip())
                yield offset, offset + len(bare)


def _pieces(chunk: str, language: str) -> Iterator[str]:
    """What the library makes of a chunk; a quote that it leaves hanging at an end opens the next piece."""
    carried = ""
    for found in sentencex.segment(language or "en", chunk):
        piece = carried + found
        hanging = _HANGING_QUOTE.search(piece)
        carried = piece[hanging.start() :] if hanging else ""
        if bare := piece.removesuffix(carried) if carried else piece:
            yield bare
    if carried:
        yield carried


def _chunks(line: str) -> Iterator[str]:
    """A long line in parts that end where a sentence may: the library's time grows with the square of a line."""
    at = 0
    while len(line) - at > 2 * CHUNK:
        border = _MAY_END.search(line, at + CHUNK, at + 2 * CHUNK)
        end = border.end() if border else max(line.rfind(" ", at + CHUNK, at + 2 * CHUNK), at + CHUNK)
        yield line[at:end]
        at = end
    yield line[at:]


def _repaired(text: str, spans: list[tuple[int, int]], language: str) -> Iterator[tuple[int, int]]:
    """The spans, those joined that are one sentence or share a quote."""
    if not spans:
        return
    start, end = spans[0]
    open_quotes = _quotes_left_open(text[start:end])
    for low, high in spans[1:]:
        piece = text[low:high]
        in_quote = open_quotes > 0 and high - start <= MAX_QUOTE and _closes_a_quote(piece)
        if in_quote or _continues(text[max(start, end - 2 * _WINDOW) : end], piece[:_WINDOW], language):
            open_quotes += _quotes_left_open(piece)
        else:
            yield start, end
            start, open_quotes = low, _quotes_left_open(piece)
        end = high
    yield start, end


def _continues(tail: str, head: str, language: str) -> bool:
    """Whether what stands after a border goes on with the sentence before it."""
    if _begins_small(head) or not _ALNUM.search(head):  # nothing but a closing quote or a bracket
        return True
    if not tail.endswith("."):
        return False
    if _TITLE.search(tail):
        return True
    if _ENDS_A_LIST.search(tail) or (_ENDS_A_YEAR.search(tail) and len(tail.split()) > _ENOUGH_WORDS):
        return False
    if _INITIAL.search(tail):
        return not _starts_with_stop_word(head, language)
    return _counts_on(tail, head, language)


def _begins_small(head: str) -> bool:
    """Whether it begins with a small letter, perhaps behind a quote or the dash that tells who spoke."""
    bare = head.lstrip("\"'«“”»„( " + _DASHES)
    word = _WORD.match(bare)
    return bare[:1].islower() and not (word and any(char.isupper() for char in word[0]))  # iPhone, eBay


def _starts_with_stop_word(head: str, language: str) -> bool:
    """Whether a sentence begins here: after "plan B." it may with "Then", after "J." hardly with "Smith"."""
    word = _WORD.search(head)
    return word is not None and head[word.end() :][:1] != "." and is_stop_word(lower(word[0]), language)


def _counts_on(tail: str, head: str, language: str) -> bool:
    """Whether a number stands at the border: "No. 5", "3. kez" at the head of a line, "der 21. Spieltag"."""
    if head[:1].isdigit():
        return bool(_BEFORE_NUMBER.search(tail))
    if _ORDINAL.search(tail) and language in _ORDINAL_LANGUAGES:
        return tail[:-1].isdigit() or (language == "de" and bool(_GERMAN_ORDINAL.search(tail)))
    return False


def splits_quote(text: str) -> bool:
    """Whether a quote is opened in a text and not closed, or closed and not opened."""
    if not QUOTE.search(text):
        return False
    opens, closes = _marks(text)
    return opens != closes or text.count('"') % 2 == 1


def _quotes_left_open(text: str) -> int:
    """How many quotes a text opens more than it closes; a straight quote counts by its parity."""
    opens, closes = _marks(text)
    return opens - closes + text.count('"') % 2


def _marks(text: str) -> tuple[int, int]:
    """How many marks open and close quotes. The mark that opens in “English” closes in „German“."""
    low_high = "„" in text and "”" not in text
    opens = text.count("«") + text.count("„") + text.count("「") + (0 if low_high else text.count("“"))
    closes = text.count("»") + text.count("”") + text.count("」") + (text.count("“") if low_high else 0)
    if "“" not in text and "„" not in text:  # ”Swedish” opens and closes with one mark
        opens += text.count("”") // 2
        closes -= text.count("”") // 2
    return opens, closes


def _closes_a_quote(text: str) -> bool:
    german = "„" not in text and "“" in text and "”" not in text
    return _quotes_left_open(text) < 0 or text.count('"') % 2 == 1 or german
