import io
import json
import logging

import pytest
import structlog

from bot.logs import mask, set_up_logs

TOKEN = "1234567890:AAH4-dKq_9sZlYw0x1y2z3A4B5C6D7E8F9G"


@pytest.fixture
def lines():
    stream = io.StringIO()
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    set_up_logs(style="json", level="info", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)


def test_a_line_is_json_with_time_and_level(lines):
    structlog.get_logger().info("feed checked", feed=3)
    (line,) = lines()
    assert (line["event"], line["feed"], line["level"]) == ("feed checked", 3, "info")
    assert line["timestamp"].endswith("Z")


def test_a_token_is_never_written_wherever_it_stands(lines):
    log = structlog.get_logger()
    log.info("calling", url=f"https://api.telegram.org/bot{TOKEN}/getMe", error=ValueError(TOKEN))
    try:
        int(TOKEN)
    except ValueError:
        log.exception("failed")
    logging.getLogger("some.library").warning("GET /bot%s/getMe", TOKEN)
    assert TOKEN not in json.dumps(lines())
    assert len(lines()) == 3


def test_the_password_of_a_database_is_never_written(lines):
    structlog.get_logger().warning("no answer", address="postgresql://newsbot:hunter2@db/newsbot")
    assert "hunter2" not in json.dumps(lines())


def test_what_is_below_the_level_is_not_written(lines):
    structlog.get_logger().debug("detail")
    logging.getLogger("httpx").info("GET https://…")
    assert lines() == []


def test_masking_leaves_ordinary_text_alone():
    text = "12:30: 5 stories from https://news.example/a@b?c=1"
    assert mask(text) == text
