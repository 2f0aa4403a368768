"""Publisher push over real HTTP."""

import asyncio
import io
import json

import pytest
from sqlalchemy import select, text

from bot.web import limits
from storage.schema import ArticleRow

AUTH = {"Authorization": "Bearer hunter2"}
URL = "https://news.example/port"
ARTICLE = {
    "title": "Port reopens after the storm",
    "text": "The port of Baku reopened on Monday. Forty ships were waiting.",
    "url": URL,
}


@pytest.fixture
async def web(serve):
    async with serve(publish_token="hunter2") as served:
        yield served


async def post(web, body, headers=AUTH):
    data = body if isinstance(body, bytes) else json.dumps(body)
    return await web.ask("POST", "/articles", data=data, headers=headers)


async def stored(web):
    async with web.world.deps.database.read() as session:
        return list(await session.scalars(select(ArticleRow.title)))


async def test_an_article_is_new_once_then_known_then_corrected(web):
    status, body = await post(web, ARTICLE)
    assert (status, body["status"]) == (201, "new")
    status, again = await post(web, ARTICLE)
    assert (status, again["status"], again["article"]) == (200, "known", body["article"])
    status, corrected = await post(web, ARTICLE | {"text": "The port reopened on Tuesday."})
    assert (status, corrected["status"]) == (200, "corrected")
    assert await stored(web) == [ARTICLE["title"]]


async def test_an_article_is_withdrawn_by_its_address(web):
    await post(web, ARTICLE)
    assert (await web.ask("DELETE", "/articles", params={"url": URL}, headers=AUTH))[0] == 200
    assert (await web.ask("DELETE", "/articles", params={"url": URL}, headers=AUTH))[0] == 410
    assert (await post(web, ARTICLE))[0] == 410
    assert (await web.ask("DELETE", "/articles", params={"url": f"{URL}/other"}, headers=AUTH))[0] == 404
    status, body = await web.ask("DELETE", "/articles", headers=AUTH)
    assert (status, "?url=" in body["error"]) == (422, True)


STRANGERS: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "hunter2"},
    {"Authorization": "Bearer wrong"},
    {"Authorization": "Bearer hünter2"},
)


async def test_nobody_without_the_token_publishes_or_withdraws(web):
    for headers in STRANGERS:
        assert (await post(web, ARTICLE, headers))[0] == 401, headers
        assert (await web.ask("DELETE", "/articles", params={"url": URL}, headers=headers))[0] == 401, headers
    assert await stored(web) == []


NO_ARTICLES = (
    (b"", "not JSON"),
    (b"{", "not JSON"),
    (b"\xff\xfe\x00", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b"[]", "JSON object"),
    (b"null", "JSON object"),
    ({"url": URL}, "`title`"),
    ({"url": URL, "title": " \n", "text": ""}, "`title`"),
    (ARTICLE | {"url": ""}, "`url`"),
    (ARTICLE | {"url": "javascript:alert(1)"}, "`url`"),
    (ARTICLE | {"title": 7}, "`title` must be text"),
    (ARTICLE | {"categories": "news"}, "`categories` must be a list"),
    (ARTICLE | {"published_at": "yesterday"}, "`published_at` must be a time"),
    (ARTICLE | {"published_at": "0001-01-01T00:00:00+14:00"}, "`published_at` must be a time"),
)


async def test_what_is_no_article_is_refused_with_the_field_and_stores_nothing(web):
    for body, reason in NO_ARTICLES:
        status, answer = await post(web, body)
        assert (status, reason in answer["error"]) == (422, True), (
            body[:80] if isinstance(body, bytes) else body,
            answer,
        )
    assert await stored(web) == []


async def test_characters_that_no_database_holds_are_left_out(web):
    body = b'{"title": "Port\\u0000 \\ud800reopens", "text": "A\\u0000b\\udfff.", "url": "https://news.example/a"}'
    assert (await post(web, body))[0] == 201
    assert await stored(web) == ["Port reopens"]


async def test_a_body_of_more_than_two_megabytes_is_refused(web):
    large = io.BytesIO(b'{"title": "' + b"x" * limits.LARGEST + b'"}')
    status, body = await web.ask("POST", "/articles", data=large, headers=AUTH)
    assert status == 413
    assert "2,000,000 bytes" in body["error"]


async def test_a_body_that_does_not_come_is_not_waited_for_and_others_are_served_meanwhile(web, monkeypatch):
    monkeypatch.setattr(limits, "_PATIENCE", 0.3)
    host, port = web.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    await writer.drain()
    assert (await web.ask("GET", "/healthz"))[0] == 200
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 408")


async def test_while_the_database_is_away_a_newsroom_is_asked_to_come_again(web):
    async with web.world.deps.database.write() as session:
        await session.execute(text("ALTER TABLE article_keys RENAME TO gone"))
    status, body = await post(web, ARTICLE)
    assert (status, body) == (503, {"error": "try again"})
