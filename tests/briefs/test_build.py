"""An article in, its brief out."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefs.build import MORE_CHARACTERS, make_brief
from bot.briefs.openers import opens_dangling, opens_with_pronoun
from bot.briefs.outlet_lines import OutletLines
from bot.briefs.passages import passages
from bot.briefs.summarizers.methods import METHODS
from bot.domain.article import Article
from bot.domain.brief import check_verbatim

NEWS = """BAKU, Nov 23 (Agency) — The port of Baku reopened on Monday after a week of storms that kept forty ships out.
It had been closed since Tuesday, when waves of four metres broke part of the eastern mole.
"We have not seen such a week since 1993. We hope not to see another," said Kamran Aliyev, the master of the port.
Grain ships from Aktau will be unloaded first, the port authority said, as the mills have flour for only nine days.
Repairs of the mole will cost 12 million manats and take until April, according to the ministry of transport.
He added that two tugs were lost.
Insurers expect claims of up to 30 million manats from owners of ships and cargo.
Download our app from the App Store and Google Play
Ten hurt in a crash near the old town
Ten hurt in a crash near the old town
What is your opinion on this topic?
Leave the first comment"""
ARTICLE = Article(title="Baku port reopens after week of storms", text=NEWS)


def shown(article=ARTICLE, **how):
    return [sentence.text for sentence in make_brief(article, **how).sentences]


def said(article=ARTICLE, **how):
    brief = make_brief(article, **how)
    return [sentence.text for sentence in (*brief.sentences, *brief.more)]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_makes_a_brief_of_the_articles_own_sentences(method):
    brief = make_brief(ARTICLE, method=method)
    check_verbatim(brief, NEWS)
    assert 1 <= len(brief.sentences) <= 3
    starts = [sentence.start for sentence in brief.sentences]
    assert starts == sorted(starts)


def test_the_dateline_is_cut_off_and_the_sentence_is_still_the_articles():
    first = make_brief(ARTICLE).sentences[0]
    assert first.text.startswith("The port of Baku reopened")
    assert NEWS[first.start : first.end] == first.text


def test_nothing_of_the_page_reaches_a_brief():
    told = " ".join(said(sentence_count=20))
    for line in ("App Store", "Ten hurt", "opinion", "comment", "BAKU, Nov"):
        assert line not in told


def test_a_headline_is_never_repeated_in_the_brief():
    text = "Baku port reopens after a week of storms.\n" + NEWS
    assert "Baku port reopens after a week of storms." not in said(Article(title=ARTICLE.title, text=text))


def test_a_brief_does_not_open_on_a_pronoun_when_another_sentence_can_open():
    text = "He said so on Monday to everyone who asked about it at the port. " * 3 + NEWS[24:]
    assert not opens_with_pronoun(shown(Article(title="", text=text))[0], "en")


def test_a_brief_of_nothing_but_pronouns_is_better_than_none():
    assert shown(Article(title="", text="He left the port on Monday.")) == ["He left the port on Monday."]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "But nobody came."), ("en", "“It was late,” he said."), ("ru", "Однако никто не пришёл."),
        ("ru", "Он ушёл."), ("ru", "По его словам, суда ждали."), ("ru", "Об этом сообщил порт."),
        ("en", "In that week nobody came."), ("tr", "Öte yandan liman kapalı."),
        ("en", "All three, who sailed on Monday, are back."), ("ru", "Напомним, порт закрыли в мае."),
        ("az", "Qeyd edək ki, liman mayda bağlanıb."), ("de", "Währenddessen warten die Schiffe."),
        ("az", "Lakin heç kim gəlmədi."), ("tr", "Ancak kimse gelmedi."), ("zh", "他走了。"),
    ],
)  # fmt: skip
def test_pronouns_and_connectives_that_point_back_are_known(language, sentence):
    assert opens_dangling(sentence, language)


def test_words_of_another_language_do_not_point_back():
    assert not opens_dangling("Il porto ha riaperto.", "it")
    assert not opens_dangling("Her liman açıldı.", "tr")


def test_a_quote_is_whole_or_left_out():
    for text in said(sentence_count=20):
        assert text.count('"') % 2 == 0


@pytest.mark.parametrize("end", [":", ': "', ": “", ": ?"])
def test_a_sentence_that_leads_up_to_what_was_cut_off_is_not_fit(end):
    text = f"The harbour master told the crews of all ships{end}\nThe port of Baku reopened on Monday after a week."
    assert [one.fit for one in passages("", text, "en")] == [False, True]


def test_a_brief_opens_on_the_first_sentence_unless_another_says_much_more():
    assert shown(Article(title="", text=NEWS))[0].startswith("The port of Baku reopened")


def test_a_brief_does_not_say_a_thing_twice():
    first = "The port of Baku reopened on Monday after a week of storms that had closed the northern mole."
    again = "After a week of storms that had closed its northern mole the port of Baku reopened on Monday morning."
    others = "Forty ships with grain and timber waited outside. The ministry will pay for repairs until the spring."
    told = shown(Article(title="", text=f"{first} {again} {others}"))
    assert not {first, again} <= set(told)


def test_fewer_sentences_are_shown_on_demand():
    assert len(shown(sentence_count=1)) == 1
    assert len(shown(sentence_count=2)) <= 2
    assert len(shown(sentence_count=5)) > 3


def test_what_unfolds_is_new_and_bounded_and_in_order():
    brief = make_brief(ARTICLE)
    assert brief.more
    assert not {one.start for one in brief.more} & {one.start for one in brief.sentences}
    assert sum(len(one.text) for one in brief.more) <= MORE_CHARACTERS
    assert [one.start for one in brief.more] == sorted(one.start for one in brief.more)
    assert make_brief(ARTICLE, more_characters=0).more == ()


def test_a_sentence_that_comes_twice_is_shown_once():
    text = NEWS.split("\n", maxsplit=1)[0] * 2 + "\n" + NEWS
    told = said(Article(title="", text=text), sentence_count=20)
    assert len(told) == len(set(told))


def test_what_the_outlet_repeats_is_left_out():
    motto = (
        "The shore never sleeps and neither do the people who write about it every single day of the year."
    )
    outlet = OutletLines()
    for number in range(4):
        outlet = outlet.learn(f"Article {'x' * number}.\n{motto}")
    text = f"{motto}\n{NEWS}"
    assert motto in said(Article(title="", text=text), sentence_count=20)
    assert motto not in said(Article(title="", text=text), sentence_count=20, outlet=outlet)


def test_text_that_is_all_boilerplate_still_has_a_brief():
    assert shown(Article(title="", text="Read also: Ten hurt in a crash")) == [
        "Read also: Ten hurt in a crash"
    ]


@pytest.mark.parametrize("text", ["", " \n ", "...", "—\n***"])
def test_an_article_without_words_has_an_empty_brief(text):
    brief = make_brief(Article(title="Port reopens", text=text))
    assert brief.sentences == brief.more == ()


def test_a_brief_can_be_made_in_another_process():
    assert pickle.loads(pickle.dumps(make_brief(pickle.loads(pickle.dumps(ARTICLE))))) == make_brief(ARTICLE)


pieces = st.sampled_from(
    [
        *NEWS.split("\n"),
        "Он ушёл.",
        "3. kez oldu.",
        "«Да.",
        "Нет».",
        "他说好。",
        "...",
        "",
        "\u2028",
        "a" * 900,
        "İ",
        "?",
        "“",
    ]
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.one_of(pieces, st.text(max_size=40)), max_size=14),
    st.sampled_from([" ", "\n"]),
    st.integers(1, 20),
)
def test_any_text_gives_a_brief_that_is_verbatim_and_not_empty(parts, joint, count):
    text = joint.join(parts)
    brief = make_brief(Article(title=parts[0] if parts else "", text=text), sentence_count=count)
    check_verbatim(brief, text)
    assert len(brief.sentences) <= count
    assert bool(brief.sentences) or not any(char.isalnum() for char in text)
