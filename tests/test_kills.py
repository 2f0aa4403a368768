"""The fault runs of `benchmarks/delivery_faults.py` in their short form: real processes, killed with kill -9."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "delivery_faults.py"


def run(database, processes, scenario, points):
    done = subprocess.run(
        [
            sys.executable,
            BENCHMARK,
            *("--database", database, "--processes", str(processes)),
            *("--points", str(points), "--scenario", scenario),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.process
def test_killed_at_any_moment_it_loses_nothing_and_sends_nothing_twice_on_sqlite():
    assert "kills" in run("sqlite", 1, "kills", 8)


@pytest.mark.process
@pytest.mark.postgres
def test_killed_at_any_moment_it_loses_nothing_and_sends_nothing_twice_on_postgres():
    assert "kills" in run("postgres", 3, "kills", 8)
