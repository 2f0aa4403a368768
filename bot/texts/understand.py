"""What a reader means by the words he typed: in any of our languages, whatever the chat's own is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from types import MappingProxyType

from bot.domain.brief import CountryCode, TopicId
from bot.domain.countries import COUNTRIES, flag
from bot.domain.interest import EVERYTHING, MAX_KEYWORD, Interest, fold
from bot.domain.topics import TOPICS, ancestors
from bot.texts.alpha3 import ALPHA3
from bot.texts.languages import LANGUAGES
from bot.texts.lexicon import lexicon
from bot.texts.markup import clean_line
from bot.texts.readings import Cover, Word, read
from bot.texts.spelling import spelled
from bot.texts.stopwords import MINE, NEWS_WORDS, without_stop_words

_MAX_TYPED = 120
_MAX_WORDS = 8
"""Longer texts are letters to the editor, not names of things to follow."""

_TALK = 3
"""As many words without a meaning make a conversation: nothing is suggested."""

_MAX_SUGGESTIONS = 6
_MIN_KEYWORD = 2

_QUOTES = ('""', "“”", "„“", "«»", "''", "‘’", "”“", "””", "„”")

_SMALL_WORDS = (
    "am as at be by do et id il in is it ki la li ma me mi mu my na ne no nu om pa pe pm ro sa se so st su ta "
    "to us va ve za"
)
"""Words of our languages that are codes of countries too: alone and in small letters, they are asked about."""

_CODES = frozenset(COUNTRIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the words mean: `interest` if that is sure, else `suggestions`, likeliest first, perhaps none.

    `corrected` says that a typing error was forgiven, so that the answer should say what was read.
    `keyword` is what the words are as a keyword, to be offered when they mean nothing else; None if they
    are too short for one.
    """

    interest: Interest | None = None
    suggestions: tuple[Interest, ...] = ()
    corrected: bool = False
    keyword: Interest | None = None


@dataclass(frozen=True, slots=True)
class LatestRequest:
    """What follows /latest: `what` is None when nothing was named, `count` when no number was.

    `mine` says that only what the chat follows is meant.
    """

    what: Understood | None
    count: int | None
    mine: bool = False


def understand(words: str, languages: Sequence[str] = LANGUAGES) -> Understood:
    """What is meant by words such as `energy in Georgia`, `Gürcüstanda neft`, `🇦🇿`, `"baku port"`, `всё`."""
    line = clean_line(words)
    if quoted := _unquoted(line):
        return Understood(interest=keyword(quoted), keyword=keyword(quoted))
    as_keyword = keyword(line) if len(line) <= MAX_KEYWORD else None
    if len(line) > _MAX_TYPED:
        return Understood()
    signs, rest = _read_signs(line)
    typed = _typed_words(rest)
    if len(typed) > _MAX_WORDS:
        return Understood(keyword=as_keyword)
    cover = read(typed, lexicon(tuple(languages)))
    choices = [(sign,) for sign in signs] + [reading.things for reading in cover.readings]
    if not choices:
        asks_for_news = not typed and any(word in NEWS_WORDS for word in spelled(rest))
        return Understood(interest=EVERYTHING if asks_for_news else None, keyword=as_keyword)
    return _settled(choices, cover, as_keyword)


def read_latest(words: str, languages: Sequence[str] = LANGUAGES) -> LatestRequest:
    """What follows /latest: `energy in georgia 5`, `5`, `formula 1`, `mine`, nothing."""
    line = clean_line(words)
    if not line:
        return LatestRequest(None, None)
    match = re.fullmatch(r"(.*?)\s*\b(\d{1,3})", line)
    if fold(match[1] if match else line) in MINE:
        return LatestRequest(None, int(match[2]) if match else None, mine=True)
    whole = understand(line, languages)
    if match is None or (whole.interest is not None and not whole.corrected):
        return LatestRequest(whole, None)
    what, number = match[1], int(match[2])
    return LatestRequest(understand(what, languages) if what else None, number or None)


