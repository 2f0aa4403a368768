"""The command, before it is there."""

import signal
import subprocess
import sys

_INTERRUPTED_AS_IT_LOADS = """
import os, signal, sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "bot.cli.commands":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
from bot.cli import main
main()
"""


def test_ctrl_c_while_the_command_loads_ends_it_without_a_word():
    ended = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED_AS_IT_LOADS], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, "", "")
