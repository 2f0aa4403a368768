"""Telegram's HTML: what it accepts, and the words with which it refuses the rest."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.telegram.errors import ApiError
from bot.playground.telegram.text.entities import Entity, utf16_length
from bot.playground.telegram.text.html import parse_html

TAGS = ["b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler", "strong", "em", "del"]


@pytest.mark.parametrize(
    ("source", "text", "entity"),
    [
        ("<b>x</b>", "x", Entity("bold", 0, 1)),
        ("<strong>x</strong>", "x", Entity("bold", 0, 1)),
        ("<i>x</i>", "x", Entity("italic", 0, 1)),
        ("<em>x</em>", "x", Entity("italic", 0, 1)),
        ("<u>x</u>", "x", Entity("underline", 0, 1)),
        ("<ins>x</ins>", "x", Entity("underline", 0, 1)),
        ("<s>x</s>", "x", Entity("strikethrough", 0, 1)),
        ("<strike>x</strike>", "x", Entity("strikethrough", 0, 1)),
        ("<del>x</del>", "x", Entity("strikethrough", 0, 1)),
        ("<code>x</code>", "x", Entity("code", 0, 1)),
        ("<pre>x</pre>", "x", Entity("pre", 0, 1)),
        ("<tg-spoiler>x</tg-spoiler>", "x", Entity("spoiler", 0, 1)),
        ('<span class="tg-spoiler">x</span>', "x", Entity("spoiler", 0, 1)),
        ("<blockquote>x</blockquote>", "x", Entity("blockquote", 0, 1)),
        ("<blockquote expandable>x</blockquote>", "x", Entity("expandable_blockquote", 0, 1)),
        ('<blockquote expandable="">x</blockquote>', "x", Entity("expandable_blockquote", 0, 1)),
        (
            '<a href="https://example.org/a?b=1&amp;c=2">x</a>',
            "x",
            Entity("text_link", 0, 1, url="https://example.org/a?b=1&c=2"),
        ),
        ("<a href='example.org'>x</a>", "x", Entity("text_link", 0, 1, url="http://example.org/")),
        ("<a>example.org</a>", "example.org", Entity("text_link", 0, 11, url="http://example.org/")),
        ('<a href="tg://user?id=42">x</a>', "x", Entity("text_mention", 0, 1, user_id=42)),
        ('<pre><code class="language-python">x</code></pre>', "x", Entity("pre", 0, 1, language="python")),
        ('<tg-emoji emoji-id="53">👍</tg-emoji>', "👍", Entity("custom_emoji", 0, 2, custom_emoji_id="53")),
        (
            '<tg-time unix="1795000000" format="wDT">x</tg-time>',
            "x",
            Entity("date_time", 0, 1, unix_time=1795000000, date_time_format="wDT"),
        ),
        ('<tg-time unix="1795000000">x</tg-time>', "x", Entity("date_time", 0, 1, unix_time=1795000000)),
        ("<B>x</b >", "x", Entity("bold", 0, 1)),
        ("<b>x</>", "x", Entity("bold", 0, 1)),
        ("🇦🇿 <b>x</b>", "🇦🇿 x", Entity("bold", 5, 1)),
    ],
)
def test_every_tag_becomes_its_entity(source, text, entity):
    assert parse_html(source) == (text, [entity])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#1040;&#x410;", "АА"),
        ("&lt", "<"),
        ("&nbsp;&copy;&apos;", "&nbsp;&copy;&apos;"),
        ("AT&T & Co", "AT&T & Co"),
        ("1 > 0", "1 > 0"),
        ("<b></b>", ""),
        ('<a href="http://localhost/x">x</a>', "x"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<tg-time unix="99999999999">x</tg-time>', "x"),
    ],
)
def test_what_is_text_stays_text(source, text):
    assert parse_html(source) == (text, [])


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("Я <br/>", 'Unsupported start tag "br/" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x<i>y", 'Can\'t find end tag corresponding to start tag "i"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<a "x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<span class="x">y</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_what_is_wrong_is_refused_in_telegrams_words(source, refusal):
    with pytest.raises(ApiError) as raised:
        parse_html(source)
    assert raised.value.description == f"Bad Request: can't parse entities: {refusal}"
    assert raised.value.code == 400


@pytest.mark.parametrize("source", ["<tg-time>x</tg-time>", '<tg-time unix="1" format="x">y</tg-time>'])
def test_a_time_without_a_moment_or_with_an_unknown_format_is_refused(source):
    with pytest.raises(ApiError, match='Tag "tg-time"'):
        parse_html(source)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_out_as_it_went_in(text):
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(st.text(alphabet="<>/=\"' &;#bia-xq\n\0é🇬", max_size=60) | st.text(max_size=60))
def test_anything_is_either_parsed_or_refused(source):
    try:
        text, entities = parse_html(source)
    except ApiError:
        return
    assert all(0 <= entity.offset < entity.end <= utf16_length(text) for entity in entities)


NESTED = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=8).map(
        html.escape
    ),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(NESTED)
def test_whatever_is_nested_properly_is_parsed_in_order(source):
    _, entities = parse_html(source)
    assert [entity.offset for entity in entities] == sorted(entity.offset for entity in entities)
