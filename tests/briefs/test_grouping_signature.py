from datetime import UTC, datetime
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.briefs.grouping.probes import probe_terms
from bot.briefs.grouping.signature import from_bytes, signature
from bot.domain.article import Article
from bot.domain.brief import CountryCode

NOON = datetime(2026, 11, 23, 12, 0, 30, tzinfo=UTC)
LANGUAGES = st.sampled_from(["en", "ru", "az", "tr", "zh", "und"])


@given(title=st.text(max_size=200), text=st.text(max_size=2000), language=LANGUAGES)
def test_a_signature_comes_back_from_its_bytes(title, text, language):
    made = signature(
        Article(title=title, text=text), language=language, countries=(CountryCode("AZ"),), at=NOON
    )
    assert from_bytes(made.to_bytes()) == made


@given(seed=st.integers(0, 2**32), letters=st.sampled_from(["abcdefgh ", "АБВГДежз ", "Aa1 2.", "汉字 "]))
def test_a_signature_stays_small_however_long_the_article(seed, letters):
    text = "".join(Random(seed).choices(letters, k=20_000))
    made = signature(Article(title=text[:500], text=text), language="en", at=NOON)
    assert len(made.to_bytes()) < 1100
    assert from_bytes(made.to_bytes()) == made


def test_a_signature_of_another_version_is_nobody_and_no_error():
    packed = signature(Article(title="Port reopens"), language="en").to_bytes()
    assert from_bytes(bytes([packed[0] + 1]) + packed[1:]) is None
    assert from_bytes(b"") is None


def test_a_time_nobody_gave_stays_unknown():
    assert signature(Article(title="Port reopens"), language="en").at is None


def test_a_time_is_kept_to_the_minute():
    assert signature(Article(title="Port"), language="en", at=NOON).at == NOON.replace(second=0)


@given(title=st.text(max_size=200), text=st.text(max_size=1000), language=LANGUAGES)
def test_probes_are_few_distinct_and_fit_a_signed_column(title, text, language):
    probes = probe_terms(signature(Article(title=title, text=text), language=language))
    assert len(probes) == len(set(probes)) <= 40
    assert all(0 <= probe < 2**63 for probe in probes)


def test_the_same_words_are_found_whatever_their_case_accents_and_endings():
    plain = signature(Article(title="Izmir limani acildi"), language="tr")
    written = signature(Article(title="İZMİR'de limanı açıldı"), language="tr")
    assert plain.terms == written.terms


def test_terms_are_sorted_so_that_many_are_compared_at_once():
    made = signature(
        Article(title="Port of Baku reopens after storm", text="Ferries sail again."), language="en"
    )
    terms = np.frombuffer(made.terms, dtype="<u4")
    assert list(terms) == sorted(terms)
    assert len(made.marks) // 2 == len(terms)
