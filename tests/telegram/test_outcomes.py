import json
from datetime import timedelta

import pytest

from bot.domain.delivery import ChatGone, ChatMoved, OurFault, RetryAt, Sent, Unknown
from bot.telegram.outcomes import outcome_of, outcome_of_error
from bot.telegram.wire import NotConnected


def refused(code, description, **parameters):
    body = {"ok": False, "error_code": code, "description": description}
    return outcome_of(code, json.dumps(body | ({"parameters": parameters} if parameters else {})).encode())


@pytest.mark.parametrize(
    "body",
    [
        b'{"ok":true,"result":{"message_id":77,"chat":{"id":5},"reply_to_message":{"message_id":3}}}',
        b'{ "result": {"date": 1, "message_id": 77}, "ok": true }',
    ],
)
def test_an_accepted_message_is_sent_and_its_number_kept(body):
    assert outcome_of(200, body) == Sent(77)


def test_an_accepted_deletion_has_no_number():
    assert outcome_of(200, b'{"ok":true,"result":true}') == Sent(None)


def test_a_flood_wait_is_taken_to_the_letter():
    assert refused(429, "Too Many Requests: retry after 43838", retry_after=43838) == RetryAt(
        timedelta(seconds=43838), "Too Many Requests: retry after 43838", flood=True
    )


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot is not a member of the channel chat"),
        (403, "Forbidden: the group chat was deleted"),
        (403, "Forbidden: something that Telegram says from tomorrow on"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: need administrator rights in the channel chat"),
    ],
)
def test_a_chat_that_is_closed_to_us_is_gone(code, description):
    assert refused(code, description) == ChatGone(description)


@pytest.mark.parametrize(
    "description", ["Bad Request: message thread not found", "Bad Request: TOPIC_CLOSED"]
)
def test_a_thread_that_is_closed_leaves_the_rest_of_its_chat(description):
    assert refused(400, description) == ChatGone(description, thread_only=True)


def test_a_group_that_became_a_supergroup_has_moved():
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused(400, text, migrate_to_chat_id=-1005) == ChatMoved(-1005)


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: message is not modified: specified new message content is exactly the same",
        "Bad Request: message to delete not found",
        "Bad Request: message to edit not found",
    ],
)
def test_a_change_that_needs_no_doing_is_done(description):
    assert refused(400, description) == Sent(None)


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: can't parse entities: unclosed start tag",
        "Bad Request: message is too long",
        "Unauthorized",
    ],
)
def test_what_telegram_would_refuse_from_anybody_is_our_fault(description):
    assert refused(400, description) == OurFault(description)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>Bad Gateway</html>"),
        (500, b'{"ok":false,"error_code":500,"description":"Internal Server Error"}'),
        (200, b""),
        (200, b"[]"),
        (200, b'{"ok":tr'),
    ],
)
def test_an_answer_that_leaves_open_whether_it_arrived_is_unknown(status, body):
    assert isinstance(outcome_of(status, body), Unknown)


def test_without_a_connection_it_surely_did_not_arrive():
    outcome = outcome_of_error(NotConnected("api.example: refused"))
    assert isinstance(outcome, RetryAt)
    assert not outcome.flood


@pytest.mark.parametrize(
    "error", [ConnectionResetError("closed without an answer"), OSError("no route"), TimeoutError()]
)
def test_once_connected_it_may_have_arrived(error):
    assert isinstance(outcome_of_error(error), Unknown)
