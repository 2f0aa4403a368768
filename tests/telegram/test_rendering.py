from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chat import Length, Preferences
from bot.domain.interest import EVERYTHING, Interest
from bot.telegram.html import CAPTION_LIMIT, TEXT_LIMIT
from bot.telegram.rendering import Occasion, render_brief
from bot.texts import LANGUAGES
from tests.strict_html import read
from tests.telegram.samples import ENERGY, GEORGIA, NOW, a_report, a_story

BAKU = Preferences(zone="Asia/Baku")

hostile = st.text(
    alphabet=st.one_of(st.sampled_from("<>&\"' .\u202e\u200b\x00🇦🇿👩‍👧\n"), st.characters()), max_size=300
)
sentences = st.lists(hostile.filter(str.strip), max_size=6)


def shown(story, preferences=BAKU, **how) -> str:
    return read(render_brief(story, preferences, **how).html)[0]


def test_a_brief_shows_headline_sentences_the_folded_rest_tags_source_and_time():
    assert render_brief(a_story(), BAKU).html == (
        "<b>Enguri dam reopens after repairs</b>\n\n"
        "The Enguri dam works again. Two turbines were replaced.\n"
        "<blockquote expandable>The repairs took nine months. A third turbine follows in May.</blockquote>\n\n"
        "🇬🇪 Georgia · ⚡️ Energy\n"
        '<a href="https://rioni.example/enguri">Rioni Post</a> · '
        '<tg-time unix="1795442880" format="r">23 Nov, 18:08</tg-time>'
    )


def test_a_short_brief_shows_one_sentence_and_folds_the_others():
    html = render_brief(a_story(), Preferences(length=Length.SHORT)).html
    assert "The Enguri dam works again.\n<blockquote expandable>Two turbines were replaced." in html


def test_a_long_brief_folds_nothing():
    html = render_brief(a_story(), Preferences(length=Length.LONG)).html
    assert "blockquote" not in html
    assert "A third turbine follows in May." in html


def test_a_brief_says_why_it_came():
    story = a_story()
    assert "You follow: Energy in Georgia" in shown(
        story, matched=Interest(topic=ENERGY, country=GEORGIA).key
    )
    assert "You follow everything." in shown(story, matched=EVERYTHING.key)
    assert "You follow this story." in shown(story, matched=Interest(story=story.id).key)
    assert "You follow: “enguri dam”" in shown(story, matched=Interest(keyword="Enguri dam").key)


def test_without_a_key_nothing_is_said_about_why():
    assert "You follow" not in shown(a_story())


def test_other_outlets_are_named_with_links_to_their_reports():
    story = a_story(a_report(), a_report(2, source="Kura News", url="https://kura.example/1"))
    html = render_brief(story, BAKU).html
    assert 'Also reported by <a href="https://kura.example/1">Kura News</a>' in html


def test_three_other_outlets_are_named_and_the_rest_counted():
    reports = [a_report(number, source=f"Outlet {number}") for number in range(1, 8)]
    assert "Also reported by Outlet 2, Outlet 3, Outlet 4, and 3 more" in shown(a_story(*reports))


def test_a_second_report_of_the_same_outlet_is_not_another_outlet():
    assert "Also reported" not in shown(a_story(a_report(), a_report(2)))


def test_an_outlet_without_a_name_is_called_by_its_host():
    assert "rioni.example" in shown(a_story(a_report(source="")))


def test_the_report_in_the_readers_language_is_told():
    story = a_story(a_report(), a_report(2, title="Enquri bəndi açıldı", language="az"))
    assert shown(story, Preferences(language="az")).startswith("Enquri bəndi açıldı")


def test_a_publishers_clock_that_runs_ahead_is_not_believed():
    story = a_story(a_report(published_at=NOW + timedelta(days=4000), first_seen_at=NOW))
    assert 'unix="1795443600"' in render_brief(story, BAKU).html


def test_an_article_without_a_date_is_as_old_as_we_know_it():
    story = a_story(a_report(published_at=None, first_seen_at=NOW))
    assert 'unix="1795443600"' in render_brief(story, BAKU).html


