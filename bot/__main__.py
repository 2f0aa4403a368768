"""`python -m bot`: the newsbot command without its installation."""

from bot.cli import main

main()
