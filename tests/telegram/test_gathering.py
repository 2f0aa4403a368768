from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chat import Length, Preferences
from bot.telegram.gathering import Due, gather, render_together
from bot.telegram.html import TEXT_LIMIT
from bot.telegram.rendering import render_brief
from tests.strict_html import read
from tests.telegram.samples import NOW, a_report, a_story

NORMAL = Preferences()
HEADING = "<b>Evening digest</b>"


def stories(count: int, **how) -> list[Due]:
    return [
        Due(a_story(a_report(number, title=f"Headline {number}.", **how), number=number))
        for number in range(count)
    ]


def test_one_story_is_sent_as_a_brief():
    due = Due(a_story(), matched="*/GE")
    assert gather([due], NORMAL) == [render_brief(due.story, NORMAL, matched="*/GE")]


def test_nothing_due_makes_no_message():
    assert gather([], NORMAL, heading=HEADING) == []


def test_several_stories_make_one_numbered_message_below_its_heading():
    (message,) = gather(stories(3), NORMAL, heading=HEADING, numbered=True)
    text, _ = read(message.html)
    assert text.startswith("Evening digest\n\n1. 🇬🇪 Headline 0.\n")
    assert "\n\n3. 🇬🇪 Headline 2.\n" in text
    assert message.stories == (0, 1, 2)
    assert message.preview.parameters == {"is_disabled": True}


def test_each_headline_is_a_link_to_its_article():
    (message,) = gather(stories(2), NORMAL)
    assert '<b><a href="https://rioni.example/enguri">Headline 1.</a></b>' in message.html


def test_a_few_stories_are_shown_with_the_rest_folded_and_many_with_one_sentence():
    few = gather(stories(3), NORMAL)[0].html
    assert "blockquote" in few
    many = gather(stories(24, sentences=["A sentence of middling length.", "Another. " * 30]), NORMAL)
    assert len(many) == 1
    assert "Another." not in many[0].html


def test_a_reader_of_short_briefs_gets_one_sentence_each():
    html = gather(stories(2), Preferences(length=Length.SHORT))[0].html
    assert "works again." in html
    assert "turbines" not in html


def test_messages_end_between_stories_and_numbers_run_on():
    messages = gather(stories(40, sentences=["word " * 60]), NORMAL, heading=HEADING, numbered=True)
    assert len(messages) > 1
    assert [number for message in messages for number in message.stories] == list(range(40))
    for message in messages:
        text, _ = read(message.html)
        assert text.count("Headline") == len(message.stories)
    assert read(messages[1].html)[0].startswith(f"{len(messages[0].stories) + 1}. ")


def test_a_message_is_filled_before_the_next_is_begun():
    messages = gather(stories(40, sentences=["word " * 60]), NORMAL)
    shortest = min(len(block) for message in messages for block in message.plain.split("\n\n"))
    assert all(len(message.plain) + shortest > TEXT_LIMIT * 0.85 for message in messages[:-1])


def test_a_withdrawn_story_is_struck_through_among_the_others():
    dues = [*stories(1), Due(a_story(withdrawn_at=NOW))]
    assert "<s>Enguri dam reopens after repairs</s>\n<b>⚠️ Withdrawn" in gather(dues, NORMAL)[0].html


def test_a_page_is_one_message_however_much_it_holds():
    for count in (1, 5, 30, 200):
        rendered = render_together(stories(count, sentences=["x" * 5000]), NORMAL, heading=HEADING)
        read(rendered.html)
        assert len(rendered.stories) == count


hostile = st.text(alphabet=st.one_of(st.sampled_from("<>&\"' .\u202e🇦🇿\n"), st.characters()), max_size=2000)


@given(
    st.lists(st.tuples(hostile, hostile.filter(str.strip)), min_size=1, max_size=12),
    st.sampled_from(Length),
    st.booleans(),
)
def test_whatever_is_gathered_is_valid_within_the_limits_and_complete(texts, length, numbered):
    dues = [
        Due(a_story(a_report(title=title, sentences=[words], more=[words]), number=number))
        for number, (title, words) in enumerate(texts)
    ]
    preferences = Preferences(length=length)
    messages = gather(dues, preferences, numbered=numbered)
    for message in messages:
        read(message.html)
    assert [number for message in messages for number in message.stories] == list(range(len(texts)))
    read(render_together(dues, preferences).html)
