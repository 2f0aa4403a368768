"""The nouns of Newsbot and the rules they obey: no I/O, no clock, no logging, only the standard library."""
