"""Our summarizer in sumy's form, for whoever has a sumy document in hand."""

from collections.abc import Sequence
from typing import Any

from sumy.models.dom import ObjectDocumentModel
from sumy.summarizers import AbstractSummarizer
from sumy.utils import ItemsCount

from bot.briefs.passages import Passage, repeats_headline
from bot.briefs.summarizers.newsbot import rank
from bot.domain.brief import Sentence


class NewsbotSummarizer(AbstractSummarizer):  # type: ignore[misc]  # sumy has no types
    """The sentences of a document that tell the news; fewer than asked for where fewer say it better."""

    def __init__(self, language: str = "en", title: str = "") -> None:
        super().__init__()
        self._language = language
        self._title = title

    def __call__(self, document: ObjectDocumentModel, sentences_count: Any) -> tuple[Any, ...]:
        """The chosen sentences, in order. `sentences_count` is a number, or a share such as "20%", as in sumy."""
        count = ItemsCount(sentences_count) if not callable(sentences_count) else sentences_count
        wanted = len(count(tuple(document.sentences)))
        if not wanted:
            return ()
        chosen = rank(self._title, _passages(document, self._title), self._language, count=wanted).chosen
        return tuple(document.sentences[number] for number in chosen)


def _passages(document: ObjectDocumentModel, title: str) -> Sequence[Passage]:
    return [
        Passage(Sentence(0, len(text), text), number, fit=not repeats_headline(title, text))
        for number, paragraph in enumerate(document.paragraphs)
        for text in map(str, paragraph.sentences)
    ]
