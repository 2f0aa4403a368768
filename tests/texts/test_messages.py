"""Every message, in every language, with hostile facts: valid HTML, within Telegram's limits."""

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from types import ModuleType
from typing import Any

import pytest

from bot.domain.brief import CountryCode, TopicId
from bot.domain.broadcast import BroadcastState
from bot.domain.chat import ChatState, Length, Mode, Preferences
from bot.domain.interest import EVERYTHING, Interest
from bot.feeds.failure import FailureKind
from bot.texts import LANGUAGES, Html, Texts, texts_for
from bot.texts.messages import (
    brief,
    buttons,
    commands,
    desk,
    follow,
    latest,
    newsroom,
    reader,
    repairs,
    settings,
)
from tests.strict_html import read

MODULES = (brief, buttons, desk, follow, latest, newsroom, reader, repairs, settings)
HOSTILE = "<b>&\u202e\"'👩‍👧" + "x" * 300
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
ENERGY_IN_GEORGIA = Interest(topic=TopicId("medtop:20000256"), country=CountryCode("GE"))
INTERESTS = (EVERYTHING, ENERGY_IN_GEORGIA, Interest(keyword="<b>&"), Interest(country=CountryCode("AZ")))
TALLY = newsroom.Tally(total=1903, delivered=1884, blocked=9, failed=3, unknown=5, retrying=2)
FIGURES = desk.Figures(
    readers=8412,
    groups=3,
    channels=1,
    paused=5,
    gone=7,
    subscriptions=20_001,
    articles_a_day=300,
    stories_a_day=120,
    sent_a_day=90_000,
    failed_a_day=1,
    unknown_a_day=2,
    waiting=3,
    delay_p50=timedelta(seconds=40),
    delay_p95=timedelta(minutes=3),
    most_followed=((ENERGY_IN_GEORGIA, 900),),
    sent_by_day=(0, 5, 90),
)
FEEDS = (
    desk.FeedHealth(
        name=HOSTILE, url="https://a.example", failure="timeout", failing_since=NOW, articles_a_day=3.14
    ),
    desk.FeedHealth(name="", url="https://b.example", last_new_at=NOW, off=True),
)

LINE = repairs.Line(source=HOSTILE, headline=HOSTILE, ago=timedelta(minutes=5))

# What is given for a parameter of this name, in whichever function it stands.
FACTS: dict[str, Any] = {
    "ailing": (0, 1, 5), "articles": (1, 2, 5, 21), "lines": ((LINE,), (LINE, LINE)), "names": ((), ("A", HOSTILE)),
    "notice": (Html("a"),), "one": (HOSTILE,), "other": (HOSTILE,), "tags": ((), INTERESTS),
    "audience": (None, EVERYTHING, ENERGY_IN_GEORGIA), "at": (NOW,), "by": (INTERESTS[3],), "changed": (0, 1, 5),
    "chats": (0, 1, 21), "command": ("/broadcast", HOSTILE), "contact": ("", HOSTILE), "copies": (1, 2, 8412),
    "count": (1, 2, 5, 8412), "country": (CountryCode("GE"),), "deletable": (0, 1, 5), "deleted": (0, 1, 5),
    "deliveries": (9,), "dropped": (1,), "editor": (False, True), "end": (time(7), None),
    "eta": (timedelta(seconds=64),),
    "failed": (1,), "feed": (HOSTILE,), "figures": (FIGURES,), "following": (0, 1, 5, (), INTERESTS),
    "headline": (HOSTILE,), "health": ((), FEEDS, FEEDS[1:]), "hour": (3, 8, 13, 19), "hours": ((18, 8),),
    "interest": INTERESTS, "interests": ((), INTERESTS), "joined_on": (date(2026, 1, 2),),
    "kind": ("not_found", "other", "new"), "lasted": (timedelta(hours=26),),
    "kept_for": (None, timedelta(days=14)),
    "language": (*LANGUAGES, "ka"), "last": (None, (NOW - timedelta(days=3), HOSTILE)), "left": (0, 1, 5),
    "length": (*Length,), "limit": (4096,), "matched": (None, *INTERESTS), "megabytes": (90,), "mode": (*Mode,),
    "most": (1, 50),
    "muted": (3, (), INTERESTS), "name": ("", HOSTILE), "now": (NOW,), "number": ("142",), "of": (date(2026, 11, 23),),
    "on": (False, True), "others": ((), INTERESTS), "outlets": ((), ("A",), ("A", "B", "C", "D", "E")),
    "page": (1, 2), "pages": (1, 2), "paused": (False, True), "per_day": (None, 0.3, 1.2, 14.0), "per_second": (30.0,),
    "preferences": tuple(Preferences(language=one) for one in LANGUAGES), "quiet": (0, 1, 117), "reason": ("", HOSTILE),
    "sent": (1,), "source": ("", HOSTILE), "start": (time(22), None), "steps": ((Html("a"),),),
    "stopped": (False, True), "suggestions": (INTERESTS[1:2], INTERESTS), "tally": (TALLY, newsroom.Tally(total=0)),
    "title": (HOSTILE,), "too_old": (0, 1, 5), "took": (timedelta(seconds=69),), "typed": ("ukrane", HOSTILE),
    "unknown": (1,), "until": (None, NOW), "url": ("https://a.example/?a=1&b=2", HOSTILE),
    "values": ((), (0, 0), (1, 9)),
    "waiting": (1,), "within": (None, TopicId("medtop:15000000")), "words": ("", HOSTILE), "zone": ("UTC", "Asia/Baku"),
}  # fmt: skip
# Where a name stands for another kind of fact than elsewhere.
SPECIAL: dict[tuple[str, str], Any] = {
    ("my_data", "following"): (3,), ("my_data", "muted"): (1,), ("welcome_back", "following"): (0, 1, 5),
    ("subscriptions", "following"): ((), INTERESTS), ("subscriptions", "muted"): ((), INTERESTS),
    ("progress", "state"): (*BroadcastState,), ("page", "state"): (*ChatState,),
    ("progress", "left"): (timedelta(seconds=3), None), ("too_long", "length"): (5000,),
    ("to_followers", "audience"): INTERESTS, ("not_tags", "words"): (("a",), (HOSTILE, "b")),
}  # fmt: skip


