"""How many sends a second the local Telegram takes on one core, and how much memory a million readers cost it.

    python benchmarks/local_telegram.py [SENDS]

The server runs as a process of its own without the limits of pace; this process loads it over bare connections, each
send to another reader. Server CPU is what one send costs the server, whatever the client manages. Linux only (/proc).
"""

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bot.playground.telegram.local import TOKEN

CONNECTIONS = 30
TEXT = (
    "<b>Baku and Tbilisi sign for a second power line</b>\n"
    + "A sentence of a brief, forty letters long " * 15
)


@dataclass(frozen=True)
class Usage:
    """CPU seconds and resident megabytes of the server so far."""

    cpu: float
    megabytes: float


def main(sends: int) -> None:
    sys.stdout.write(f"{CONNECTIONS} connections, {len(TEXT)} characters a text, {sends:,} readers\n")
    sys.stdout.write("server                 sends/s   server CPU, us/send   MB before   MB after\n")
    for name, arguments, most in (
        ("counters", ["--mode", "counters"], sends),
        ("counters, log", ["--mode", "counters", "--log"], sends),
        ("full (one reader)", ["--mode", "full"], min(sends, 3_000)),
    ):
        uvloop.run(measure(name, arguments, most))


async def measure(name: str, arguments: list[str], sends: int) -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.playground.telegram",
        "--no-limits",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
    )
    if server.stdout is None:
        raise RuntimeError("the server has no output")
    port = int((await server.stdout.readline()).decode().strip().rpartition(":")[2])
    first = await a_reader(port) if "full" in arguments else 0
    before, began = usage(server.pid), time.perf_counter()
    each = sends // CONNECTIONS
    await asyncio.gather(*(load(port, each, worker * each, first) for worker in range(CONNECTIONS)))
    took, after = time.perf_counter() - began, usage(server.pid)
    server.terminate()
    await server.wait()
    done = each * CONNECTIONS
    sys.stdout.write(
        f"{name:20} {done / took:9,.0f} {(after.cpu - before.cpu) / done * 1e6:21.0f} "
        f"{before.megabytes:11.0f} {after.megabytes:10.0f}\n"
    )


async def a_reader(port: int) -> int:
    """A person of the full server, who pressed Start."""
    user = json.loads(await post(port, "playground/add_user", {"first_name": "Ana"}))["result"]
    await post(port, "playground/start", {"user_id": user})
    return int(user)


async def load(port: int, sends: int, offset: int, reader: int) -> None:
    stream, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(sends):
        chat_id = reader or 1_000_000 + offset + number
        given = {"chat_id": chat_id, "text": TEXT, "parse_mode": "HTML", "disable_notification": True}
        writer.write(request(f"bot{TOKEN}/sendMessage", given))
        await answer(stream)
    writer.close()


async def post(port: int, path: str, given: dict[str, object]) -> bytes:
    stream, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request(path, given))
    body = await answer(stream)
    writer.close()
    return body


def request(path: str, given: dict[str, object]) -> bytes:
    body = json.dumps(given).encode()
    head = f"POST /{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def answer(stream: asyncio.StreamReader) -> bytes:
    head = (await stream.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in head:
        raise RuntimeError(head.decode())
    return await stream.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r")[0]))


def usage(pid: int) -> Usage:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    pages = int(fields[21])
    return Usage(ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 2**20)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
