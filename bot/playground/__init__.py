"""A local Telegram and a local newsstand, for `newsbot demo` and for the tests. See docs/playground.md."""
