"""An article in, its brief out: the one place where the steps of a brief come together."""

from bot.briefs import language, sentences
from bot.domain.article import Article
from bot.domain.brief import Brief, check_verbatim

DEFAULT_SENTENCES = 3


def make_brief(article: Article, *, sentence_count: int = DEFAULT_SENTENCES) -> Brief:
    """The brief of an article; `sentence_count` is the most sentences that are shown at once."""
    spoken = language.identify(f"{article.title}\n{article.text[:2000]}", hint=article.language)
    found = sentences.split(article.text, spoken)
    brief = Brief(language=spoken, sentences=found[:sentence_count])
    check_verbatim(brief, article.text)
    return brief