def keyword(words: str) -> Interest | None:
    """The words as a keyword, as they were typed; None if they are too short for one."""
    line = clean_line(words)[:MAX_KEYWORD].strip()
    return Interest(keyword=line) if sum(map(str.isalnum, fold(line))) >= _MIN_KEYWORD else None


def _unquoted(line: str) -> str:
    """What stands between quotation marks, if all of the line does."""
    if len(line) > 2 and line[0] + line[-1] in _QUOTES:
        return line[1:-1].strip()
    return ""


@cache
def _signs() -> tuple[re.Pattern[str], Mapping[str, Interest]]:
    """The emoji that mean something: flags, and the signs of topics that bear one for themselves."""
    meanings = {flag(code): Interest(country=code) for code in COUNTRIES}
    for parts in ("gbeng", "gbsct", "gbwls"):
        tags = "".join(chr(0xE0000 + ord(letter)) for letter in parts)
        meanings[f"\U0001f3f4{tags}\U000e007f"] = Interest(country=CountryCode("GB"))
    emoji = [topic.emoji.rstrip("\ufe0f") for topic in TOPICS.values()]
    for topic, sign in zip(TOPICS.values(), emoji, strict=True):
        if sign and emoji.count(sign) == 1:
            meanings[sign] = Interest(topic=topic.id)
    longest_first = sorted(meanings, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), MappingProxyType(meanings)


def _read_signs(line: str) -> tuple[list[Interest], str]:
    """The emoji that mean something, and the line without them."""
    pattern, meanings = _signs()
    return [meanings[sign] for sign in pattern.findall(line)], pattern.sub(" ", line)


def _typed_words(line: str) -> tuple[Word, ...]:
    """The words that carry a meaning, those that look like a country's code marked as such."""
    tokens = line.split()
    shouted = len(tokens) > 1 and line.isupper()
    words: list[Word] = []
    for token in tokens:
        code = None if shouted else _code(token, alone=len(tokens) == 1)
        parts = spelled(token)
        if code and len(parts) == 1:
            sure = token.isupper() or (len(token) == 2 and parts[0] not in _SMALL_WORDS.split())
            words.append(Word(parts[0], code, sure))
        else:
            words += map(Word, without_stop_words(parts))
    return tuple(words)


def _code(token: str, *, alone: bool) -> CountryCode | None:
    """The country whose code this is; among other words it must be written in capitals."""
    if not (alone or token.isupper()):
        return None
    code = token.upper()
    return CountryCode(code) if code in _CODES else ALPHA3.get(code)


def _settled(choices: Sequence[Sequence[Interest]], cover: Cover, as_keyword: Interest | None) -> Understood:
    """The one interest that all parts make together, or the likeliest ones to choose from."""
    suggestions: dict[Interest, None] = {}
    for picks in islice(product(*choices), 24):
        suggestions |= dict.fromkeys(_together(picks))
    found = tuple(suggestions)
    if cover.unknown >= _TALK and cover.unknown >= len(cover.readings):
        return Understood(keyword=as_keyword)
    if cover.sure and len(found) == 1:
        return Understood(interest=found[0], corrected=cover.misspelled, keyword=as_keyword)
    narrow = tuple(one for one in found if one != EVERYTHING)  # a flood of news is never a suggestion
    return Understood(suggestions=narrow[:_MAX_SUGGESTIONS], keyword=as_keyword)


def _together(picks: Iterable[Interest]) -> Iterator[Interest]:
    """Topics and countries as interests: a topic in a country, each topic in each country if there are several."""
    picked = tuple(picks)
    countries = tuple(dict.fromkeys(one.country for one in picked if one.country))
    topics = _finest([one.topic for one in picked if one.topic])
    for topic, country in product(topics or (None,), countries or (None,)):
        yield Interest(topic=topic, country=country)


def _finest(topics: Sequence[TopicId]) -> tuple[TopicId, ...]:
    """The topics without those that lie above another of them: of sport and football, football."""
    above = {higher for topic in topics for higher in ancestors(topic)[1:]}
    return tuple(dict.fromkeys(topic for topic in topics if topic not in above))
