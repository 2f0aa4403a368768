"""Calls and answers are held against the facts of the Bot API; what the specification does not allow is told loudly."""

import json

import pytest

from bot.playground.start import Violations, local_telegram
from bot.playground.telegram.checks import problems_of_result, problems_of_update, read_call
from bot.playground.telegram.errors import ApiError, Misuse
from bot.playground.telegram.facts import Field, Length, load
from bot.playground.telegram.files import Upload
from bot.playground.telegram.methods import COUNTED, METHODS
from tests.playground.conftest import calls

FACTS = load()


def test_every_method_that_is_answered_has_facts_and_the_other_way_round():
    assert METHODS.keys() == FACTS.methods.keys() == FACTS.results.keys()
    assert METHODS.keys() >= COUNTED


def test_no_method_is_both_answered_and_unanswered():
    assert not FACTS.methods.keys() & FACTS.unanswered
    assert len(FACTS.methods) + len(FACTS.unanswered) > 150


def test_a_fact_is_read_with_its_types_need_and_length():
    fields = FACTS.methods["sendMessage"]
    assert fields["text"] == Field(("String",), required=True, length=Length(1, 4096, "e"))
    assert fields["chat_id"] == Field(("Integer", "String"), required=True, length=None)
    assert fields["entities"].kinds == ("[MessageEntity]",)
    assert FACTS.types["InlineKeyboardButton"]["callback_data"].length == Length(1, 64, "b")


@pytest.mark.parametrize(
    ("method", "given", "problem"),
    [
        ("sendMessage", {"chat_id": 1}, "required field text is missing"),
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, "unknown field colour"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_to_message_id": 5},
            "unknown field reply_to_message_id",
        ),
        ("sendMessage", {"chat_id": [1], "text": "x"}, "chat_id is none of Integer, String"),
        ("sendMessage", {"chat_id": True, "text": "x"}, "chat_id is none of Integer, String"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "text is no String"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "protect_content": "maybe"},
            "protect_content is no Boolean",
        ),
        ("sendMessage", {"chat_id": 1, "text": "x", "protect_content": 1}, "protect_content is no Boolean"),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"label": "x"}]]}},
            "reply_markup",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "link_preview_options": {"urls": "x"}},
            "unknown field link_preview_options.urls",
        ),
        ("sendMessage", {"chat_id": 1, "text": "x", "entities": {"type": "bold"}}, "entities is no array"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "text has 201 characters"),
        (
            "setMyCommands",
            {"commands": [{"command": "x"}]},
            "required field commands[0].description is missing",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "chat", "room": 1}},
            "scope is no BotCommandScope",
        ),
        ("sendPhoto", {"chat_id": 1, "photo": 5}, "photo is none of InputFile, String"),
        ("sendPoll", {"chat_id": 1}, "the local Telegram does not answer it"),
    ],
)
def test_what_the_specification_does_not_allow_is_named(method, given, problem):
    with pytest.raises(Misuse) as raised:
        read_call(FACTS, method, given, {})
    assert problem in raised.value.description
    assert raised.value.description.startswith(f"Bad Request: {method}: ")


def test_a_method_that_does_not_exist_is_not_found():
    with pytest.raises(ApiError) as raised:
        read_call(FACTS, "sendTelepathy", {}, {})
    assert (raised.value.code, raised.value.description) == (404, "Not Found: method not found")


def test_values_may_come_as_text_as_in_a_form():
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "1"}]]}
    form = {
        "chat_id": "-1001",
        "text": "12",
        "disable_notification": "true",
        "message_thread_id": "7",
        "reply_markup": json.dumps(markup),
    }
    assert read_call(FACTS, "sendMessage", form, {}) == {
        "chat_id": -1001,
        "text": "12",
        "disable_notification": True,
        "message_thread_id": 7,
        "reply_markup": markup,
    }


def test_a_channels_name_stays_a_name_and_a_null_is_nothing():
    call = read_call(FACTS, "sendMessage", {"chat_id": "@news", "text": "x", "parse_mode": None}, {})
    assert call == {"chat_id": "@news", "text": "x"}


def test_a_file_comes_in_a_part_of_its_name_or_is_attached_by_another():
    upload = Upload("x.png", b"1")
    assert read_call(FACTS, "sendPhoto", {"chat_id": 1}, {"photo": upload})["photo"] is upload
    attached = read_call(FACTS, "sendPhoto", {"chat_id": 1, "photo": "attach://p"}, {"p": upload})
    assert attached["photo"] is upload


def test_our_own_answers_are_held_against_the_facts_as_well():
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
    assert problems_of_result(FACTS, "sendMessage", message) == []
    assert problems_of_result(FACTS, "sendMessage", message | {"colour": 1}) == [
        "unknown field sendMessage.colour"
    ]
    assert problems_of_result(FACTS, "deleteMessage", 1) == ["deleteMessage is no Boolean"]
    assert problems_of_result(FACTS, "editMessageText", True) == []
    assert problems_of_update(FACTS, {"update_id": 1, "message": message}) == []
    assert problems_of_update(FACTS, {"update_id": 1, "massage": message}) == ["unknown field update.massage"]


async def test_a_playground_that_saw_a_violation_ends_with_it(session):
    async def wrong() -> None:
        async with local_telegram() as playground:
            await calls(playground, session)("getMe", colour="red")

    with pytest.raises(Violations, match="unknown field colour"):
        await wrong()


async def test_names_of_methods_are_found_in_any_case(call):
    assert (await call("GETME")).result["is_bot"]
