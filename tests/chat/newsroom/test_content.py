"""What an editor composed is kept as he formatted it."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageEntity, PhotoSize

from bot.chat.newsroom.addressing import next_time
from bot.chat.newsroom.content import content_of
from bot.domain.broadcast import Content

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PHOTO = (PhotoSize("small", "s", 90, 90), PhotoSize("large", "l", 900, 900))


def a_message(**content):
    return Message(1, NOW, Chat(1, "private"), **content)


def bold(start, length):
    return MessageEntity(MessageEntity.BOLD, start, length)


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("/broadcast Quake", (bold(11, 5),), "<b>Quake</b>"),
        ("/broadcast@news_bot\nQuake & <more>", (), "Quake &amp; &lt;more&gt;"),
        ("/broadcast Quake", (bold(0, 16),), "<b>Quake</b>"),
        ("Quake /broadcast", (), "Quake /broadcast"),
        ("Quake", (MessageEntity(MessageEntity.TEXT_LINK, 0, 5, url="https://a.example/?a=1&b=2"),),
         '<a href="https://a.example/?a=1&amp;b=2">Quake</a>'),
        ("👩‍👧 Quake", (bold(6, 5),), "👩‍👧 <b>Quake</b>"),
        ("Quake", (MessageEntity(MessageEntity.EXPANDABLE_BLOCKQUOTE, 0, 5),),
         "<blockquote expandable>Quake</blockquote>"),
    ],
)  # fmt: skip
def test_formatting_is_kept_and_the_command_is_not(text, entities, html):
    assert content_of(a_message(text=text, entities=entities)) == Content(html=html)


def test_of_a_photo_the_largest_size_and_the_caption_are_kept():
    message = a_message(photo=PHOTO, caption="/broadcast Quake", caption_entities=(bold(11, 5),))
    assert content_of(message) == Content(html="<b>Quake</b>", photo="large")


def test_a_photo_needs_no_caption():
    assert content_of(a_message(photo=PHOTO)) == Content(html="", photo="large")


@pytest.mark.parametrize("content", [{}, {"photo": PHOTO, "media_group_id": "7"}])
def test_what_readers_could_not_get_so_is_refused(content):
    assert content_of(a_message(**content)) is None


@pytest.mark.parametrize(
    ("typed", "zone", "expected"),
    [
        ("18:30", "UTC", "2026-11-23T18:30+00:00"),
        ("at 11:59", "UTC", "2026-11-24T11:59+00:00"),
        ("18:30", "Asia/Baku", "2026-11-23T14:30+00:00"),
        ("15:30", "Asia/Baku", "2026-11-24T11:30+00:00"),
        ("soon", "UTC", None),
    ],
)
def test_a_broadcast_goes_out_when_the_editors_clock_next_shows_the_time(typed, zone, expected):
    found = next_time(typed, NOW, zone)
    assert found == (datetime.fromisoformat(expected) if expected else None)
