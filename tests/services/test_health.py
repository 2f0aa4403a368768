from datetime import timedelta

from sqlalchemy import text

from bot.services.health import Health, check_ready
from tests.builders import NOW


class Clock:
    now = NOW

    def __call__(self):
        return self.now


def test_a_part_that_works_is_no_complaint_until_it_falls_silent():
    clock = Clock()
    health = Health(clock)
    health.works("updates")
    assert health.complaints() == {}
    clock.now += timedelta(minutes=2)
    assert health.complaints() == {"updates": "silent since 12:00:00"}
    health.works("updates")
    assert health.complaints() == {}


def test_what_a_part_fails_at_is_told_until_it_works_again():
    health = Health(Clock())
    health.fails("updates", "another program asks")
    assert health.complaints() == {"updates": "another program asks"}
    health.works("updates")
    assert health.complaints() == {}


async def test_a_bot_is_ready_when_its_database_answers_and_is_of_its_version(database):
    health = Health(lambda: NOW)
    assert await check_ready(database, health) == {}
    async with database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert await check_ready(database, health) == {"database": "is not migrated to this version"}
