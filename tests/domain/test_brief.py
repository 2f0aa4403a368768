import pytest

from bot.domain.brief import Brief, Sentence, check_verbatim
from bot.errors import VerbatimError

TEXT = "The port reopened on Monday. Ships had waited for a week."


def test_a_brief_in_the_articles_own_words_passes():
    check_verbatim(Brief(language="en", sentences=(Sentence(0, 28, TEXT[:28]),)), TEXT)


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence(0, 28, "The port closed on Monday."),
        Sentence(1, 29, TEXT[:28]),
        Sentence(0, 0, ""),
        Sentence(500, 520, "The port reopened"),
    ],
)
def test_a_brief_that_says_what_the_article_does_not_is_refused(sentence):
    with pytest.raises(VerbatimError):
        check_verbatim(Brief(language="en", sentences=(), more=(sentence,)), TEXT)