def test_sentences_that_do_not_follow_each_other_in_the_article_stand_on_lines_of_their_own():
    joined = shown(a_story(a_report(separator=" ")))
    apart = shown(a_story(a_report(separator=" Something else was said here. ")))
    assert "works again. Two turbines" in joined
    assert "works again.\nTwo turbines" in apart


def test_a_correction_is_marked():
    assert "✏️ Corrected on 23 Nov, 18:20" in shown(a_story(corrected_at=NOW))


def test_of_a_withdrawn_story_only_the_headline_is_left_struck_through():
    rendered = render_brief(a_story(withdrawn_at=NOW), BAKU)
    assert "<s>Enguri dam reopens after repairs</s>" in rendered.html
    assert "Withdrawn on 23 Nov, 18:20" in rendered.html
    assert "turbines" not in rendered.html
    assert rendered.preview.parameters == {"is_disabled": True}


@pytest.mark.parametrize(("occasion", "sign"), [(Occasion.BREAKING, "❗️"), (Occasion.UPDATE, "🔄")])
def test_breaking_news_and_updates_say_so_above_the_headline(occasion, sign):
    assert shown(a_story(), occasion=occasion).startswith(sign)


def test_the_card_of_the_article_stands_large_above_the_text():
    assert render_brief(a_story(), BAKU).preview.parameters == {
        "url": "https://rioni.example/enguri",
        "prefer_large_media": True,
        "show_above_text": True,
    }


def test_without_a_web_address_there_is_no_card_and_no_link():
    rendered = render_brief(a_story(a_report(url="javascript:alert(1)")), BAKU)
    assert rendered.preview.parameters == {"is_disabled": True}
    assert "<a " not in rendered.html


def test_countries_that_are_only_mentioned_are_not_named():
    assert "Türkiye" not in shown(a_story())


def test_an_empty_article_still_makes_a_message():
    empty = a_report(title="", sentences=[], more=[], url="", source="")
    assert read(render_brief(a_story(empty), BAKU).html)


def test_an_article_of_one_endless_word_stays_within_the_limit():
    endless = a_report(title="w" * 50_000, sentences=["x" * 50_000] * 3, more=["y" * 50_000] * 3)
    for length in Length:
        read(render_brief(a_story(endless), Preferences(length=length)).html)


def test_a_caption_has_less_room_and_still_names_its_source():
    long = a_report(sentences=["A sentence of some length is said. " * 20] * 3, source="Rioni Post")
    rendered = render_brief(a_story(long), BAKU, limit=CAPTION_LIMIT)
    text, _ = read(rendered.html, limit=CAPTION_LIMIT)
    assert "Rioni Post" in text


@given(
    title=hostile,
    first=sentences,
    more=sentences,
    source=hostile,
    url=hostile,
    preferences=st.builds(Preferences, language=st.sampled_from(LANGUAGES), length=st.sampled_from(Length)),
    limit=st.sampled_from([TEXT_LIMIT, CAPTION_LIMIT]),
)
def test_whatever_the_feeds_hold_the_message_is_valid_and_within_the_limits(
    *, title, first, more, source, url, preferences, limit
):
    reports = [
        a_report(number, title=title, sentences=first, more=more, source=source + str(number), url=url)
        for number in range(1, 6)
    ]
    rendered = render_brief(a_story(*reports, corrected_at=NOW), preferences, matched="*/*", limit=limit)
    text, _ = read(rendered.html, limit)
    assert text == rendered.plain


writing = st.text(
    alphabet=st.one_of(st.just(" "), st.characters(categories=["L", "N", "P", "S"])), max_size=200
)


@given(st.lists(writing.filter(str.strip), min_size=1, max_size=5))
def test_every_sentence_is_shown_word_for_word(chosen):
    text = " ".join(shown(a_story(a_report(sentences=chosen, more=[]))).split())
    assert all(" ".join(sentence.split()) in text for sentence in chosen)
