"""Who the bot is, and how updates come to it."""

from bot.playground.telegram.errors import ApiError, conflict, misuse
from bot.playground.telegram.shapes import Json, me_json
from bot.playground.telegram.state import Call, State
from bot.playground.telegram.webhook import Address


async def get_me(state: State, _: Call) -> Json:
    return me_json(state.world.bot)


async def log_out(_state: State, _call: Call) -> bool:
    return True


async def get_updates(state: State, call: Call) -> list[Json]:
    if state.webhook.address.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    state.updates.allow(call.get("allowed_updates"))
    limit = min(max(call.get("limit", 100), 1), 100)
    return await state.updates.poll(call.get("offset", 0), limit, call.get("timeout", 0))


async def set_webhook(state: State, call: Call) -> bool:
    if not call["url"]:
        return await delete_webhook(state, call)
    if "certificate" in call:
        raise misuse("setWebhook", "the local Telegram takes no certificate")
    _drop_pending(state, call)
    state.updates.allow(call.get("allowed_updates"))
    address = Address(call["url"], call.get("secret_token", ""), call.get("max_connections", 40))
    if address != state.webhook.address:
        state.updates.end_poll(ApiError(409, "Conflict: terminated by setWebhook request"))
        await state.webhook.start(address)
    return True


async def delete_webhook(state: State, call: Call) -> bool:
    _drop_pending(state, call)
    await state.webhook.stop()
    return True


async def get_webhook_info(state: State, _: Call) -> Json:
    address, trouble = state.webhook.address, state.webhook.trouble
    info: Json = {
        "url": address.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending()),
    }
    if address.url:
        info["max_connections"] = address.max_connections
    if state.updates.allowed:
        info["allowed_updates"] = list(state.updates.allowed)
    if trouble:
        info |= {"last_error_date": trouble.at, "last_error_message": trouble.text}
    return info


def _drop_pending(state: State, call: Call) -> None:
    if call.get("drop_pending_updates"):
        state.updates.drop_all()
