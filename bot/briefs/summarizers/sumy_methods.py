"""sumy's own summarizers, by name, on our sentences, words, stems and stop words.

sumy's tokenizers need data files of NLTK's that no package carries; any object with its two methods will do.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from random import Random
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers import AbstractSummarizer

from bot.briefs.sentences import split
from bot.briefs.words import stem, stop_words, words

SUMY_METHODS = {
    "lexrank": "lex_rank.LexRankSummarizer",
    "textrank": "text_rank.TextRankSummarizer",
    "lsa": "lsa.LsaSummarizer",
    "luhn": "luhn.LuhnSummarizer",
    "kl": "kl.KLSummarizer",
    "sumbasic": "sum_basic.SumBasicSummarizer",
    "reduction": "reduction.ReductionSummarizer",
    "edmundson": "edmundson.EdmundsonSummarizer",
}

MOST_SENTENCES = 200
"""sumy's methods take time that grows with the square of the sentences and worse; they see this many at most."""


class NewsTokenizer:
    """What sumy asks of a tokenizer."""

    def __init__(self, language: str) -> None:
        self.language = language

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return tuple(sentence.text for sentence in split(text, self.language))

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(words(text))


def as_document(paragraphs: Sequence[Sequence[str]], language: str) -> ObjectDocumentModel:
    """A document of sumy's of sentences that are cut already."""
    tokenizer = NewsTokenizer(language)
    return ObjectDocumentModel(
        [Paragraph([Sentence(text, tokenizer) for text in paragraph]) for paragraph in paragraphs]
    )


def sumy_picks(
    method: str, title: str, texts: Sequence[str], language: str, *, count: int
) -> tuple[int, ...]:
    """Which sentences one of sumy's methods takes, in the article's order."""
    considered = list(dict.fromkeys(texts[:MOST_SENTENCES]))  # sumy gives twins one score and takes both
    if len(considered) <= count or len(considered) < 4:  # LexRank divides by zero on two sentences
        return tuple(texts.index(text) for text in considered[:count])
    document = as_document([considered], language)
    summarizer = _summarizer(method, title, document, language)
    chosen = {str(sentence) for sentence in summarizer(document, count)}
    return tuple(sorted(texts.index(text) for text in chosen)) or tuple(range(count))


def _summarizer(method: str, title: str, document: ObjectDocumentModel, language: str) -> AbstractSummarizer:
    module, name = SUMY_METHODS[method].split(".")
    made: Any = getattr(import_module(f"sumy.summarizers.{module}"), name)(_stemmer(language))
    ignored = stop_words(language)
    if method == "edmundson":
        return _edmundson(made, title, document, ignored)
    if hasattr(made, "stop_words"):
        made.stop_words = ignored
    return made


def _edmundson(
    made: Any, title: str, document: ObjectDocumentModel, ignored: frozenset[str]
) -> AbstractSummarizer:
    """Edmundson's method wants words that speak for and against a sentence: the headline's, and the stop words."""
    known = {word for sentence in document.sentences for word in sentence.words}
    made.bonus_words = {
        word for word in words(title) if word in known and word not in ignored
    } or known - ignored
    made.stigma_words = ignored or {""}
    made.null_words = ignored or {""}
    return made


def _stemmer(language: str) -> Callable[[str], str]:
    return lambda word: stem(str(word).lower(), language)


def random_picks(texts: Sequence[str], *, count: int) -> tuple[int, ...]:
    """Sentences by chance, the same ones for the same text: sumy's RandomSummarizer, repeatable."""
    chance = Random("\n".join(texts))
    return tuple(sorted(chance.sample(range(len(texts)), min(count, len(texts)))))
