import subprocess
import sys

import pytest

from bot.app import PRELOADED

NEEDLESS = ("aiohttp", "alembic", "sqlalchemy", "telegram")


@pytest.mark.parametrize("module", PRELOADED)
def test_a_worker_loads_nothing_that_its_jobs_do_not_need(module):
    """Each worker would keep it in memory, and take a second longer to start."""
    program = f"import sys, {module}; print(*sorted(set({NEEDLESS}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
