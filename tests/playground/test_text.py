"""From a bot's text to a reader's: entities in order, cleaned, trimmed, limited; and what Telegram finds itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.telegram.errors import ApiError
from bot.playground.telegram.text.clean import trimmed
from bot.playground.telegram.text.entities import CODE, QUOTES, STYLES, Entity, fixed, kept, utf16_length
from bot.playground.telegram.text.find import found_in
from bot.playground.telegram.text.formatted import (
    Formatted,
    check_caption,
    check_text,
    formatted,
    from_call,
)
from bot.playground.telegram.text.links import LinkError, check_link

NOW = 1_795_000_000.0


def html(source: str) -> Formatted:
    return from_call("sendMessage", {"text": source, "parse_mode": "HTML"}, text="text", now=NOW)


def kinds(body: Formatted) -> list[tuple[str, int, int]]:
    return [(entity.type, entity.offset, entity.length) for entity in body.entities]


ENTITIES = st.lists(
    st.builds(
        Entity,
        st.sampled_from([*QUOTES, *CODE, *STYLES, "text_link", "date_time"]),
        st.integers(0, 30),
        st.integers(0, 12),
    ),
    max_size=14,
)


@given(ENTITIES)
def test_fixing_twice_changes_nothing(entities):
    once = fixed(entities)
    assert fixed(once) == once


@given(ENTITIES)
def test_entities_never_cross_and_quotes_and_code_never_hold_their_like(entities):
    result = fixed(entities)
    for at, one in enumerate(result):
        for other in result[at + 1 :]:
            apart = other.offset >= one.end
            inside = one.offset <= other.offset and other.end <= one.end
            assert apart or inside
            if inside and one.type in QUOTES:
                assert other.type not in QUOTES
            if inside:
                assert one.type not in CODE


def test_a_style_is_cut_at_the_borders_of_a_link():
    body = html('<b>a <a href="example.org">b</a> c</b>')
    assert kinds(body) == [("bold", 0, 2), ("text_link", 2, 1), ("bold", 2, 1), ("bold", 3, 2)]


def test_nothing_is_left_of_a_style_inside_code():
    assert kinds(html("<b>a<code>b</code>c</b>")) == [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]


def test_a_quote_in_a_quote_is_dropped():
    body = html("<blockquote>a<blockquote>b</blockquote></blockquote>")
    assert kinds(body) == [("blockquote", 0, 2)]


def test_of_more_than_a_hundred_entities_the_rest_is_dropped_silently():
    body = html("".join(f"<code>{number:03}</code> " for number in range(150)))
    assert len(body.entities) == 100
    assert body.text.endswith("149")


def test_styles_give_way_to_links_when_there_are_too_many():
    links = "".join(f'<a href="example.org/{number}">x</a> ' for number in range(99))
    bodies = html("<b>x</b> <i>y</i> " + links)
    assert sum(entity.type == "text_link" for entity in bodies.entities) == 99
    assert sum(entity.type in STYLES for entity in bodies.entities) == 1


@given(ENTITIES)
def test_the_limit_keeps_what_it_keeps_in_order(entities):
    result = kept(fixed(entities))
    assert [entity.offset for entity in result] == sorted(entity.offset for entity in result)


def test_4096_code_points_are_the_most_whatever_their_size_in_utf16():
    check_text(html("<b>" + "🇦" * 4096 + "</b>"))
    with pytest.raises(ApiError, match="Bad Request: message is too long"):
        check_text(html("x" * 4097))


def test_markup_does_not_count():
    check_text(html("&lt;" * 4096))


def test_a_caption_ends_at_1024():
    check_caption(html("x" * 1024))
    with pytest.raises(ApiError, match="Bad Request: message caption is too long"):
        check_caption(html("x" * 1025))


@pytest.mark.parametrize("source", ["  \n ", "<b> </b>", "\t\r\n"])
def test_a_text_of_nothing_but_space_is_refused(source):
    with pytest.raises(ApiError, match="Bad Request: text must be non-empty"):
        check_text(html(source))


def test_space_goes_at_the_end_and_at_the_beginning_up_to_the_first_entity():
    assert html("\n <b> a</b> \n\n") == Formatted(" a", (Entity("bold", 0, 2),))
    assert html("  a <i>b </i>  ") == Formatted("a b", (Entity("italic", 2, 1),))


def test_control_characters_become_spaces_and_marks_of_direction_go():
    assert html("a\tb\x07c\r\nd\u202ee").text == "a b c\nde"


def test_entities_move_with_what_is_removed():
    assert html("a\r\u202e<b>\rb</b>c") == Formatted("abc", (Entity("bold", 1, 1),))


@given(st.text(max_size=40), ENTITIES)
def test_trimming_leaves_entities_inside_the_text(text, entities):
    inside = [entity for entity in fixed(entities) if entity.end <= utf16_length(text)]
    result, moved = trimmed(text, inside)
    assert result == result.strip(" \n") or moved
    assert all(entity.offset >= 0 and entity.end <= utf16_length(result) for entity in moved)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("/latest@local_news_bot 5", [("bot_command", 0, 22)]),
        ("and/or 1/2", []),
        ("see https://example.org/a_(b).", [("url", 4, 24)]),
        ("example.org and www.example.az/x", [("url", 0, 11), ("url", 16, 16)]),
        ("ends here.Then more", []),
        ("@newsroom writes", [("mention", 0, 9)]),
        ("ana@example.org", [("email", 0, 15)]),
        ("🇬🇪 #Tbilisi #2026", [("hashtag", 5, 8)]),
        ("costs $USD 5", [("cashtag", 6, 4)]),
    ],
)
def test_telegram_finds_addresses_names_and_commands_by_itself(text, found):
    assert [(entity.type, entity.offset, entity.length) for entity in found_in(text)] == found


def test_nothing_is_found_inside_code_or_a_link():
    assert kinds(html("<code>/start</code> /stop")) == [("code", 0, 6), ("bot_command", 7, 5)]


def test_given_entities_are_taken_where_they_lie():
    body = from_call(
        "sendMessage",
        {"text": "🇬🇪 x", "entities": [{"type": "text_link", "offset": 5, "length": 1, "url": "example.org"}]},
        text="text",
        now=NOW,
    )
    assert body.entities == (Entity("text_link", 5, 1, url="http://example.org/"),)


@pytest.mark.parametrize(
    ("offset", "length", "words"),
    [
        (9, 1, "entity begins after the end of the text"),
        (0, 9, "ends after the end of the text"),
        (1, 1, "entity begins in a middle of a UTF-16 symbol"),
        (0, 1, "ends in a middle of a UTF-16 symbol"),
    ],
)
def test_given_entities_must_lie_in_the_text_on_whole_characters(offset, length, words):
    with pytest.raises(ApiError, match=words):
        formatted("🇬x", [Entity("bold", offset, length)], now=NOW)


def test_a_moment_may_lie_three_years_ahead_but_not_four():
    html(f'<tg-time unix="{int(NOW) + 3 * 365 * 86400}">x</tg-time>')
    with pytest.raises(ApiError, match="ENTITY_DATE_INVALID"):
        html(f'<tg-time unix="{int(NOW) + 4 * 365 * 86400}">x</tg-time>')


def test_half_a_character_is_refused():
    with pytest.raises(ApiError, match="strings must be encoded in UTF-8"):
        html("\ud83d")
    with pytest.raises(ApiError, match="surrogate"):
        html("&#xd83d;")


@pytest.mark.parametrize(
    ("link", "checked"),
    [
        ("https://Example.org", "https://example.org/"),
        ("example.org:8080/a?b#c", "http://example.org:8080/a?b#c"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("https://пример.рф/путь", "https://пример.рф/путь"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
    ],
)
def test_a_link_comes_back_as_telegram_writes_it(link, checked):
    assert check_link(link) == checked


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("http://localhost:8080/", "Wrong HTTP URL"),
        ("ftp://example.org", "Unsupported URL protocol"),
        ("https://", "URL host is empty"),
        ("http://example.org:99999", "Wrong port number specified in the URL"),
        ("http://exa mple.org", "URL host is invalid"),
        ("http://ex!ample.org", "Unallowed characters in URL host"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_with_the_reason(link, reason):
    with pytest.raises(LinkError, match=reason):
        check_link(link)
