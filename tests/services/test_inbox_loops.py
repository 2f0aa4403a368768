"""What readers send, from Telegram over the inbox to whoever handles it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.services.handle import keep_handling
from bot.services.keep_house import rescue
from bot.services.receive import LEASE, keep_polling
from storage import inbox, leases
from tests.world import running

PATIENCE = 30


class Handled:
    """Notes what it handles, and can be made to hang on some texts."""

    def __init__(self, *, hang_on=""):
        self.texts = []
        self.repeated = []
        self._hang_on = hang_on
        self._changed = asyncio.Event()

    async def __call__(self, update, repeated):
        if "callback_query" in update:
            self.repeated.append(repeated)
        text = update.get("message", {}).get("text", "")
        if self._hang_on and text == self._hang_on:
            self.texts.append(f"began {text}")
            self._changed.set()
            await asyncio.Event().wait()
        self.texts.append(text)
        self._changed.set()

    async def until(self, holds):
        async with asyncio.timeout(PATIENCE):
            while not holds(self):
                await self._changed.wait()
                self._changed.clear()


def polling(deps):
    return lambda stop: keep_polling(deps, stop)


def handling(deps, handle):
    return lambda stop: keep_handling(deps, stop, handle)


async def killed(*loops, after):
    """Run loops until something has happened, and then end them as kill -9 does: without a farewell."""
    stopping = asyncio.Event()
    tasks = [asyncio.ensure_future(loop(stopping)) for loop in loops]
    await after
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def beat(deps):
    async with deps.database.write() as session:
        await leases.beat(session, deps.worker, now=deps.now(), ttl=timedelta(seconds=12))


async def waiting(world):
    async with world.deps.database.read() as session:
        return await inbox.count_waiting(session)


async def test_what_one_reader_sends_is_handled_in_his_order(world):
    ana = world.phone.add_user("Ana")
    for number in range(5):
        world.phone.say(ana, f"message {number}")
    handled = Handled()
    async with running(polling(world.deps), handling(world.deps, handled)):
        await handled.until(lambda one: len(one.texts) == 5)
    assert handled.texts == [f"message {number}" for number in range(5)]
    assert await waiting(world) == 0


async def test_a_reader_whose_message_takes_long_keeps_nobody_else_waiting(world):
    ana, ben = world.phone.add_user("Ana"), world.phone.add_user("Ben")
    world.phone.say(ana, "slow")
    handled = Handled(hang_on="slow")

    async def ben_is_served():
        await handled.until(lambda one: "began slow" in one.texts)
        world.phone.say(ana, "after it")
        world.phone.say(ben, "quick")
        await handled.until(lambda one: "quick" in one.texts)

    await killed(polling(world.deps), handling(world.deps, handled), after=ben_is_served())
    assert "after it" not in handled.texts


async def test_killed_between_taking_and_handling_it_is_handled_after_the_restart(world):
    ana = world.phone.add_user("Ana")
    world.phone.say(ana, "do not lose me")
    hanging = Handled(hang_on="do not lose me")
    await beat(world.deps)
    await killed(
        polling(world.deps),
        handling(world.deps, hanging),
        after=hanging.until(lambda one: one.texts == ["began do not lose me"]),
    )
    assert await waiting(world) == 1
    late = world.deps.now
    restarted = replace(world.deps, worker="restarted", now=lambda: late() + timedelta(seconds=13))
    await beat(restarted)
    await rescue(restarted)
    handled = Handled()
    async with running(handling(restarted, handled)):
        await handled.until(lambda one: one.texts == ["do not lose me"])
    assert await waiting(world) == 0


async def test_the_same_press_under_a_new_number_acts_once(world):
    ana = world.phone.add_user("Ana")
    world.phone.start(ana)
    keyboard = {"inline_keyboard": [[{"text": "Follow", "callback_data": "follow"}]]}
    await world.deps.api.ask("sendMessage", chat_id=ana.id, text="Follow?", reply_markup=keyboard)
    message = world.phone.messages(ana)[-1]
    world.phone.press(ana, message, "Follow")
    world.phone.press(ana, message, "Follow")  # the app sends a press again that was not answered
    handled = Handled()
    async with running(polling(world.deps), handling(world.deps, handled)):
        await handled.until(lambda one: len(one.repeated) == 2)
    assert handled.repeated == [False, True]


async def test_a_standby_takes_over_asking_for_updates_when_the_holder_is_killed(world):
    ana, ben = world.phone.add_user("Ana"), world.phone.add_user("Ben")
    first = Handled()

    async def served():
        world.phone.say(ana, "one")
        await first.until(lambda one: one.texts == ["one"])

    await killed(polling(world.deps), handling(world.deps, first), after=served())
    async with world.deps.database.read() as session:
        assert await leases.find_holder(session, LEASE, now=world.deps.now()) == world.deps.worker
    now = world.deps.now
    standby = replace(world.deps, worker="standby", now=lambda: now() + timedelta(seconds=11))
    second = Handled()
    async with running(polling(standby), handling(standby, second)):
        world.phone.say(ben, "two")
        await second.until(lambda one: "two" in one.texts)
    assert second.texts == ["two"]
