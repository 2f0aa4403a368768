"""The child of `bot.feeds.workers`: runs one job at a time, within limits that the system enforces.

It is started as `python -m bot.feeds.worker SECONDS MEMORY NICENESS MODULE...` and speaks frames over
its standard input and output: eight bytes of length, then a pickle.
"""

import gc
import importlib
import logging
import os
import pickle
import signal
import struct
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any, BinaryIO

HEADER = struct.Struct(">Q")
READY = ("ready", None)


def main(seconds: float, memory: int, niceness: int, modules: list[str]) -> None:
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # a library that prints must not break a frame
    logging.disable(logging.CRITICAL)
    os.nice(niceness)
    for name in modules:
        _warm(importlib.import_module(name))
    gc.collect()
    gc.freeze()
    _limit_memory(memory)
    send(replies, READY)
    while (frame := receive(sys.stdin.buffer)) is not None:
        send(replies, _answer(frame, seconds))


def _warm(module: ModuleType) -> None:
    """Let a module load what its jobs need: the first article of the day shall not wait for it, nor be charged."""
    with suppress(Exception):  # the job that cannot do without it will say so
        getattr(module, "warm", lambda: None)()


def _answer(frame: bytes, seconds: float) -> tuple[str, Any]:
    """("done", result), ("raised", error) or ("memory", None). Too long a job ends the process instead."""
    # CPU time of this process; the default action of SIGPROF ends it, in C code too.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        job, args, kwargs = pickle.loads(frame)  # noqa: S301  # from our own parent
        return "done", job(*args, **kwargs)
    except MemoryError:
        return "memory", None
    except RecursionError:
        return "memory", None
    except Exception as error:  # noqa: BLE001  # the parent raises it
        return "raised", error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(memory: int) -> None:
    """Let the process grow by this many bytes beyond what its imports took."""
    try:
        import resource  # noqa: PLC0415  # not on every system

        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # a file of the kernel
            taken = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return  # elsewhere than on Linux time alone is limited


def receive(stream: BinaryIO) -> bytes | None:
    """The next frame; None when the other side has gone."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (size,) = HEADER.unpack(header)
    frame = stream.read(size)
    return frame if len(frame) == size else None


def send(stream: BinaryIO, message: tuple[str, Any]) -> None:
    try:
        frame = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001  # an error may hold what cannot be pickled
        frame = pickle.dumps(("raised", RuntimeError(f"{type(error).__name__}: {message[1]!r}"[:500])))
    stream.write(HEADER.pack(len(frame)))
    view = memoryview(frame)
    while view:
        view = view[stream.write(view) :]


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # the parent was killed: nobody is there to be told
        main(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
