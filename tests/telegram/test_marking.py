from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.html import CAPTION_LIMIT, Tree, bold
from bot.telegram.marking import with_mark
from tests.strict_html import read

MARK = "✏️ Corrected on 23 Nov, 14:31 UTC"


def test_the_mark_is_the_last_line_of_what_the_editor_composed():
    assert (
        with_mark("<b>Quake</b> of 6.8 &amp; more", "✏️ x") == "<b>Quake</b> of 6.8 &amp; more\n\n<i>✏️ x</i>"
    )


@given(st.text(max_size=3000))
def test_a_marked_message_fits_and_keeps_its_mark(words):
    text, _ = read(with_mark(Tree(bold(words)).html, MARK, limit=CAPTION_LIMIT), limit=CAPTION_LIMIT)
    assert text.endswith(MARK)