def functions() -> list[tuple[ModuleType, str, Callable[..., Any]]]:
    return [
        (module, name, function)
        for module in MODULES
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    ]


def calls(name: str, function: Callable[..., Any], t: Texts) -> list[dict[str, Any]]:
    """Enough calls that each fact is given once; the other facts then have their first or last value."""
    choices = {
        parameter: (t,) if parameter == "t" else SPECIAL.get((name, parameter)) or FACTS[parameter]
        for parameter in inspect.signature(function).parameters
    }
    first = {parameter: values[0] for parameter, values in choices.items()}
    last = {parameter: values[-1] for parameter, values in choices.items()}
    return [
        {**others, parameter: value}
        for others in (first, last)
        for parameter, values in choices.items()
        for value in values
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("module", "name", "function"), functions(), ids=lambda one: getattr(one, "__name__", one)
)
def test_whatever_the_facts_a_message_is_valid_html_and_a_label_is_short(language, module, name, function):
    del module
    for facts in calls(name, function, texts_for(language)):
        said = function(**facts)
        if isinstance(said, Html):
            if said:
                read(said)
        elif isinstance(said, str):
            assert len(said) <= 200
            assert "\n" not in said
            assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menus_and_descriptions_are_within_telegrams_limits(language):
    t = texts_for(language)
    for menu in (commands.reader_commands(t), commands.group_commands(t), commands.editor_commands(t)):
        for command in menu:
            assert 0 < len(command.description) <= commands.MAX_COMMAND_DESCRIPTION
    assert 0 < len(commands.description(t)) <= commands.MAX_DESCRIPTION
    assert 0 < len(commands.short_description(t)) <= commands.MAX_SHORT_DESCRIPTION


def test_the_buttons_of_a_broadcast_bear_the_names_of_the_contract():
    t = texts_for("en")
    assert buttons.send(t, 1903) == "Send to 1,903 chats"
    assert [buttons.pause(t), buttons.stop(t), buttons.correct(t), buttons.recall(t)] == [
        "Pause", "Stop", "Correct", "Recall",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_button_that_confirms_begins_with_send(language):
    t = texts_for(language)
    others = (
        buttons.try_on_me(t),
        buttons.schedule(t),
        buttons.rewrite(t),
        buttons.cancel(t),
        buttons.audience(t),
    )
    assert not any(label.startswith(buttons.send(t, 5).split()[0]) for label in others)


def test_following_is_confirmed_with_the_name_its_sign_and_what_to_expect():
    t = texts_for("en")
    assert follow.followed(t, Interest(country=CountryCode("CI"))) == "Following <b>Côte d’Ivoire</b> 🇨🇮."
    assert follow.followed(t, ENERGY_IN_GEORGIA, per_day=14.2).endswith("That is about 14 briefs a day.")


def test_what_was_misspelled_is_said_as_it_was_read():
    said = follow.followed_as_read(texts_for("en"), "ukrane", Interest(country=CountryCode("UA")))
    assert said == "I read “ukrane” as <b>Ukraine</b> 🇺🇦. Following <b>Ukraine</b> 🇺🇦."


def test_a_long_list_of_subscriptions_names_the_first_and_counts_the_rest():
    many = [Interest(keyword=f"word {number}") for number in range(50)]
    assert follow.subscriptions(texts_for("en"), many).endswith("“word 39”\n… and 10 more")


def test_only_editors_are_told_of_the_editors_commands():
    t = texts_for("en")
    assert "/broadcast" not in reader.help_page(t)
    assert "/broadcast" in reader.help_page(t, editor=True)


def test_the_welcome_greets_by_name_and_without_one():
    t = texts_for("ru")
    assert reader.welcome(t, "Ана").startswith("Здравствуйте, Ана!")
    assert reader.welcome(t).startswith("Здравствуйте!")


def test_the_progress_of_a_broadcast_counts_what_is_done_and_leaves_out_zeros():
    said = newsroom.progress(
        texts_for("en"), "7", newsroom.Tally(total=4, delivered=1), left=timedelta(seconds=3)
    )
    assert said == "<b>Broadcast 7 is going out</b>\n▓▓▓░░░░░░░░░ 1 of 4\ndelivered 1\nAbout 3 sec left."


def test_the_final_report_explains_the_unknown():
    said = newsroom.finished(texts_for("en"), "7", TALLY, took=timedelta(seconds=69))
    assert "unknown 5" in said
    assert "they may have arrived" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_failure_of_a_feed_has_a_sentence_of_its_own(language):
    said = {kind: desk.feed_failure(texts_for(language), kind) for kind in FailureKind}
    assert len(set(said.values())) == len(FailureKind)


def test_bars_are_as_high_as_their_value():
    assert desk.sparkline([0, 4, 8]) == "▁▄█"
    assert desk.sparkline([0, 0]) == "▁▁"
    assert not desk.sparkline([])
