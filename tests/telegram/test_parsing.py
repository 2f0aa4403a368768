import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.html import Tree, bold, link, quote, text
from bot.telegram.parsing import parse

COMPOSED = (
    '<b>Road <i>closed</i></b> &amp; &lt;open&gt; <a href="https://a.example/?a=1&amp;b=2">map</a>\n'
    '<blockquote expandable>why</blockquote><pre><code class="language-py">x</code></pre>'
    '<tg-emoji emoji-id="1">👍</tg-emoji><span class="tg-spoiler">who</span>'
)


def test_what_an_editor_composed_is_read_and_written_back_unchanged():
    assert parse(COMPOSED).html == COMPOSED


def test_the_length_of_a_composed_message_is_that_of_its_text():
    assert parse(COMPOSED).plain == "Road closed & <open> map\nwhyx👍who"
    assert parse(COMPOSED).length == 34


@pytest.mark.parametrize(
    "html",
    ["<b>", "</b>", "<b></i>", "<b", "a > b", "<script>x</script>", "<br>", "<b x=1>x</b>", "<b>" * 40],
)
def test_what_telegram_would_refuse_is_refused(html):
    with pytest.raises(ValueError, match=r"."):
        parse(html)


@given(st.text(), st.text())
def test_any_tree_is_read_back_as_it_was_written(words, more):
    tree = Tree(text(words), bold(text(more), link("https://a.example/", "x")), quote("y", expandable=True))
    assert parse(tree.html).html == tree.html


@given(st.text(alphabet='<>/abi &;#x1"=', max_size=40))
def test_nothing_but_a_value_error_comes_of_any_text(html):
    try:
        parse(html)
    except ValueError:
        return
