from hypothesis import given
from hypothesis import strategies as st

from bot.texts.markup import Html, bold, clean, clean_line, escape, join


@given(st.text())
def test_escaped_text_holds_no_markup_of_its_own(text):
    assert not set(escape(text)) & set('<>"')


def test_html_is_not_escaped_again():
    assert escape(escape("R&D")) == "R&amp;D"
    assert bold(Html("<i>x</i>")) == "<b><i>x</i></b>"


def test_a_str_made_of_html_is_text_again():
    assert escape(Html("<b>") + "x") == "&lt;b&gt;x"


def test_only_the_parts_that_hold_something_are_joined():
    assert join(" · ", ("a<", "", Html("<b>b</b>"))) == "a&lt; · <b>b</b>"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_a_line_has_no_breaks_and_no_double_spaces(text):
    assert clean_line(text) == " ".join(clean_line(text).split())


def test_every_kind_of_line_break_is_one_line_feed():
    assert clean("a\r\nb\rc\u2028d\ne") == "a\nb\nc\nd\ne"
