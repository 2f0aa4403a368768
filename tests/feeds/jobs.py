"""Jobs for workers: good, slow, greedy and broken."""

import os
import sys
import time
from pathlib import Path

from bot.errors import ParseError

_LOADED: list[str] = []


def warm():
    _LOADED.append("at the start")


def loaded():
    return _LOADED


def double(number):
    return number * 2


def spin():
    while True:
        pass


def hoard():
    return [bytes(1024 * 1024) for _ in range(100_000)]


def fail():
    raise ParseError("no feed")


def crash():
    os.abort()


def leave():
    os._exit(3)


def chatter():
    sys.stdout.write("a library that prints")
    sys.stdout.flush()
    return "said"


def unpicklable():
    return lambda: None


def recurse(depth=0):
    return recurse(depth + 1)


def process():
    return os.getpid()


def meet(folder):
    """Wait until another child is here too; how many came."""
    Path(folder, str(os.getpid())).touch()
    until = time.monotonic() + 9
    while (found := len(list(Path(folder).iterdir()))) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    return found
