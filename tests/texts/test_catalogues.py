"""The catalogues are complete, and say what the sources say."""

import re
from collections import Counter
from importlib import resources

import pytest
from babel.messages.catalog import Message

from bot.texts.catalogue import DOMAIN, read_catalogue
from bot.texts.extract import template, written
from bot.texts.languages import LANGUAGES
from tests.strict_html import read

TRANSLATED = [language for language in LANGUAGES if language != "en"]

PLACEHOLDER = re.compile(r"\{\w+\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")
LATIN_IN_RUSSIAN = re.compile(r"[A-Za-z]{2,}")
NAMES = {"Telegram", "newsbot", "feeds", "add", "URL", "https"}


def messages(language: str) -> list[Message]:
    return [message for message in read_catalogue(language) if message.id]


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def test_there_is_a_folder_for_each_language_and_none_besides():
    folder = resources.files("bot.texts") / "locales"
    assert {entry.name for entry in folder.iterdir() if entry.is_dir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_the_messages_of_the_sources_and_no_others(language):
    assert {str(one.id) for one in messages(language)} == {str(one.id) for one in template() if one.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_as_python_m_bot_texts_extract_writes_it(language):
    source = resources.files("bot.texts") / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    assert source.read_bytes() == written(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_in_every_plural_form_and_none_is_fuzzy(language):
    number = read_catalogue(language).num_plurals
    for message in messages(language):
        assert all(forms(message)), message.id
        assert not message.fuzzy, message.id
        assert len(forms(message)) == (number if message.pluralizable else 1), message.id


def test_english_says_what_the_sources_say():
    for message in messages("en"):
        assert forms(message) == ids(message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_facts_of_its_message(language):
    for message in messages(language):
        wanted = {fact for one in ids(message) for fact in PLACEHOLDER.findall(one)}
        for form in forms(message):
            assert set(PLACEHOLDER.findall(form)) in (wanted, wanted - {"{n}"}), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_number_is_for_one_thing_only(language):
    """In Russian the first form also serves 21 and 101, so it must name the number."""
    plural = read_catalogue(language).plural_expr
    for message in messages(language):
        silent = [index for index, form in enumerate(forms(message)) if "{n}" not in form]
        if message.pluralizable and silent:
            assert language != "ru", message.id
            assert silent == [0], message.id
            assert plural in {"(n != 1)", "(n!=1)"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_tags_of_its_message_and_is_valid_html(language):
    for message in messages(language):
        for form in forms(message):
            assert Counter(TAG.findall(form)) == Counter(TAG.findall(ids(message)[-1])), message.id
            read(re.sub(r'(?<!=)"(?![^<]*>)', "&quot;", PLACEHOLDER.sub("1", form)))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_ends_as_its_message_does(language):
    for message in messages(language):
        for form in forms(message):
            for mark in (".", "?", ":", "…", "›"):
                assert form.rstrip().endswith(mark) == ids(message)[-1].rstrip().endswith(mark), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_only_what_is_the_same_word_is_left_as_it_is_in_english(language):
    same = {form for message in messages(language) for form in forms(message) if form in ids(message)}
    international = {
        "{what}: {n}",
        "{bar} {done} / {total}",
        "“{keyword}”",
        "Tennis",
        "Golf",
        "Parlament",
        "Moda",
    }
    assert same <= international


def test_russian_holds_no_latin_words_but_names_and_commands():
    for message in messages("ru"):
        for form in forms(message):
            bare = re.sub(r"/[a-z]+|https://…", "", TAG.sub("", PLACEHOLDER.sub("", form)))
            assert set(LATIN_IN_RUSSIAN.findall(bare)) <= NAMES, message.id


@pytest.mark.parametrize(("language", "foreign"), [("az", "wW"), ("tr", "wWxXqQəƏ"), ("en", "əşğıİ")])
def test_a_language_keeps_to_its_alphabet(language, foreign):
    for message in messages(language):
        for form in forms(message):
            bare = re.sub(
                r"/[a-z]+|https://…|<code>.*</code>|newsbot", "", TAG.sub("", PLACEHOLDER.sub("", form))
            )
            assert not set(bare) & set(foreign), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_the_languages_own(language):
    for message in messages(language):
        for form in forms(message):
            bare = re.sub(r"<i>.*?</i>|<[^>]*>", "", form)
            assert '"' not in bare, message.id
            assert ("“" not in bare) if language == "ru" else ("«" not in bare), message.id
