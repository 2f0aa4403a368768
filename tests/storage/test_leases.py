from datetime import timedelta

from storage import leases
from tests.builders import NOW

TTL = timedelta(seconds=10)


async def take(database, holder, now=NOW, name="updates"):
    async with database.write() as session:
        return await leases.take_lease(session, name, holder, now=now, ttl=TTL)


async def test_a_lease_has_one_holder(database):
    assert await take(database, "a")
    assert not await take(database, "b")


async def test_its_holder_renews_it(database):
    await take(database, "a")
    assert await take(database, "a", now=NOW + TTL / 2)
    assert not await take(database, "b", now=NOW + TTL)


async def test_another_takes_it_when_it_has_run_out(database):
    await take(database, "a")
    assert await take(database, "b", now=NOW + TTL)
    assert not await take(database, "a", now=NOW + TTL)


async def test_another_takes_it_at_once_when_it_is_given_back(database):
    await take(database, "a")
    async with database.write() as session:
        await leases.release_lease(session, "updates", "b")
        await leases.release_lease(session, "updates", "a")
        assert await leases.find_holder(session, "updates", now=NOW) is None
    assert await take(database, "b")


async def test_a_worker_is_alive_until_it_ends_or_falls_silent(database):
    async with database.write() as session:
        for worker in ("a", "b", "c"):
            await leases.beat(session, worker, now=NOW, ttl=TTL)
        await leases.beat(session, "a", now=NOW + TTL / 2, ttl=TTL)
        await leases.end(session, "c")
        assert sorted(await leases.list_alive(session, now=NOW)) == ["a", "b"]
        assert await leases.list_alive(session, now=NOW + TTL) == ["a"]
