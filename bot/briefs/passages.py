"""The sentences of an article that may be shown, cleared of what the page and the wire put around them."""

import re
from dataclasses import dataclass

from bot.briefs import boilerplate
from bot.briefs.datelines import dateline_length, is_dateline
from bot.briefs.outlet_lines import OutletLines
from bot.briefs.sentences import split, splits_quote
from bot.briefs.words import WORD, words
from bot.domain.brief import Sentence

MAX_SHOWN = 600
"""Characters of a sentence that a reader is shown; a longer one is rarely one sentence."""

SAME_AS_HEADLINE = 0.8

_OPENING = "\"“«„'‘ ?"
"""What may stand between a colon and a quote that was cut off; "?" stands for a mark that was lost."""

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the article. `fit` tells whether it may stand in a brief when there is a choice."""

    sentence: Sentence
    paragraph: int
    fit: bool


def passages(title: str, text: str, language: str, outlet: OutletLines | None = None) -> list[Passage]:
    """The article's sentences in order, without boilerplate; empty only if the text has no letter or digit."""
    lines = text.split("\n")
    dropped = boilerplate.lines_to_drop(lines)
    if outlet is not None:
        dropped |= {
            number for number, line in enumerate(lines) if line.strip() and outlet.is_boilerplate(line)
        }
    all_of_them = _located(text, language)
    said: set[str] = set()
    kept = [
        Passage(_trimmed(one), line, _is_fit(title, one))
        for one, line in all_of_them
        if line not in dropped and not _is_noise(one.text) and not _is_known(one.text, said)
    ]
    if any(passage.fit for passage in kept):
        return kept
    return kept or [Passage(one, line, fit=True) for one, line in all_of_them if WORD.search(one.text)]


def _located(text: str, language: str) -> list[tuple[Sentence, int]]:
    """Each sentence with the number of its line."""
    found, line, counted = [], 0, 0
    for one in split(text, language):
        line += text.count("\n", counted, one.start)
        counted = one.start
        found.append((one, line))
    return found


def _is_noise(text: str) -> bool:
    return not _LETTER.search(text) or boilerplate.is_boilerplate(text) or is_dateline(text)


def _is_known(text: str, said: set[str]) -> bool:
    """Whether a sentence was said before; it is remembered for the next."""
    known = text in said
    said.add(text)
    return known


def _trimmed(sentence: Sentence) -> Sentence:
    """Without the dateline at its head; the offsets move with it."""
    cut = dateline_length(sentence.text)
    return Sentence(sentence.start + cut, sentence.end, sentence.text[cut:]) if cut else sentence


def _is_fit(title: str, sentence: Sentence) -> bool:
    text = sentence.text
    return (
        boilerplate.ends_like_a_sentence(text)
        and not text.rstrip(_OPENING).endswith(":")
        and not splits_quote(text)
        and len(text) <= MAX_SHOWN
        and not boilerplate.tells_only_who_told(text)
        and not repeats_headline(title, text)
    )


def repeats_headline(title: str, text: str) -> bool:
    """Whether a sentence says little beyond the words of the headline."""
    if not title or len(text) > 4 * len(title):
        return False
    own, head = set(words(text)), set(words(title))
    return bool(own and head) and len(own & head) / len(own) >= SAME_AS_HEADLINE
