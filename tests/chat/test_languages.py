"""Every reader is answered in his language, from the first word on, until he chooses another."""

import pytest

from bot.domain.brief import CountryCode
from bot.telegram.parsing import parse
from bot.texts import texts_for
from bot.texts.messages import buttons, follow, latest, reader, settings

GEORGIA = CountryCode("GE")


def plain(html):
    return parse(html).plain


@pytest.mark.parametrize(
    ("code", "language"),
    [("en", "en"), ("az", "az"), ("ru", "ru"), ("tr", "tr"), ("uk", "en"), ("kk", "ru"), (None, "en")],
)
async def test_the_language_is_telegrams_until_one_is_chosen(talk, code, language):
    t = texts_for(language)
    reader_ = talk.phone.add_user("Leyla", language_code=code or "")
    hello = await talk.say("/start", by=reader_)
    assert hello.text == plain(reader.welcome(t, "Leyla"))
    assert talk.labels(hello)[:2] == [buttons.topics(t), buttons.countries(t)]
    assert (await talk.say("/subscriptions", by=reader_)).text == plain(follow.nothing_followed(t))
    assert (await talk.say("/latest", by=reader_)).text == plain(latest.empty(t))
    assert (await talk.say("/stop", by=reader_)).text == plain(reader.paused(t))
    page = await talk.say("/settings", by=reader_)
    assert settings.language_name(language) in page.text


@pytest.mark.parametrize("language", ["az", "ru", "tr"])
async def test_pickers_toasts_and_confirmations_speak_it_too(talk, language):
    t = texts_for(language)
    leyla = talk.phone.add_user("Leyla", language_code=language)
    picker = await talk.say("/subscribe", by=leyla)
    picker = await talk.turn(picker, buttons.countries(t), by=leyla)
    assert picker.text == plain(follow.pick_country(t))
    label = f"🇬🇪 {t.country_name(GEORGIA)}"
    answer = await talk.press(picker, label, by=leyla)
    assert t.country_name(GEORGIA) in answer.text
    assert label in {one.removeprefix("✓ ") for one in talk.labels(picker)}
    assert await talk.follows(leyla.id) == ["*/GE"]
