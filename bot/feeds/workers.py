"""CPU work on strangers' documents, in children that may be killed: the event loop only waits.

A child has a limit of CPU seconds and of memory, enforced by the system, and of wall time, enforced
here; one that passes a limit dies, its job ends as `TooCostly`, and another child takes its place.
"""

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from bot.errors import TooCostly, WorkersBusy
from bot.feeds.worker import HEADER

P = ParamSpec("P")
T = TypeVar("T")

MAX_REPLY = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one job: CPU seconds, seconds on the clock, bytes beyond the child's own.

    A child is replaced after `jobs` of them, before fragments of memory add up.
    """

    cpu_seconds: float = 1.9
    seconds: float = 10.0
    memory: int = 128 * 1024 * 1024
    niceness: int = 5
    jobs: int = 2_000


class Workers:
    """A pool of children; an async context manager. Jobs are module-level functions of picklable arguments.

    At most `max_waiting` jobs wait for a child; further ones are refused with WorkersBusy, so that a
    burst is held back where it comes from and not in our memory.
    """

    def __init__(
        self,
        count: int = 0,
        *,
        limits: Limits = Limits(),  # frozen
        preload: tuple[str, ...] = ("bot.feeds.jobs",),
        max_waiting: int = 200,
    ) -> None:
        self._children = [_Child(limits, preload) for _ in range(count or os.cpu_count() or 1)]
        self._idle: asyncio.Queue[_Child] = asyncio.Queue()
        self._waiting = 0
        self._max_waiting = max_waiting
        self._starts: set[asyncio.Task[None]] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        for child in self._children:
            self._make_idle(child)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True  # a job that is cancelled now shall not have its child started anew
        for task in self._starts:
            task.cancel()
        await asyncio.gather(*self._starts, return_exceptions=True)
        for child in self._children:
            await child.stop()

    async def run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of the job, run in a child.

        Raises what the job raised, TooCostly when it passed a limit, WorkersBusy when too many wait.
        """
        if self._waiting >= self._max_waiting:
            raise WorkersBusy(f"{self._waiting} documents wait to be read")
        self._waiting += 1
        try:
            child = await self._idle.get()
        finally:
            self._waiting -= 1
        try:
            result: T = await child.call(job, args, kwargs)
            return result
        finally:
            self._make_idle(child)

    def _make_idle(self, child: "_Child") -> None:
        """Put a child where the next job finds it, after starting it anew if it has ended."""
        if self._closed:
            return
        if child.is_fit:
            self._idle.put_nowait(child)
            return
        task = asyncio.create_task(self._restart(child))
        self._starts.add(task)
        task.add_done_callback(self._starts.discard)

    async def _restart(self, child: "_Child") -> None:
        with suppress(OSError, TooCostly):  # a child that will not start is tried again by the next job
            await child.restart()
        self._idle.put_nowait(child)


class _Child:
    """One child process and the frames to and from it."""

    def __init__(self, limits: Limits, preload: tuple[str, ...]) -> None:
        self._limits = limits
        self._preload = preload
        self._process: asyncio.subprocess.Process | None = None
        self._jobs = 0

    @property
    def is_fit(self) -> bool:
        return (
            self._process is not None and self._process.returncode is None and self._jobs < self._limits.jobs
        )

    async def restart(self) -> None:
        await self.stop()
        limits = self._limits
        command = (
            "-m",
            "bot.feeds.worker",
            str(limits.cpu_seconds),
            str(limits.memory),
            str(limits.niceness),
        )
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *command, *self._preload,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the parent, which ends its children
            env=os.environ | {"PYTHONPATH": os.pathsep.join(part or "." for part in sys.path), "MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
        self._jobs = 0
        async with asyncio.timeout(60):
            await self._receive()

    async def call(self, job: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if not self.is_fit:
            await self.restart()
        self._jobs += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._send(pickle.dumps((job, args, kwargs), protocol=pickle.HIGHEST_PROTOCOL))
                outcome, value = await self._receive()
        except TimeoutError as error:
            await self.stop()
            raise TooCostly(f"took longer than {self._limits.seconds:g} s") from error
        except BaseException:
            await self.stop()  # cancelled or broken in the middle: its next frame would answer another job
            raise
        if outcome == "done":
            return value
        if outcome == "memory":
            await self.stop()
            raise TooCostly(f"needs more than {self._limits.memory // 1_048_576} MB")
        raise value

    async def _send(self, frame: bytes) -> None:
        stream = self._process.stdin if self._process else None
        if stream is None:
            raise TooCostly("its worker could not be started")
        with suppress(ConnectionError):  # it died; reading its answer will tell
            stream.write(HEADER.pack(len(frame)))
            stream.write(frame)
            await stream.drain()

    async def _receive(self) -> tuple[str, Any]:
        stream = self._process.stdout if self._process else None
        if stream is None:
            raise TooCostly("its worker could not be started")
        try:
            (size,) = HEADER.unpack(await stream.readexactly(HEADER.size))
            if size > MAX_REPLY:
                raise TooCostly(f"its result is larger than {MAX_REPLY // 1_000_000} MB")
            answer: tuple[str, Any] = pickle.loads(await stream.readexactly(size))  # noqa: S301  # from our own child
        except asyncio.IncompleteReadError as error:
            raise TooCostly(
                f"took more than {self._limits.cpu_seconds:g} s of processor time, or crashed"
            ) from error
        return answer

    async def stop(self) -> None:
        """End the child, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        if process.stdin:
            process.stdin.close()
        await process.wait()
