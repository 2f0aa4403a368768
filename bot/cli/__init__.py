"""The newsbot command."""

import signal


def main() -> None:
    """The command. Ctrl-C ends it without a word while it loads, which takes most of a second."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from bot.cli.commands import commands

    signal.signal(signal.SIGINT, before)
    commands()
