"""How long `newsbot run` takes to be ready, and what it takes when idle: python benchmarks/start.py [RUNS].

It runs against a local Telegram, on a new SQLite file each time. Processor seconds do not depend on what else the
machine does; seconds on the clock do.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
IDLE = 10.0
"""Seconds after which a bot that is ready counts as idle: its worker has loaded, its first polls are done."""

TICK = os.sysconf("SC_CLK_TCK")


def main(runs: int) -> None:
    telegram = subprocess.Popen(
        [sys.executable, "-m", "bot.playground.telegram"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert telegram.stdout is not None
    api_url = telegram.stdout.readline().strip()
    print(
        f"{'seconds to ready':>18}{'CPU to ready':>14}{'RSS':>10}{'private':>10}{'worker RSS':>12}{'private':>10}"
    )
    try:
        for _ in range(runs):
            with tempfile.TemporaryDirectory() as folder:
                print(_one(api_url, folder))
    finally:
        telegram.terminate()
        telegram.wait()


def _one(api_url: str, folder: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSBOT_")} | {
        "NEWSBOT_TELEGRAM_API_URL": api_url,
        "NEWSBOT_TELEGRAM_TOKEN": "5000000001:local-telegram-keeps-no-secrets",
        "NEWSBOT_FEEDS": "https://newsbot.invalid/rss",
        "NEWSBOT_HTTP_ADDRESS": "127.0.0.1:0",
        "NEWSBOT_WORKERS": "1",
        "NEWSBOT_LOG_FORMAT": "text",
        "PYTHONPATH": str(ROOT),
    }
    began = time.monotonic()
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert bot.stderr is not None
    while "✓ ready" not in bot.stderr.readline():
        pass
    took, cpu = time.monotonic() - began, _cpu(bot.pid)
    time.sleep(IDLE)
    children = Path(f"/proc/{bot.pid}/task/{bot.pid}/children").read_text(encoding="ascii").split()
    own, worker = _memory(bot.pid), _memory(int(children[0]))
    bot.terminate()
    bot.wait()
    return f"{took:18.2f}{cpu:12.2f} s{own[0]:7.0f} MB{own[1]:7.0f} MB{worker[0]:9.0f} MB{worker[1]:7.0f} MB"


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _memory(pid: int) -> tuple[float, float]:
    """Resident and private megabytes; what is not private is shared with other processes, such as libraries."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return sizes["Rss"], sizes["Private_Clean"] + sizes["Private_Dirty"]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
