"""Fetching over real sockets, from servers good and bad."""

import asyncio
import gzip
import socket
import time
import zlib
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from aiohttp.abc import AbstractResolver

from bot.errors import BadStatus, FetchError, ForbiddenAddress, TooLarge, Unreachable
from bot.feeds import connect
from bot.feeds.connect import CheckedResolver
from bot.feeds.fetch import FEED, Fetcher, Terms
from bot.feeds.pace import HostPace
from tests.feeds.hostile import ATTACKS, RSS, answer, endless, redirects_to, serving

QUICK = Terms(accept="*/*", max_wire=2_000_000, max_body=4_000_000, seconds=1.0)
HTTP_OK = "200 OK"


class Names(AbstractResolver):
    """A name server that answers as it is told, one answer after the other."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    async def resolve(self, host, port=0, family=socket.AF_INET):
        address = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("name", ATTACKS)
async def test_an_attack_ends_as_an_error_of_ours_while_the_loop_goes_on(name, fetcher):
    longest, stop = 0.0, asyncio.Event()

    async def beat():
        nonlocal longest
        while not stop.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before)

    async with serving({name: ATTACKS[name]}) as visits:
        beating = asyncio.create_task(beat())
        with pytest.raises(FetchError):
            await fetcher.fetch(f"{visits.url}/{name.replace(' ', '%20')}", terms=QUICK)
        stop.set()
        await beating
        assert visits.heads
    assert longest < 0.5  # the benchmark measures; here other tests share the machine


async def test_a_bomb_is_met_as_a_number(fetcher):
    async with serving({"bomb": ATTACKS["gzip bomb"]}) as visits:
        with pytest.raises(TooLarge, match="expand"):
            await fetcher.fetch(f"{visits.url}/bomb", terms=FEED)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress),
     ("deflate", lambda body: zlib.compress(body)[2:-4]), ("", gzip.compress), ("gzip", lambda body: body),
     ("gzip", lambda body: gzip.compress(body[:50]) + gzip.compress(body[50:]) + bytes(8)),
    ("identity", lambda body: body)],
)  # fmt: skip
async def test_a_body_is_expanded_however_it_was_packed(encoding, pack, fetcher):
    async with serving({"feed": answer(HTTP_OK, f"Content-Encoding: {encoding}", body=pack(RSS))}) as visits:
        assert (await fetcher.fetch(f"{visits.url}/feed")).body == RSS


async def test_a_large_honest_body_is_expanded_in_full(fetcher):
    body = b"".join(b"%d " % number for number in range(1_000_000))
    async with serving(
        {"feed": answer(HTTP_OK, "Content-Encoding: br", body=brotli.compress(body, quality=3))}
    ) as visits:
        assert (await fetcher.fetch(f"{visits.url}/feed")).body == body


async def test_validators_are_sent_back_exactly_as_they_came(fetcher):
    etag, modified = 'W/"a b\\"c--gzip"', "Thu, 01 Jan 1970 00:00:00 +0000"
    first = answer(HTTP_OK, f"ETag: {etag}", f"Last-Modified: {modified}", body=RSS)
    async with serving(
        {"feed": first, "again": answer("304 Not Modified", "Cache-Control: max-age=600")}
    ) as visits:
        found = await fetcher.fetch(f"{visits.url}/feed")
        again = await fetcher.fetch(f"{visits.url}/again", etag=found.etag, last_modified=found.last_modified)
        assert f"If-None-Match: {etag}\r\n" in visits.heads[1]
        assert f"If-Modified-Since: {modified}\r\n" in visits.heads[1]
    assert again.unchanged
    assert again.body == b""
    assert again.fresh_for == timedelta(minutes=10)


async def test_we_say_who_we_are_and_bring_no_cookies(fetcher):
    async with serving({"feed": answer(HTTP_OK, "Set-Cookie: id=1", body=RSS)}) as visits:
        await fetcher.fetch(f"{visits.url}/feed")
        await fetcher.fetch(f"{visits.url}/feed")
        assert all("User-Agent: Newsbot/" in head for head in visits.heads)
        assert not any("cookie" in head.lower() for head in visits.heads)


async def test_permanent_moves_are_reported_up_to_the_first_temporary_one(fetcher):
    moves = {
        "a": redirects_to("/b", 301),
        "b": redirects_to("/c", 308),
        "c": redirects_to("/d", 302),
        "d": answer(HTTP_OK, body=RSS),
    }
    async with serving(moves) as visits:
        found = await fetcher.fetch(f"{visits.url}/a")
    assert found.url == f"{visits.url}/d"
    assert found.permanent_url == f"{visits.url}/c"


async def test_a_temporary_move_is_not_permanent(fetcher):
    async with serving({"a": redirects_to("/b", 307), "b": answer(HTTP_OK, body=RSS)}) as visits:
        assert (await fetcher.fetch(f"{visits.url}/a")).permanent_url == ""


async def test_five_redirects_are_followed_and_six_are_not(fetcher):
    hops = {str(hop): redirects_to(f"/{hop + 1}") for hop in range(6)} | {"6": answer(HTTP_OK, body=RSS)}
    async with serving(hops) as visits:
        assert (await fetcher.fetch(f"{visits.url}/1")).body == RSS
        with pytest.raises(Unreachable, match="redirects"):
            await fetcher.fetch(f"{visits.url}/0")


async def test_the_time_is_for_all_hops_together(fetcher):
    async def slow(writer):
        await asyncio.sleep(0.3)
        await redirects_to("/slow")(writer)

    async with serving({"slow": slow}) as visits:
        with pytest.raises(Unreachable, match="no complete answer"):
            await fetcher.fetch(f"{visits.url}/slow", terms=QUICK)


async def test_a_slow_body_ends_at_the_deadline(fetcher):
    terms = Terms(accept="*/*", max_wire=1_000_000, max_body=1_000_000, seconds=0.3)
    async with serving(
        {"slow": endless(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"x", 0.01)}
    ) as visits:
        with pytest.raises(Unreachable, match="within"):
            await fetcher.fetch(f"{visits.url}/slow", terms=terms)


async def test_a_bad_status_carries_what_retry_after_asked(fetcher):
    now = datetime.now(UTC)
    async with serving({
        "busy": answer("429 Too Many Requests", "Retry-After: 3600"),
        "down": answer("503 Unavailable", f"Retry-After: {now + timedelta(hours=2):%a, %d %b %Y %H:%M:%S GMT}"),
        "gone": answer("410 Gone"),
    }) as visits:  # fmt: skip
        for path, status, wait in (
            ("busy", 429, timedelta(hours=1)),
            ("down", 503, timedelta(hours=2)),
            ("gone", 410, None),
        ):
            with pytest.raises(BadStatus) as caught:
                await fetcher.fetch(f"{visits.url}/{path}")
            assert caught.value.status == status
            asked = caught.value.retry_after
            assert asked == wait or (wait and asked and abs(asked - wait) < timedelta(seconds=5))


async def test_this_machine_is_not_visited_by_default():
    async with (
        serving({"feed": answer(HTTP_OK, body=RSS)}) as visits,
        Fetcher(pace=HostPace(spacing=0)) as fetcher,
    ):
        with pytest.raises(ForbiddenAddress):
            await fetcher.fetch(f"{visits.url}/feed")
        assert visits.heads == []


async def test_a_name_that_leads_home_is_refused_at_connect_time():
    async with serving({"feed": answer(HTTP_OK, body=RSS)}) as visits:
        async with Fetcher(pace=HostPace(spacing=0), resolver=Names("127.0.0.1")) as fetcher:
            with pytest.raises(ForbiddenAddress, match="loopback"):
                await fetcher.fetch("http://news.example.com:8080/feed")
        assert visits.heads == []


async def test_a_name_that_changes_its_answer_gains_nothing():
    """Rebinding: the second look-up is the one that is connected to, and it is judged there."""
    names = Names("93.184.216.34", "127.0.0.1")
    await names.resolve("news.example.com")  # somebody looked the name up before, and liked the answer
    async with Fetcher(pace=HostPace(spacing=0), resolver=names) as fetcher:
        with pytest.raises(ForbiddenAddress):
            await fetcher.fetch("http://news.example.com/feed")


async def test_one_forbidden_address_among_many_refuses_the_name(monkeypatch):
    def look_up(host, port, family):
        return [{"hostname": host, "host": one, "port": port, "family": family, "proto": 6, "flags": 0}
                for one in ("93.184.216.34", "10.0.0.7")]  # fmt: skip

    monkeypatch.setattr(connect, "_look_up", look_up)
    resolver = CheckedResolver(allow_private=False)
    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.7"):
        await resolver.resolve("news.example.com", 80)
    await resolver.close()


async def test_a_name_that_is_not_known_is_told_so(fetcher):
    with pytest.raises(Unreachable, match="name is not known"):
        await fetcher.fetch("http://nowhere.invalid/feed")


async def test_a_closed_port_is_unreachable(fetcher):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable):
            await fetcher.fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/feed")


async def test_a_form_is_posted_and_a_redirect_of_it_not_followed(fetcher):
    async with serving({"hub": answer("202 Accepted"), "moved": redirects_to("/hub", 307)}) as visits:
        assert await fetcher.post(f"{visits.url}/hub", {"hub.mode": "subscribe"}) == 202
        assert await fetcher.post(f"{visits.url}/moved", {"hub.mode": "subscribe"}) == 307
        assert visits.asked("/hub") == 1


async def test_politeness_is_kept_to_a_server_not_to_a_machine_with_several():
    waits = []

    async def wait(seconds):
        waits.append(seconds)

    pages = {"a": answer(HTTP_OK, body=RSS)}
    async with (
        serving(pages) as one,
        serving(pages) as other,
        Fetcher(allow_private=True, pace=HostPace(spacing=60, sleep=wait)) as fetcher,
    ):
        await fetcher.fetch(f"{one.url}/a")
        await fetcher.fetch(f"{other.url}/a")
        assert waits == []
        await fetcher.fetch(f"{one.url}/a")
        assert len(waits) == 1
