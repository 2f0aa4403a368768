"""Publisher push: a newsroom posts an article and it is in the outbox within a second."""

import hmac
import json
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import ArticleError
from bot.services.deps import Deps
from bot.services.ingest.publish import Published, publish, withdraw
from bot.web.limits import as_bytes


def add_routes(app: web.Application, deps: Deps) -> None:
    """Take articles, if a token is set."""
    token = deps.settings.publish_token.get_secret_value()
    if not token:
        return
    app.router.add_post("/articles", _guarded(token, lambda request: _post(deps, request)))
    app.router.add_delete("/articles", _guarded(token, lambda request: _delete(deps, request)))


def _guarded(token: str, handle: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(as_bytes(given), f"Bearer {token}".encode()):
            return _answer(401, error="send the header Authorization: Bearer <NEWSBOT_PUBLISH_TOKEN>")
        return await handle(request)

    return guarded


async def _post(deps: Deps, request: web.Request) -> web.Response:
    try:
        published = await publish(deps, await _read(request))
    except ArticleError as error:
        return _answer(422, error=str(error))
    return _answer(_STATUS[published.outcome], **_as_json(published))


async def _delete(deps: Deps, request: web.Request) -> web.Response:
    if not (url := request.query.get("url", "")):
        return _answer(422, error="name the article: DELETE /articles?url=https://…")
    published = await withdraw(deps, url)
    return _answer(_STATUS[published.outcome], **_as_json(published))


_STATUS = {"new": 201, "known": 200, "corrected": 200, "withdrawn": 200, "gone": 410, "unknown": 404}


async def _read(request: web.Request) -> dict[str, Any]:
    try:
        record = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"the body is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise ArticleError('an article is a JSON object, such as {"title": ..., "text": ..., "url": ...}')
    return record


def _as_json(published: Published) -> dict[str, Any]:
    return {"status": published.outcome, "article": published.article, "story": published.story}


def _answer(code: int, /, **body: Any) -> web.Response:
    return web.json_response(body, status=code)
