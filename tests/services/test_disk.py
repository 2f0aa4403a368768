"""What the editors hear in Telegram of the machine: a disk that fills up, a second bot with our token."""

import pytest

from bot.playground.telegram.faults import Fault, Kind
from bot.services.disk import ROOM, DiskWatch, free_space
from bot.services.receive import keep_polling
from tests.world import running, with_settings


@pytest.fixture
def editor(world):
    """An editor who has opened the bot."""
    person = world.phone.add_user("Eva")
    world.phone.start(person)
    return person


def deps_of(world, editor):
    return with_settings(world.deps, admins=frozenset({editor.id}))


async def test_that_the_disk_fills_up_is_told_once_and_again_after_there_was_room(world, editor):
    left = iter([ROOM, 90_000_000, 80_000_000, ROOM, 70_000_000])
    watch = DiskWatch(deps_of(world, editor), lambda _: next(left))
    for _ in range(5):
        await watch.look() if world.deps.database.is_sqlite else next(left)
    told = [message.text for message in world.phone.messages(editor) if "MB left" in message.text]
    expected = ["90 MB", "70 MB"] if world.deps.database.is_sqlite else []
    assert len(told) == len(expected)
    assert all(size in text for size, text in zip(expected, told, strict=True))


async def test_the_room_on_the_disk_is_known(world):
    if world.deps.database.is_sqlite:
        assert free_space(world.deps.database) > 0


async def test_a_second_bot_with_our_token_is_told_once(world, editor):
    conflict = Fault(kind=Kind.ERROR, method="getUpdates", status=409, description="Conflict", times=2)
    world.telegram.faults.add(conflict)
    deps = deps_of(world, editor)
    async with running(lambda stopping: keep_polling(deps, stopping)):
        await world.phone.wait_for(editor, "Another program")
        await world.phone.wait_until(lambda: not world.telegram.faults, within=30)
    told = [message for message in world.phone.messages(editor) if "Another program" in message.text]
    assert len(told) == 1
