import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.html import (
    ENTITY_LIMIT,
    Tree,
    bold,
    is_web_address,
    italic,
    link,
    moment,
    quote,
    struck,
    text,
)
from tests.strict_html import read, units
from tests.telegram.samples import NOW

hostile = st.text(alphabet=st.one_of(st.sampled_from("<>&\"'/\u202e\u200b\x00🇦🇿👩‍👧é\n א"), st.characters()))
leaves = hostile.map(text)
trees = st.recursive(
    leaves,
    lambda children: st.one_of(
        st.lists(children, max_size=3).map(lambda parts: bold(*parts)),
        st.lists(children, max_size=3).map(lambda parts: struck(*parts)),
    ),
    max_leaves=8,
).map(Tree)


@given(hostile)
def test_any_text_is_shown_as_it_is_but_for_what_cannot_be_seen(words):
    tree = Tree("«", bold(words), "»")
    shown, _ = read(tree.html)
    assert shown == tree.plain


@given(hostile)
def test_what_is_measured_is_what_telegram_counts(words):
    tree = Tree("!", bold(italic(words)), words)
    shown, entities = read(tree.html, limit=10**6)
    assert tree.length == units(shown)
    assert tree.code_points == len(shown)
    assert tree.entities == len(entities)


@given(st.lists(hostile, min_size=1, max_size=4), st.integers(0, 60))
def test_a_tree_is_cut_within_the_limit_and_without_breaking_a_tag(texts, limit):
    tree = Tree(*(part for words in texts for part in (bold(words, italic(words)), words)))
    cut = tree.cut(limit)
    assert cut.length <= limit
    if cut.plain.strip():
        read(cut.html, limit=10**6)


@given(hostile, st.integers(1, 40))
def test_a_cut_text_begins_as_the_whole_does_and_says_that_it_was_cut(words, limit):
    tree = Tree(words)
    cut = tree.cut(limit).plain
    assert cut == tree.plain or (cut.endswith("…") and tree.plain.startswith(cut[:-1]))


def test_a_text_is_cut_between_words():
    assert Tree("The harbour, closed since May, opens").cut(24).plain == "The harbour, closed…"


@pytest.mark.parametrize("one", ["🇦🇿🇬🇪", "👩‍👧x", "👍🏽x", "e\u0301x", "🏴󠁧󠁢󠁥󠁮󠁧󠁿x"])
def test_what_is_seen_as_one_character_is_never_cut(one):
    first = {"🇦🇿🇬🇪": "🇦🇿"}.get(one, one.removesuffix("x"))
    for limit in range(1, units(one) + 1):
        assert Tree(one + "zz").cut(limit).plain.rstrip("…") in {"", first, one}


def test_the_ellipsis_stands_within_the_tags_of_what_was_cut():
    assert Tree(bold("Harbour opens again")).cut(10).html == "<b>Harbour…</b>"


def test_text_is_escaped_once():
    assert Tree(bold("R&amp;D <now>")).html == "<b>R&amp;amp;D &lt;now&gt;</b>"


def test_bidi_and_zero_width_characters_are_taken_out_and_joiners_of_scripts_and_emoji_stay():
    assert Tree("a\u202eb\u200bc\u2066d\ufeffe").plain == "abcde"
    assert Tree("می\u200cخواهم 👩\u200d👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿").plain == "می\u200cخواهم 👩\u200d👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿"


def test_a_smear_of_accents_keeps_three():
    assert Tree("z" + "\u0336" * 40).plain == "z" + "\u0336" * 3


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "tg://resolve?domain=x",
        "ftp://a.example",
        "http://",
        "https://[::1",
        "http://a b",
    ],
)
def test_only_addresses_of_the_web_become_links(url):
    assert not is_web_address(url)
    assert Tree(link(url, "words")).html == "words"


def test_an_address_cannot_leave_its_attribute():
    tree = Tree(link('https://a.example/?q="><b>&x', "words"))
    assert tree.html == '<a href="https://a.example/?q=&quot;&gt;&lt;b&gt;&amp;x">words</a>'
    assert read(tree.html)[1][0].attributes == (("href", 'https://a.example/?q="><b>&x'),)


def test_a_time_is_shown_in_words_by_new_clients_and_as_given_by_old_ones():
    assert Tree(moment(NOW, "14:20")).html == '<tg-time unix="1795443600" format="r">14:20</tg-time>'


def test_elements_without_text_are_left_out():
    assert Tree(bold(""), quote(italic("\u200b")), "x").html == "x"
    assert not Tree(bold(""))


def test_only_trees_that_hold_something_are_joined():
    assert Tree.joined("\n", [Tree(), Tree("a"), Tree(bold("")), Tree("b")]).html == "a\nb"


def test_a_tree_with_too_many_entities_does_not_fit():
    assert Tree(*(bold("x") for _ in range(ENTITY_LIMIT))).fits()
    assert not Tree(*(bold("x") for _ in range(ENTITY_LIMIT + 1))).fits()


@given(trees)
def test_trees_of_any_depth_are_written_balanced(tree):
    html = tree.html
    for tag in ("b", "s"):
        assert html.count(f"<{tag}>") == html.count(f"</{tag}>")
