"""Telegram's webhook over real HTTP."""

import pytest
from sqlalchemy import select

from bot.web.webhook import PATH, secret_of
from storage.schema import InboxRow

HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {
    "update_id": 7,
    "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "hi"},
}


@pytest.fixture
async def web(serve):
    async with serve(webhook_url="https://bot.example") as served:
        yield served


def auth(web):
    return {HEADER: secret_of(web.world.playground.token)}


async def waiting(web):
    async with web.world.deps.database.read() as session:
        return list(await session.scalars(select(InboxRow.update_id)))


async def test_an_update_is_stored_before_it_is_acknowledged_and_once(web):
    for _ in range(2):
        assert (await web.ask("POST", PATH, json=UPDATE, headers=auth(web)))[0] == 200
        assert await waiting(web) == [7]


async def test_nobody_but_telegram_is_let_in(web):
    for headers in ({}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: "gehëim"}):
        assert (await web.ask("POST", PATH, json=UPDATE, headers=headers))[0] == 403, headers
    assert await waiting(web) == []


NO_UPDATES = (
    b"",
    b"{",
    b"\xff",
    b"[]",
    b"7",
    b"{}",
    b'{"update_id": "x"}',
    b'{"update_id": true}',
    b"[" * 100_000,
)


async def test_what_is_no_update_is_refused(web):
    for body in NO_UPDATES:
        assert (await web.ask("POST", PATH, data=body, headers=auth(web)))[0] == 400, body[:40]
    assert await waiting(web) == []


async def test_the_secret_says_nothing_of_the_token(web):
    assert web.world.playground.token.partition(":")[2] not in secret_of(web.world.playground.token)
