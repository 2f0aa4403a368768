"""Our summarizer: its trees, its sets, its place among sumy's."""

import time
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sumy.summarizers import AbstractSummarizer

from bot.briefs.passages import passages
from bot.briefs.sentences import splits_quote
from bot.briefs.summarizers import forest, sets
from bot.briefs.summarizers.abstract import NewsbotSummarizer
from bot.briefs.summarizers.document import read
from bot.briefs.summarizers.features import NAMES, describe
from bot.briefs.summarizers.newsbot import rank
from bot.briefs.summarizers.salience import WORD_NAMES, WordWeights, load, salience, word_features
from bot.briefs.summarizers.sumy_methods import as_document

PLACES = [
    "the port",
    "the mole",
    "the old town",
    "the ministry",
    "the mill",
    "the harbour master",
    "the capital",
]


def many(count):
    return [
        f"Ship number {number} left {PLACES[number % 7]} for {PLACES[number % 5]} with {number * 7} tons of grain."
        for number in range(count)
    ]


def test_a_tree_leads_a_row_to_the_leaf_that_its_tests_say():
    # x <= 1 ? (y <= 5 ? leaf 0 : leaf 1) : leaf 2
    tree = forest.build(
        feature=np.array([0, 1], dtype=np.uint8),
        threshold=np.array([1.0, 5.0]),
        tree=np.array([0, 0], dtype=np.uint16),
        mask=np.array([0xFFFF & ~0b011, 0xFFFF & ~0b001], dtype=np.uint16),
        leaves=np.array([[10.0, 20.0, 30.0] + [0.0] * 13], dtype=np.float32),
    )
    rows = np.array([[0.0, 0.0], [1.0, 5.0], [0.0, 6.0], [2.0, 0.0], [2.0, 9.0]])
    assert tree.predict(rows).tolist() == [10, 10, 20, 30, 30]


def test_the_stored_forests_know_the_features_they_are_given():
    document = read("Ships leave", many(9), "en")
    described = describe(document, load())
    scores = np.arange(9, dtype=float)
    among = sets.candidates(scores, np.ones(9, dtype=bool))
    facts = sets.set_features(described, scores, among, sets.subsets(len(among), 3))
    assert len(load().weights) == word_features(document).shape[1] == len(WORD_NAMES)
    assert max(forest.load("summarizer_sentences.npz").used) < described.table.shape[1] == len(NAMES)
    assert max(forest.load("summarizer_sets.npz").used) < facts.shape[1]


def test_the_forests_are_loaded_in_milliseconds():
    forest.load("summarizer_sets.npz")
    began = time.perf_counter()
    forest.load("summarizer_sentences.npz")
    forest.load("summarizer_sets.npz")
    assert time.perf_counter() - began < 0.5


@given(
    st.lists(st.text(max_size=60), max_size=9),
    st.text(max_size=40),
    st.sampled_from(["en", "ru", "zh", "xx"]),
)
def test_features_are_finite_numbers_for_any_sentences(texts, title, language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if texts:
            document = read(title, texts, language)
            table = describe(document, load()).table
            assert table.shape == (len(texts), len(NAMES))
            assert np.isfinite(table).all()


def test_words_that_a_brief_will_say_are_told_by_what_they_are_in_the_article():
    document = read(
        "", ["The harbour opened.", "Ships left the harbour.", "Rain fell.", "The harbour was full."], "en"
    )
    weights = np.zeros(len(WORD_NAMES))
    weights[WORD_NAMES.index("frequency")] = 1.0
    of = salience(document, WordWeights(weights, begin=0.0))
    assert document.stems[int(of.odds.argmax())] == "harbour"
    assert of.share.sum() == pytest.approx(1.0)


def test_pairs_of_words_are_known_that_stand_in_several_sentences():
    texts = [
        "The harbour master spoke.", "Rain fell all day.", "Ask the harbour master, the harbour master said.",
    ]  # fmt: skip
    document = read("", texts, "en")
    assert document.pair_sentence_of.tolist() == [0, 2]
    assert document.pair_frequency.tolist() == [2.0]


def test_what_a_set_says_is_counted_once():
    texts = ["The harbour opened.", "The harbour opened again in the rain.", "Ships left the old town."]
    document = read("", texts, "en")
    described = describe(document, load())
    scores = np.array([1.0, 0.5, 0.2])
    rows = sets.subsets(3, 3)
    facts = sets.set_features(described, scores, np.arange(3), rows)
    said = {tuple(row): fact for row, fact in zip(rows.tolist(), facts, strict=True)}
    assert said[0, 1, -1][1] == 10  # words
    assert said[0, 1, -1][13] == said[1, -1, -1][13]  # distinct stems: the first sentence adds none


def test_sets_hold_one_to_three_candidates_and_never_one_twice():
    rows = sets.subsets(5, 3)
    assert len(rows) == 5 + 10 + 10
    assert all(len({one for one in row if one >= 0}) == sum(one >= 0 for one in row) for row in rows.tolist())
    assert {tuple(row) for row in sets.subsets(5, 1).tolist()} == {(n, -1, -1) for n in range(5)}


def test_a_quote_is_split_when_its_marks_do_not_pair():
    assert splits_quote('He said: "We came.')
    assert splits_quote("«Да.")
    assert splits_quote("we won.”")
    assert not splits_quote("„Ja“, sagte er.")
    assert not splits_quote("“Yes,” he said.")
    assert not splits_quote("”Ja”, sade han.")
    assert not splits_quote("« Oui », dit-il.")


def test_ours_is_a_summarizer_of_sumys():
    summarizer = NewsbotSummarizer("en", title="Ships leave")
    assert isinstance(summarizer, AbstractSummarizer)
    document = as_document([many(6), many(12)[6:]], "en")
    chosen = summarizer(document, 3)
    assert 1 <= len(chosen) <= 3
    assert all(sentence in document.sentences for sentence in chosen)
    assert summarizer(as_document([], "en"), 3) == ()
    assert 1 <= len(summarizer(document, "50%")) <= 6


def test_sentences_that_other_sources_confirm_are_preferred():
    found = passages("", "\n".join(many(12)), "en")
    plain = rank("", found, "en", count=3).ranked
    last = plain[-1]
    agreed = [5 if number == last else 0 for number in range(12)]
    assert rank("", found, "en", count=3, agreed=agreed).ranked.index(last) < plain.index(last)


def test_ten_thousand_sentences_do_not_hurt():
    found = passages("", "\n".join(many(10_000)), "en")
    began = time.perf_counter()
    assert rank("", found, "en", count=3).chosen
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_articles_of_few_sentences_are_taken_as_they_are(count):
    found = passages("", "\n".join(many(count)), "en")
    assert set(rank("", found, "en", count=3).chosen) <= set(range(count))
