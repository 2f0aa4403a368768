"""A newsstand: a small site with the feeds of eight made-up outlets, for `newsbot demo` and for the tests."""
